"""What goes along when a seeker's address changes. Apps above know of it, and register here."""

from datetime import datetime
from typing import Protocol

from accounts.models import User


class GoesAlong(Protocol):
    """Called before the address is written, in the transaction that writes it."""

    def __call__(self, seeker: User, to: str, *, now: datetime) -> None: ...


_going_along: list[GoesAlong] = []


def register(goes_along: GoesAlong) -> None:
    """Called once by each such app, when it is ready."""
    _going_along.append(goes_along)


def move(seeker: User, to: str, *, now: datetime) -> None:
    for goes_along in _going_along:
        goes_along(seeker, to, now=now)
