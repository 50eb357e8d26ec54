"""The free starts of a few days, against asking every quarter of an hour one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import public_holidays
from calendars.free import FreeBusy, Rules, Window, free_starts
from calendars.intervals import Interval, merged

QUARTER = timedelta(minutes=15)
STEP = timedelta(minutes=30)
DAYS = 4
BEGINS = [
    ("Europe/Berlin", date(2026, 3, 27)),  # the clocks go forward on the 29th
    ("Europe/Berlin", date(2026, 10, 23)),  # and back on the 25th
    ("Europe/Berlin", date(2026, 12, 24)),
    ("America/New_York", date(2026, 3, 6)),
    ("America/New_York", date(2026, 10, 30)),
    ("Asia/Kathmandu", date(2026, 11, 23)),
]
EDGES = [0, 15, 30, 45, 60, 120, *range(180, 24 * 60 + 1, 15)]
"""Minutes of a day, none within an hour that a night may skip (2:00 to 3:00) or repeat (from 1:00
in New York, from 2:00 in Berlin)."""

WINDOW = st.lists(st.sampled_from(EDGES), min_size=2, max_size=2, unique=True).map(
    lambda edges: (min(edges), max(edges))
)
WINDOWS = st.lists(WINDOW, max_size=3)


@dataclass(frozen=True)
class Case:
    first: date
    free_busy: FreeBusy
    length: timedelta

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS - 1)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    name, first = draw(st.sampled_from(BEGINS))
    zone = ZoneInfo(name)
    midnight = datetime.combine(first, datetime.min.time(), zone).astimezone(UTC)
    quarters = st.integers(-96, (DAYS + 1) * 96)
    moments = quarters.map(lambda number: midnight + number * QUARTER)
    long = st.integers(1, 30).map(lambda number: number * QUARTER)
    things = st.lists(st.builds(lambda at, lasts: (at, at + lasts), moments, long), max_size=8)
    days = st.integers(0, DAYS).map(lambda number: first + timedelta(days=number))
    buffers = st.integers(0, 4).map(lambda number: number * QUARTER)
    rules = Rules(
        zone=zone,
        weekly=draw(st.dictionaries(st.integers(0, 6), WINDOWS)),
        extra=draw(st.dictionaries(days, WINDOWS, max_size=2)),
        off=draw(st.dictionaries(days, WINDOWS, max_size=2)),
        buffer_before=draw(buffers),
        buffer_after=draw(buffers),
        notice=draw(st.integers(0, 30).map(lambda hours: timedelta(hours=hours))),
        most_per_day=draw(st.none() | st.integers(1, 3)),
        quiet_days=draw(st.frozensets(st.integers(0, 6), max_size=2)),
        country=draw(st.sampled_from(["", "DE", "US"])),
    )
    booked = draw(things)
    free_busy = FreeBusy(
        rules,
        now=draw(moments),
        booked=merged(booked),
        busy=merged(draw(things)),
        chats=[start for start, _ in booked],
    )
    return Case(first, free_busy, draw(st.integers(1, 8)) * QUARTER)


def in_windows(windows: Sequence[Window], minute: int) -> bool:
    return any(starts <= minute < ends for starts, ends in windows)


def in_hours(rules: Rules, moment: datetime) -> bool:
    """By what the clock on the wall shows at that moment."""
    local = moment.astimezone(rules.zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    own = [*rules.weekly.get(local.weekday(), ()), *rules.extra.get(day, ())]
    return in_windows(own, minute) and not in_windows(rules.off.get(day, ()), minute)


def is_taken(free_busy: FreeBusy, moment: datetime) -> bool:
    """Within something or the room that a chat leaves beside it."""
    rules = free_busy.rules
    things: list[Interval] = [*free_busy.booked, *free_busy.busy]
    return any(
        start - rules.buffer_after <= moment < end + rules.buffer_before for start, end in things
    )


def may_begin(free_busy: FreeBusy, moment: datetime) -> bool:
    rules = free_busy.rules
    local = moment.astimezone(rules.zone)
    that_day = [one for one in free_busy.chats if one.astimezone(rules.zone).date() == local.date()]
    return (
        (local.hour * 60 + local.minute) % 30 == 0
        and moment > free_busy.now
        and moment >= free_busy.now + rules.notice
        and (rules.most_per_day is None or len(that_day) < rules.most_per_day)
        and local.weekday() not in rules.quiet_days
        and not public_holidays.name_on(rules.country, local.date())
    )


def one_by_one(case: Case) -> list[datetime]:
    free_busy, zone = case.free_busy, case.free_busy.rules.zone
    midnight = datetime.combine(case.first, datetime.min.time(), zone).astimezone(UTC)
    every = (midnight + number * QUARTER for number in range((DAYS + 1) * 96))
    days = [moment for moment in every if moment.astimezone(zone).date() <= case.last]
    within = range(case.length // QUARTER)
    return [
        start
        for start in days
        if may_begin(free_busy, start)
        and all(in_hours(free_busy.rules, start + number * QUARTER) for number in within)
        and not any(is_taken(free_busy, start + number * QUARTER) for number in within)
    ]


@settings(deadline=None, max_examples=100)
@given(cases())
def test_free_starts_are_those_found_one_by_one(case: Case) -> None:
    found = free_starts(case.free_busy, case.length, case.first, case.last, STEP)
    assert found == one_by_one(case)
