"""One IMAP server for all of these tests, with an empty inbox for each."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.dovecot import Dovecot, running_dovecot


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture
def inbox(dovecot: Dovecot, settings: Settings) -> Dovecot:
    dovecot.begin_anew()
    settings.INBOX = dovecot.account()
    return dovecot
