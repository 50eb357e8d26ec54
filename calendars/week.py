"""A week to pick times from: the daytime of two people, hour by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.clock import AmbiguousTime, MissingTime, read_wall_time
from calendars.fields import TYPED

MY_HOURS = range(7, 22)
THEIR_HOURS = range(8, 19)
"""When a chat may begin: nobody wants to be asked for a time at night."""

WORKING_DAYS = 5
AHEAD = timedelta(weeks=26)


@dataclass(frozen=True)
class Cell:
    """One hour: `value` is what its tick box sends, a wall time in the seeker's zone."""

    value: str
    starts_at: datetime
    theirs: str
    """The hour at the other person's, with the weekday where it is another one."""
    state: str
    """Empty where it can be picked, else `past` or `booked`."""


@dataclass(frozen=True)
class Day:
    date: date
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Week:
    monday: date
    days: Sequence[Day]
    earlier: date | None
    later: date | None

    @property
    def values(self) -> set[str]:
        """What its free cells would send."""
        return {cell.value for day in self.days for cell in day.cells if not cell.state}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_around(
    day: date,
    *,
    mine: ZoneInfo,
    theirs: ZoneInfo,
    length: timedelta,
    now: datetime,
    busy: Sequence[tuple[datetime, datetime]] = (),
) -> Week:
    """The working days of the week of `day`, kept between the first with hours left and half a
    year on."""
    first = _first_monday(now, mine, theirs)
    monday = min(max(monday_of(day), first), first + AHEAD)
    dates = [monday + timedelta(days=number) for number in range(WORKING_DAYS)]
    hours = [(date, _daytime(date, mine, theirs)) for date in dates]
    days = [
        Day(
            date,
            [
                Cell(
                    f"{wall:{TYPED}}", at, _theirs(wall, at, theirs), _state(at, length, now, busy)
                )
                for wall, at in both
            ],
        )
        for date, both in hours
    ]
    one = timedelta(weeks=1)
    return Week(
        monday,
        days,
        earlier=monday - one if monday > first else None,
        later=monday + one if monday < first + AHEAD else None,
    )


def _first_monday(now: datetime, mine: ZoneInfo, theirs: ZoneInfo) -> date:
    """Of this week, or of the next one where this week has no hour left."""
    monday = monday_of(now.astimezone(mine).date())
    dates = [monday + timedelta(days=number) for number in range(WORKING_DAYS)]
    left = any(at > now for date in dates for _, at in _daytime(date, mine, theirs))
    return monday if left else monday + timedelta(weeks=1)


def _daytime(day: date, mine: ZoneInfo, theirs: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Wall times and instants of that day in both people's daytime; else in mine alone."""
    hours = _hours(day, mine)
    shared = [(wall, at) for wall, at in hours if at.astimezone(theirs).hour in THEIR_HOURS]
    return shared or hours


def _hours(day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    found = []
    for hour in MY_HOURS:
        wall = datetime.combine(day, time(hour))
        try:
            found.append((wall, read_wall_time(wall, zone)))
        except (MissingTime, AmbiguousTime):
            continue  # some zones change their clocks by day, or skip a whole one
    return found


def _theirs(wall: datetime, at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == wall.date() else f"{local:%a %H:%M}"


def _state(
    at: datetime, length: timedelta, now: datetime, busy: Sequence[tuple[datetime, datetime]]
) -> str:
    if at <= now:
        return "past"
    taken = any(start < at + length and end > at for start, end in busy)
    return "booked" if taken else ""
