"""What is typed on the nights the clocks change: read where it is plain, asked where it is not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms

from calendars import clock
from calendars.fields import TYPED, LocalTimeField
from tests.zones.changes import NAMES, around, changes, distance

MINUTE = timedelta(minutes=1)


def jump(change: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clocks go forward, or back if it is less than nothing."""
    return distance(change, zone) - distance(change - MINUTE, zone)


def unclear(change: datetime, zone: ZoneInfo) -> list[datetime]:
    """The first, a middle and the last local time that is skipped, or that comes twice."""
    size = jump(change, zone)
    wall = (change.astimezone(zone) - max(size, timedelta(0))).replace(tzinfo=None)
    return [wall, wall + abs(size) // 2, wall + abs(size) - MINUTE]


def split(*, forward: bool) -> list[tuple[ZoneInfo, datetime]]:
    return [
        (zone, change)
        for zone in map(ZoneInfo, NAMES)
        for change in changes(zone.key)
        if (jump(change, zone) > timedelta(0)) is forward
    ]


def read(wall: datetime, zone: ZoneInfo, chosen: str = "") -> object:
    """The instant that is meant, or why none is taken."""
    try:
        return clock.read_local_time(wall, zone, chosen)
    except (clock.MissingTime, clock.AmbiguousTime) as error:
        return type(error)


def refusal(zone: ZoneInfo, wall: datetime, chosen: str = "") -> forms.ValidationError | None:
    field = LocalTimeField()
    field.zone, field.now = zone, wall.replace(tzinfo=zone)
    try:
        field.clean(f"{wall:{TYPED}} {chosen}".strip())
    except forms.ValidationError as error:
        return error
    return None


def test_there_are_hundreds_of_zones_and_thousands_of_changes() -> None:
    assert len(NAMES) > 590
    assert min(len(split(forward=True)), len(split(forward=False))) > 900


def test_what_is_said_reads_back_as_typed() -> None:
    said = [(ZoneInfo(name), instant) for name in NAMES for instant in around(name)]
    assert [(zone.key, at) for zone, at in said if not reads_back(at, zone)] == []


def reads_back(instant: datetime, zone: ZoneInfo) -> bool:
    wall = instant.astimezone(zone).replace(tzinfo=None, fold=0)
    return read(wall, zone, clock.offset(instant, zone)) == instant


def test_a_time_that_is_skipped_is_never_guessed() -> None:
    wrong = [
        (zone.key, wall)
        for zone, change in split(forward=True)
        for wall in unclear(change, zone)
        if not is_known_to_be_skipped(wall, zone, change)
    ]
    assert wrong == []


def is_known_to_be_skipped(wall: datetime, zone: ZoneInfo, change: datetime) -> bool:
    return (
        clock.readings(wall, zone) == []
        and clock.beside_gap(wall, zone) == (change - MINUTE, change)
        and read(wall, zone, clock.offset(change, zone)) is clock.MissingTime
    )


def test_a_time_that_comes_twice_is_never_guessed() -> None:
    wrong = [
        (zone.key, wall)
        for zone, change in split(forward=False)
        for wall in unclear(change, zone)
        if not is_known_to_come_twice(wall, zone, change)
    ]
    assert wrong == []


def is_known_to_come_twice(wall: datetime, zone: ZoneInfo, change: datetime) -> bool:
    both = clock.readings(wall, zone)
    return (
        [instant < change for instant in both] == [True, False]
        and both[1] - both[0] == -jump(change, zone)
        and [read(wall, zone, clock.offset(meant, zone)) for meant in both] == both
        and read(wall, zone) is clock.AmbiguousTime
    )


def test_a_field_says_the_nearest_times() -> None:
    skipped = split(forward=True)
    assert [(zone.key, at) for zone, at in skipped if not says_the_nearest(zone, at)] == []


def says_the_nearest(zone: ZoneInfo, change: datetime) -> bool:
    error = refusal(zone, unclear(change, zone)[1])
    said = " ".join(error.messages) if error else ""
    return clock.say(change - MINUTE, zone) in said and clock.say(change, zone) in said


def test_a_field_says_both_readings() -> None:
    twice = split(forward=False)
    assert [(zone.key, at) for zone, at in twice if not says_both(zone, at)] == []


def says_both(zone: ZoneInfo, change: datetime) -> bool:
    wall = unclear(change, zone)[1]
    error, both = refusal(zone, wall, chosen="UTC+99"), clock.readings(wall, zone)
    if error is None:
        return False
    offered = [offset for offset, _ in error.params["which"]]
    return offered == [clock.offset(instant, zone) for instant in both] and all(
        clock.say(instant, zone) in error.messages[0] for instant in both
    )
