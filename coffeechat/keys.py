"""The keys of encrypted fields and of hashed addresses, as they stand in the environment."""

from django.core.exceptions import ImproperlyConfigured

MIN_KEY_LENGTH = 32
"""Characters. A key is random, so that nobody tries all of them."""


def field_keys(given: list[str]) -> list[str]:
    """Without the empty ones. What is wrong is said without the key."""
    keys = [key.strip() for key in given if key.strip()]
    if any(len(key) < MIN_KEY_LENGTH for key in keys):
        raise ImproperlyConfigured(
            f"FIELD_KEYS holds a key of fewer than {MIN_KEY_LENGTH} characters: "
            "make each with openssl rand -hex 32, and put commas between them."
        )
    return keys


def address_key(given: str, *, secret_key: str, fallbacks: list[str]) -> str:
    """The secret key in its place, until that changes: with another one no opt-out is known."""
    if not given and any(key.strip() for key in fallbacks):
        raise ImproperlyConfigured(
            "SECRET_KEY_FALLBACKS needs ADDRESS_KEY beside it: set that to the SECRET_KEY this "
            "instance began with, or nobody's opt-out is recognised any more."
        )
    return given or secret_key
