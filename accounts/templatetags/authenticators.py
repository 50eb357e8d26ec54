"""What pages ask of how somebody signs in: none asks for what they do not have."""

from collections.abc import Set

from django import template

from accounts.models import User
from accounts.second_step import authenticators_of

register = template.Library()


@register.filter
def authenticators(user: User) -> Set[str]:
    """`totp`, `webauthn` (passkeys) and `recovery_codes`, those they have."""
    return authenticators_of(user)


@register.filter
def in_fours(secret: str) -> str:
    """As one reads it from a screen and types it into a phone."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
