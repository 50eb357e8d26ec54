"""The keys of encrypted fields, as they stand in the environment."""

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32
"""Characters. A key is random, so that nobody tries all of them."""


def field_keys(given: list[str]) -> list[str]:
    """Without the empty ones. What is wrong is said without the key."""
    keys = [key.strip() for key in given if key.strip()]
    if any(len(key) < SHORTEST for key in keys):
        raise ImproperlyConfigured(
            f"FIELD_KEYS holds a key of fewer than {SHORTEST} characters: "
            "make each with openssl rand -hex 32, and put commas between them."
        )
    return keys
