"""What a worker and its reading child say to each other: one line of JSON each way.

Nothing here or in the child needs Django or its settings: the child holds no secret but those
of the one account it reads.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from calendars.intervals import Interval


class Kind(StrEnum):
    FEED = "feed"
    """Read a secret iCalendar address."""
    CALDAV = "caldav"
    """Read the named calendars of a CalDAV account."""
    PUT = "put"
    """Write `ics` under `uid` into the calendar at `url`."""
    DELETE = "delete"
    """Take `uid` out of the calendar at `url`."""


class Problem(StrEnum):
    """The same codes as `CalendarAccount.Problem`."""

    ADDRESS = "address"
    REFUSED = "refused"
    MISSING = "missing"
    SILENT = "silent"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"


class CannotRead(Exception):
    """Why nothing came of it. Only the code: a text could hold an address or a password."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Known:
    """A calendar, and the version of it read before; blank to read it whatever it is."""

    url: str
    version: str = ""


@dataclass(frozen=True)
class Request:
    kind: Kind
    url: str
    since: datetime
    until: datetime
    username: str = ""
    password: str = ""
    zone: str = "UTC"
    """Of the seeker, for times that name none."""
    own_addresses: tuple[str, ...] = ()
    """Whose "no" makes an entry not busy."""
    our_uids: str = ""
    """How the UIDs of our own entries end, which are left out."""
    own_uids: tuple[str, ...] = ()
    """Other UIDs of our own entries, from before they ended so."""
    calendars: tuple[Known, ...] = ()
    """Which to read; a feed has one, at `url`."""
    uid: str = ""
    ics: str = ""
    own_hosts: tuple[str, ...] = ()
    """`settings.CALENDAR_HOSTS`; filled in by `run`."""

    def to_json(self) -> str:
        return _dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        known: dict[str, Any] = json.loads(text)
        return cls(
            **{
                **known,
                "kind": Kind(known["kind"]),
                "since": datetime.fromisoformat(known["since"]),
                "until": datetime.fromisoformat(known["until"]),
                "own_addresses": tuple(known["own_addresses"]),
                "own_uids": tuple(known["own_uids"]),
                "own_hosts": tuple(known["own_hosts"]),
                "calendars": tuple(Known(**one) for one in known["calendars"]),
            }
        )


@dataclass(frozen=True)
class Found:
    """One calendar as the server showed it."""

    url: str
    name: str = ""
    version: str = ""
    unchanged: bool = False
    """Still the version we know; `busy` says nothing then."""
    busy: tuple[Interval, ...] = ()
    """Sorted and apart, between `since` and `until`."""
    left_out: int = 0
    """Entries that could not be read and make nobody busy."""
    unknown_zones: tuple[str, ...] = ()
    """Those that some of them name; a few, none of them long."""

    @classmethod
    def from_json(cls, known: Mapping[str, Any]) -> Self:
        busy = tuple(
            (datetime.fromisoformat(start), datetime.fromisoformat(end))
            for start, end in known["busy"]
        )
        zones = tuple(known["unknown_zones"])
        return cls(**{**known, "busy": busy, "unknown_zones": zones})


@dataclass(frozen=True)
class Answer:
    problem: Problem | None = None
    """Set when nothing came of it; then there are no calendars."""
    calendars: tuple[Found, ...] = ()
    """What was found. After PUT and DELETE none."""
    hit_limit: bool = False
    """Whether the child came to the end of its time or memory."""

    def to_json(self) -> str:
        return _dumps(asdict(self))

    @classmethod
    def from_json(cls, known: Mapping[str, Any]) -> Self:
        problem = Problem(known["problem"]) if known["problem"] else None
        calendars = tuple(Found.from_json(one) for one in known["calendars"])
        return cls(problem, calendars, known["hit_limit"])


def say_progress(percent: int) -> None:
    """How far the child has come, before its answer; the worker shows it."""
    print(_dumps({"progress": percent}), flush=True)


def _dumps(value: Mapping[str, Any]) -> str:
    return json.dumps(value, default=str)
