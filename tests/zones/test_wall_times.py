"""What is typed on the nights the clocks change: read where it is plain, asked where it is not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms

from calendars import clock
from calendars.fields import TYPED, WallTimeField
from tests.zones.changes import NAMES, around, changes, distance

MINUTE = timedelta(minutes=1)


def jump(change: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clocks go forward, or back if it is less than nothing."""
    return distance(change, zone) - distance(change - MINUTE, zone)


def unclear(change: datetime, zone: ZoneInfo) -> list[datetime]:
    """The first, a middle and the last wall time that is skipped, or that comes twice."""
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


def refused(zone: ZoneInfo, wall: datetime, chosen: str = "") -> forms.ValidationError:
    field = WallTimeField()
    field.zone, field.now = zone, wall.replace(tzinfo=zone)
    with pytest.raises(forms.ValidationError) as error:
        field.clean(f"{wall:{TYPED}} {chosen}".strip())
    return error.value


def test_there_are_hundreds_of_zones_and_thousands_of_changes() -> None:
    assert len(NAMES) > 590
    assert min(len(split(forward=True)), len(split(forward=False))) > 900


def test_what_is_said_reads_back_as_typed() -> None:
    for name in NAMES:
        zone = ZoneInfo(name)
        for instant in around(name):
            wall = instant.astimezone(zone).replace(tzinfo=None, fold=0)
            chosen = clock.offset(instant, zone)
            assert clock.read_wall_time(wall, zone, chosen) == instant, (name, instant)


def test_a_time_that_is_skipped_is_never_guessed() -> None:
    for zone, change in split(forward=True):
        for wall in unclear(change, zone):
            assert clock.readings(wall, zone) == []
            assert clock.beside_gap(wall, zone) == (change - MINUTE, change), (zone, wall)
            with pytest.raises(clock.MissingTime):
                clock.read_wall_time(wall, zone, clock.offset(change, zone))


def test_a_time_that_comes_twice_is_never_guessed() -> None:
    for zone, change in split(forward=False):
        for wall in unclear(change, zone):
            first, second = clock.readings(wall, zone)
            assert (first < change <= second, second - first) == (True, -jump(change, zone))
            for meant in (first, second):
                assert clock.read_wall_time(wall, zone, clock.offset(meant, zone)) == meant
            with pytest.raises(clock.AmbiguousTime):
                clock.read_wall_time(wall, zone)


def test_a_field_says_the_nearest_times_or_both_readings() -> None:
    for zone, change in split(forward=True):
        said = " ".join(refused(zone, unclear(change, zone)[1]).messages)
        assert clock.say(change - MINUTE, zone) in said
        assert clock.say(change, zone) in said
    for zone, change in split(forward=False):
        wall = unclear(change, zone)[1]
        error = refused(zone, wall, chosen="UTC+99")
        both = clock.readings(wall, zone)
        assert all(clock.say(instant, zone) in error.messages[0] for instant in both)
        assert [offset for offset, _ in error.params["which"]] == [
            clock.offset(instant, zone) for instant in both
        ]
