"""Text that the database holds encrypted: a stolen dump opens nobody's calendar.

The first of FIELD_KEYS encrypts and each of them opens, so that a new one can be put in front, and
`manage.py encrypt_anew` brings all rows to it. What was written before there were such keys is
under one derived from SECRET_KEY, and opens as well.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

SALT = b"calendars"
KDF_ITERATIONS = 100_000
"""Both as they were when SECRET_KEY alone encrypted."""


class Unreadable(Exception):
    """None of our keys opens what the database holds."""


@dataclass(frozen=True)
class Sealed:
    """What the database holds, on its way to whoever asks for it.

    Opened no sooner: whoever only passes by needs no key, and a row that cannot be opened stands
    in the way of no other.
    """

    token: str
    column: str

    def opened(self) -> str:
        try:
            return _keys().decrypt(self.token.encode()).decode()
        except InvalidToken:
            raise Unreadable(
                f"{self.column} was encrypted under a key that is not here: "
                "put it back into FIELD_KEYS, behind the others, or into SECRET_KEY_FALLBACKS."
            ) from None

    def sealed_anew(self) -> "Sealed":
        """Under the first key."""
        self.opened()
        return Sealed(_keys().rotate(self.token.encode()).decode(), self.column)


class _Opening(DeferredAttribute):
    """Opens on the first look at it, and keeps the text."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = value.opened()
            self.__set__(instance, value)
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Kept as a Fernet token. Empty is NULL. Nothing can be looked up by it: the same text is
    another token each time."""

    descriptor_class = _Opening

    def from_db_value(self, value: str | None, *_: object) -> Sealed | None:
        column = f"{self.model._meta.db_table}.{self.column}"
        return None if value is None else Sealed(value, column)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """What nobody looked at is written as it was read."""
        return instance.__dict__.get(self.attname)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.token
        return _keys().encrypt(str(value).encode()).decode() if value else None


def _keys() -> MultiFernet:
    secret_keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return _keys_from(tuple(settings.FIELD_KEYS), secret_keys)


@lru_cache(maxsize=1)
def _keys_from(field_keys: tuple[str, ...], secret_keys: tuple[str, ...]) -> MultiFernet:
    """Of long random words. To derive one from SECRET_KEY takes some 30 ms, so it is kept."""
    own = [hmac.digest(key.encode(), b"fields", "sha256") for key in field_keys]
    older = [
        hashlib.pbkdf2_hmac("sha256", key.encode(), SALT, KDF_ITERATIONS) for key in secret_keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in (*own, *older)])
