"""The language that is spoken just now: of a page its reader's, of an e-mail that of whoever gets
it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation


def spoken() -> str:
    """Where translations are turned off, the instance's."""
    return translation.get_language() or settings.LANGUAGE_CODE


@contextmanager
def of_emails() -> Iterator[None]:
    """They are written in the language of the instance, whatever whoever caused them reads."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def tag(language: str) -> str:
    """As HTML and mail headers say it (RFC 5646): `en-GB`."""
    return translation.to_locale(language).replace("_", "-")
