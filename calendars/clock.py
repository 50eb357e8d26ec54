"""Say an instant in somebody's zone, and read a wall time typed in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from accounts.zones import offset as offset  # it is said here

H12, H24 = "12", "24"
"""`3:00 pm` and `15:00`."""

MINUTE = timedelta(minutes=1)

_hours: ContextVar[str] = ContextVar("hours", default=H24)
"""How whoever is being spoken to just now reads hours."""


class AmbiguousTime(ValueError):
    """The wall time happens twice on that day: the clocks go back."""


class MissingTime(ValueError):
    """The wall time does not happen on that day: the clocks go forward."""


@contextmanager
def hours_as(cycle: str) -> Iterator[None]:
    """Say every time within as `12` or `24` hours."""
    token = _hours.set(cycle)
    try:
        yield
    finally:
        _hours.reset(token)


def hours() -> str:
    """`12` or `24`, as times are said just now."""
    return _hours.get()


def city(zone: ZoneInfo) -> str:
    """`America/Argentina/Buenos_Aires` is said as `Buenos Aires`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def say_day(instant: datetime, zone: tzinfo) -> str:
    """`Tuesday 24 November 2026`."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}"


def say_hour(instant: datetime, zone: tzinfo) -> str:
    """`15:00`, or `3:00 pm` to whoever reads it so."""
    local = instant.astimezone(zone)
    return say_wall(local.hour * 60 + local.minute)


def say_wall(minutes: int) -> str:
    """The same of minutes since midnight, without a date; the end of the day has a name."""
    hour, minute = divmod(minutes, 60)
    if hour == 24:
        return "midnight"
    if hours() == H24:
        return f"{hour:02}:{minute:02}"
    return f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"


def say_zone(instant: datetime, zone: ZoneInfo) -> str:
    """`Berlin, UTC+1`; the offset is the one in force at that instant."""
    named, distance = city(zone), offset(instant, zone)
    return distance if named == distance else f"{named}, {distance}"


def say(instant: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 24 November 2026, 15:00 (Berlin, UTC+1)`: all that is needed to be there."""
    return f"{say_day(instant, zone)}, {say_hour(instant, zone)} ({say_zone(instant, zone)})"


def say_typed(wall: datetime, zone: ZoneInfo) -> str:
    """`Sunday 31 October 2027, 02:30 (Berlin)`: what was typed, where no instant is known yet."""
    as_if = wall.replace(tzinfo=UTC)
    return f"{say_day(as_if, UTC)}, {say_hour(as_if, UTC)} ({city(zone)})"


def say_then(instant: datetime, zone: ZoneInfo, wall: datetime) -> str:
    """`Tuesday 24 November 2026, 15:00 (Berlin, UTC+1 then)`: what a zone's clocks were to show at
    that instant by the rules of another day."""
    then = timezone(wall.replace(tzinfo=UTC) - instant)
    where = f"{city(zone)}, {offset(instant, then)} then"
    return f"{say_day(instant, then)}, {say_hour(instant, then)} ({where})"


def say_briefly(instant: datetime, zone: ZoneInfo) -> str:
    """`Tue 24 Nov, 15:00 Berlin (UTC+1)`: for a subject line, which has no room for more."""
    local = instant.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}, {_briefly(instant, zone)}"


def say_both(instant: datetime, zone: ZoneInfo, other: ZoneInfo) -> str:
    """`Tue 24 Nov, 15:00 Berlin (UTC+1) / 09:00 New York (UTC−5)`; the other day too if it differs.

    Zones that agree then are one to read.
    """
    mine, theirs = instant.astimezone(zone), instant.astimezone(other)
    if mine.utcoffset() == theirs.utcoffset():
        return say_briefly(instant, zone)
    same_day = mine.date() == theirs.date()
    rest = _briefly(instant, other) if same_day else say_briefly(instant, other)
    return f"{say_briefly(instant, zone)} / {rest}"


def _briefly(instant: datetime, zone: ZoneInfo) -> str:
    named, distance = city(zone), offset(instant, zone)
    where = distance if named == distance else f"{named} ({distance})"
    return f"{say_hour(instant, zone)} {where}"


def read_wall_time(typed: datetime, zone: ZoneInfo, chosen: str = "") -> datetime:
    """The instant in UTC of a wall time without a zone.

    Raises `MissingTime` or `AmbiguousTime` on the nights the clocks change: we ask, never guess.
    Of two readings, `chosen` names the offset that is meant, as `readings` gave it.
    """
    both = readings(typed, zone)
    if not both:
        raise MissingTime
    if len(both) == 1:
        return both[0]
    meant = [instant for instant in both if offset(instant, zone) == chosen]
    if not meant:
        raise AmbiguousTime
    return meant[0]


def readings(typed: datetime, zone: ZoneInfo) -> list[datetime]:
    """The instants at which the clocks of a zone show that wall time: none, one or two."""
    folds = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = (instant for instant in folds if instant.astimezone(zone).replace(tzinfo=None) == typed)
    return sorted(set(shown))


def beside_gap(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute before the clocks skip that wall time, and the first moment after.

    Read with the offset of before, a time in the gap comes out as long after it as it stands in
    it; and the other way round (PEP 495).
    """
    after, before = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        same = middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset()
        before, after = (middle, after) if same else (before, middle)
    after = after.replace(second=0, microsecond=0)
    return after - MINUTE, after
