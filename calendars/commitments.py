"""What binds a seeker's days beside calendars: chats. They know of it, and register here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from calendars.models import DayException


@dataclass(frozen=True)
class Line:
    starts_at: datetime
    name: str
    """Of the other person."""
    url: str
    """Of its page; empty where the seeker was the one who was asked."""


@dataclass(frozen=True)
class DayCommitments:
    agreed: list[Line] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)
    """Offered before the day was marked: closed from that moment, and said in an e-mail by the next
    sweep."""


@dataclass(frozen=True)
class Commitments:
    """What calendars ask of whoever keeps them."""

    older_uids: Callable[[User], Sequence[str]]
    """UIDs of a seeker's own entries that do not end as `entries.OUR_UIDS`."""
    hold: Callable[[User], None]
    """Keeps hosts from taking a time of the seeker's until the transaction ends."""
    commitments_on: Callable[[User, Sequence[DayException], datetime], Mapping[int, DayCommitments]]
    """What is agreed and offered on days off, by the key of each."""


_registered: list[Commitments] = []


def register(commitments: Commitments) -> None:
    """Called once, when the app that keeps them is ready."""
    _registered.append(commitments)


def known() -> Commitments:
    [commitments] = _registered
    return commitments
