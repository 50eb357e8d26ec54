"""All of a test in the language that marks what gettext was asked for."""

import pytest
from django.utils.translation import trans_real
from pytest_django import Settings

from tests.languages.marks import MARKED, Marking


@pytest.fixture
def _marked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the instance spoke it."""
    monkeypatch.setitem(trans_real._translations, MARKED, Marking(MARKED))
    settings.LANGUAGE_CODE = MARKED
