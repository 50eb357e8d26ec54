"""Say an instant in somebody's zone, and read a wall time typed in one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class AmbiguousTime(ValueError):
    """The wall time happens twice on that day: the clocks go back."""


class MissingTime(ValueError):
    """The wall time does not happen on that day: the clocks go forward."""


def city(zone: ZoneInfo) -> str:
    """`America/Argentina/Buenos_Aires` is said as `Buenos Aires`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def offset(instant: datetime, zone: ZoneInfo) -> str:
    """The distance from UTC at that instant: `UTC`, `UTC+1`, `UTC−3:30`."""
    seconds = int(instant.astimezone(zone).utcoffset().total_seconds())  # type: ignore[union-attr]
    if not seconds:
        return "UTC"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "+" if seconds > 0 else "−"
    return f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}"


def say_day(instant: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 24 November 2026`."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}"


def say_hour(instant: datetime, zone: ZoneInfo) -> str:
    """`15:00`."""
    return f"{instant.astimezone(zone):%H:%M}"


def say_zone(instant: datetime, zone: ZoneInfo) -> str:
    """`Berlin, UTC+1`; the offset is the one in force at that instant."""
    named, distance = city(zone), offset(instant, zone)
    return distance if named == distance else f"{named}, {distance}"


def say(instant: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 24 November 2026, 15:00 (Berlin, UTC+1)`: all that is needed to be there."""
    return f"{say_day(instant, zone)}, {say_hour(instant, zone)} ({say_zone(instant, zone)})"


def read_wall_time(typed: datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC of a wall time without a zone.

    Raises `MissingTime` or `AmbiguousTime` on the nights the clocks change: we ask, never guess.
    """
    early, late = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        there_and_back = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        raise AmbiguousTime if there_and_back == typed else MissingTime
    return early.astimezone(UTC)
