"""Words of thanks for a chat. Follow-ups keep them, and register here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists

from chats.models import Chat


@dataclass(frozen=True)
class Thanks:
    went: bool = False
    leave_at: datetime | None = None
    """When they leave by themselves."""


@dataclass(frozen=True)
class Keeper:
    """What chats ask of whoever keeps them."""

    thanks_for: Callable[[Chat], Thanks]
    have_thanks: Callable[[], Exists]
    """Of chats: thanks went or are to go, which says that they happened."""
    keep_back: Callable[[Chat], None]
    """There is nothing to thank for: no reminder of it leaves, and no thank-you by itself."""
    put_off: Callable[[Chat, timedelta], None]
    """Nobody spoke yet: what was to follow the chat comes by so much later."""


_registered: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Called once, when the app that keeps them is ready."""
    _registered.append(keeper)


def thanks_for(chat: Chat) -> Thanks:
    return _known().thanks_for(chat)


def have_thanks() -> Exists:
    return _known().have_thanks()


def keep_back(chat: Chat) -> None:
    _known().keep_back(chat)


def put_off(chat: Chat, by: timedelta) -> None:
    _known().put_off(chat, by)


def _known() -> Keeper:
    [keeper] = _registered
    return keeper
