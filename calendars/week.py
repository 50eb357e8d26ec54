"""A week to pick times from: half hours of seven days, each with what speaks against it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from calendars import clock, public_holidays
from calendars.fields import TYPED
from calendars.free import HARD_CONFLICTS, Conflict, FreeBusy, Host

STEP_MINUTES = 30
WAKING = (6 * 60, 23 * 60)
"""In minutes of the seeker's clock: a time beyond can be typed."""
DAYLIGHT = (7 * 60, 22 * 60)
"""Shown at once where the seeker's own hours never meet the host's day."""
USUAL = (9 * 60, 18 * 60)
"""Shown of a week without hours."""

DAYS_SHOWN = 7
MAX_AHEAD = timedelta(weeks=26)


@dataclass(frozen=True)
class Cell:
    """Half an hour: `value` is what its tick box sends, a local time in the seeker's zone."""

    value: str
    starts_at: datetime
    conflicts: Sequence[Conflict]
    said: str
    """The time on both clocks, and all that speaks against it."""
    is_proposed: bool = False
    """The host has proposed it."""

    @property
    def state(self) -> str:
        return self.conflicts[0].value if self.conflicts else "free"

    @property
    def is_hard(self) -> bool:
        return not HARD_CONFLICTS.isdisjoint(self.conflicts)


@dataclass(frozen=True)
class Day:
    date: date
    mine: str
    """The public holiday where the seeker is, if any."""
    theirs: str


@dataclass(frozen=True)
class Row:
    """The same half hour on each day; none where the clocks skip or repeat it."""

    mine: str
    theirs: str
    is_whole: bool
    is_shown: bool
    """Else it is one of the early and late hours, shown on wish."""
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Week:
    monday: date
    days: Sequence[Day]
    rows: Sequence[Row]
    earlier: date | None
    later: date | None
    shift: datetime | None
    """The first moment of a day on which the two clocks stand apart otherwise than on Monday."""

    @cached_property
    def cells(self) -> Sequence[Cell]:
        return [cell for row in self.rows for cell in row.cells if cell is not None]

    @cached_property
    def values(self) -> set[str]:
        """What its cells can send."""
        return {cell.value for cell in self.cells if not cell.is_hard}

    @property
    def states(self) -> list[Conflict]:
        """Those that occur in it, for the legend."""
        found = {cell.conflicts[0] for cell in self.cells if cell.conflicts}
        return [conflict for conflict in Conflict if conflict in found]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_around(
    day: date,
    *,
    free_busy: FreeBusy,
    host: Host,
    length: timedelta,
    picked: Collection[datetime] = (),
    proposed: Collection[datetime] = (),
) -> Week:
    """The week of `day`, kept between this one and half a year on. What is picked is in view."""
    first = monday_of(_today(free_busy))
    monday = min(max(monday_of(day), first), first + MAX_AHEAD)
    dates = [monday + timedelta(days=number) for number in range(DAYS_SHOWN)]
    days = [_day(date, free_busy, host) for date in dates]
    one = timedelta(weeks=1)
    return Week(
        monday,
        days,
        _Rows(free_busy, host, length, proposed).of(days, _in_view(dates, free_busy, host, picked)),
        earlier=monday - one if monday > first else None,
        later=monday + one if monday < first + MAX_AHEAD else None,
        shift=_shift(dates, free_busy.rules.zone, host.zone),
    )


def _today(free_busy: FreeBusy) -> date:
    return free_busy.now.astimezone(free_busy.rules.zone).date()


def _day(day: date, free_busy: FreeBusy, host: Host) -> Day:
    mine, theirs = free_busy.rules.country, host.country
    return Day(day, public_holidays.name_on(mine, day), public_holidays.name_on(theirs, day))


@dataclass(frozen=True)
class _Rows:
    free_busy: FreeBusy
    host: Host
    length: timedelta
    proposed: Collection[datetime]

    def of(self, days: Sequence[Day], in_view: tuple[int, int]) -> list[Row]:
        first, last = min(WAKING[0], in_view[0]), max(WAKING[1], in_view[1])
        return [
            self._row(minute, days, is_shown=in_view[0] <= minute < in_view[1])
            for minute in range(first, last, STEP_MINUTES)
        ]

    def _row(self, minute: int, days: Sequence[Day], *, is_shown: bool) -> Row:
        cells = [self._cell(day, minute) for day in days]
        some = next((cell.starts_at for cell in cells if cell), None)
        mine, theirs = (
            clock.say_hour(some, zone).replace(":00 ", " ") if some else ""
            for zone in (self.free_busy.rules.zone, self.host.zone)
        )
        return Row(mine, theirs, minute % 60 == 0, is_shown, cells)

    def _cell(self, day: Day, minute: int) -> Cell | None:
        wall = datetime.combine(day.date, time(minute // 60, minute % 60))
        meant = clock.readings(wall, self.free_busy.rules.zone)
        if len(meant) != 1:
            return None
        start, end = meant[0], meant[0] + self.length
        conflicts = [*self.free_busy.conflicts(start, end), *self.host.conflicts(start, end)]
        within = start + timedelta(minutes=STEP_MINUTES)
        is_proposed = any(start <= other < within for other in self.proposed)
        said = f"{self._when(start)}. {'. '.join(_why(conflicts, day)) or 'Free'}."
        return Cell(wall.strftime(TYPED), start, conflicts, said, is_proposed)

    def _when(self, start: datetime) -> str:
        """`Tue 24 Nov, 15:00 Berlin (UTC+1) / 09:00 New York (UTC−5)`."""
        return clock.say_both(start, self.free_busy.rules.zone, self.host.zone)


def _why(conflicts: Iterable[Conflict], day: Day) -> list[str]:
    """Each in words, a holiday by its name."""
    named = {Conflict.HOLIDAY: day.mine, Conflict.THEIR_HOLIDAY: day.theirs}
    return [
        f"{named[conflict]}, {conflict.label[0].lower()}{conflict.label[1:]}"
        if named.get(conflict)
        else conflict.label
        for conflict in conflicts
    ]


def _in_view(
    dates: Sequence[date], free_busy: FreeBusy, host: Host, picked: Iterable[datetime]
) -> tuple[int, int]:
    """From and until when the hours are shown at once, in whole hours."""
    first, last = _own_hours(dates, free_busy)
    if not _meets_their_day(dates[2], first, last, free_busy, host):
        first, last = min(first, DAYLIGHT[0]), max(last, DAYLIGHT[1])
    for start in picked:
        local = start.astimezone(free_busy.rules.zone)
        if local.date() in dates:
            first, last = min(first, local.hour * 60), max(last, (local.hour + 1) * 60)
    return first // 60 * 60, -(-last // 60) * 60


def _own_hours(dates: Sequence[date], free_busy: FreeBusy) -> tuple[int, int]:
    rules = free_busy.rules
    windows = [
        window
        for date in dates
        for window in (*rules.weekly.get(date.weekday(), ()), *rules.extra.get(date, ()))
    ] or [USUAL]
    last = min(max(ends for _, ends in windows), 24 * 60)
    return min(starts for starts, _ in windows), last


def _meets_their_day(day: date, first: int, last: int, free_busy: FreeBusy, host: Host) -> bool:
    """Whether any whole hour of mine between the two is daytime for the host."""
    midnight = datetime.combine(day, time(), tzinfo=free_busy.rules.zone)
    hours = (midnight + timedelta(minutes=minute) for minute in range(first, last, 60))
    return any(
        Conflict.THEIR_NIGHT not in host.conflicts(hour, hour + timedelta(minutes=STEP_MINUTES))
        for hour in hours
    )


def _shift(dates: Sequence[date], mine: ZoneInfo, theirs: ZoneInfo) -> datetime | None:
    noons = [datetime.combine(date, time(12), tzinfo=mine) for date in dates]
    apart = [
        noon.astimezone(theirs).replace(tzinfo=None) - noon.replace(tzinfo=None) for noon in noons
    ]
    return next((noon for noon, far in zip(noons, apart, strict=True) if far != apart[0]), None)
