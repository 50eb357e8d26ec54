"""Whether a seeker is free at a time, and if not, why: their hours, chats and busy calendars.

Everything here is read once into a `FreeBusy` and then asked without a query.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models

from accounts.models import User
from calendars import public_holidays
from calendars.intervals import Interval, covers, merged, minus, overlaps, padded
from calendars.models import Availability, DayException, WeeklyHours

Window = tuple[int, int]
"""From and until, in minutes of the wall clock since midnight."""

USUAL_WEEK: Mapping[int, Sequence[Window]] = {weekday: [(9 * 60, 18 * 60)] for weekday in range(5)}
"""The hours of a seeker who has not said any."""


class Conflict(models.TextChoices):
    """Why a time is not simply free, as a person is told. The strongest first."""

    PAST = "past", "Past"
    BOOKED = "booked", "A chat of yours"
    BUSY = "busy", "Busy in your calendar"
    DAY_FULL = "day_full", "As many chats as you want that day"
    NOTICE = "notice", "Shorter notice than you want"
    BUFFER = "buffer", "Close to something else of yours"
    DAY_OFF = "day_off", "Your day off"
    OUT_OF_HOURS = "out_of_hours", "Outside your hours"
    QUIET_DAY = "quiet_day", "Your quiet day"
    HOLIDAY = "holiday", "A public holiday where you are"
    THEIR_NIGHT = "their_night", "Not daytime for them"
    THEIR_WEEKEND = "their_weekend", "Weekend for them"
    THEIR_HOLIDAY = "their_holiday", "A public holiday where they are"


HARD_CONFLICTS = frozenset({Conflict.PAST, Conflict.BOOKED, Conflict.BUSY, Conflict.DAY_FULL})
"""Such a time cannot be offered. With any other conflict it can be, on purpose."""


def stretch_of(day: date, window: Window, zone: ZoneInfo) -> Interval:
    """A window of a day as instants."""
    midnight = datetime.combine(day, datetime.min.time())
    starts, ends = (
        (midnight + timedelta(minutes=minutes)).replace(tzinfo=zone).astimezone(UTC)
        for minutes in window
    )
    return starts, ends


@dataclass(frozen=True)
class Rules:
    """A seeker's own hours and preferences."""

    zone: ZoneInfo
    weekly: Mapping[int, Sequence[Window]] = field(default_factory=lambda: USUAL_WEEK)
    extra: Mapping[date, Sequence[Window]] = field(default_factory=dict)
    off: Mapping[date, Sequence[Window]] = field(default_factory=dict)
    buffer_before: timedelta = timedelta(0)
    buffer_after: timedelta = timedelta(0)
    notice: timedelta = timedelta(hours=24)
    most_per_day: int | None = None
    quiet_days: frozenset[int] = frozenset()
    country: str = ""

    def hours_on(self, day: date) -> list[Interval]:
        """When the seeker is in for chats that day, as instants.

        A local time that the clocks repeat is the first of the two; one that they skip is as long
        after the gap as it stands in it (PEP 495).
        """
        windows = [*self.weekly.get(day.weekday(), ()), *self.extra.get(day, ())]
        own = merged(self._instants(day, windows))
        return minus(own, merged(self._instants(day, self.off.get(day, ()))))

    def _instants(self, day: date, windows: Iterable[Window]) -> list[Interval]:
        return [stretch_of(day, window, self.zone) for window in windows]

    def is_off(self, day: date) -> bool:
        """A day that would have hours, and has none because the seeker took it off."""
        return bool(self.off.get(day)) and not self.hours_on(day)


def rules_of(seeker: User, first: date, last: date) -> Rules:
    """As the seeker has written them down, exceptions between the two dates. Three queries."""
    preferences = Availability.objects.filter(seeker=seeker).first()
    weekly = _weekly(seeker) if preferences else USUAL_WEEK
    preferences = preferences or Availability(seeker=seeker)
    exceptions = list(DayException.objects.of(seeker).between(first, last))
    return Rules(
        zone=seeker.time_zone,
        weekly=weekly,
        extra=_by_day(exceptions, DayException.Kind.EXTRA),
        off=_by_day(exceptions, DayException.Kind.OFF),
        buffer_before=timedelta(minutes=preferences.buffer_before),
        buffer_after=timedelta(minutes=preferences.buffer_after),
        notice=timedelta(hours=preferences.notice_hours),
        most_per_day=preferences.most_per_day,
        quiet_days=frozenset(preferences.quiet_days),
        country=public_holidays.country_of(seeker.time_zone, preferences.country),
    )


def hours_of(seeker: User) -> Mapping[int, Sequence[Window]]:
    """The seeker's week, the usual one until they have said theirs. Two queries."""
    said = Availability.objects.filter(seeker=seeker).exists()
    return _weekly(seeker) if said else USUAL_WEEK


def _weekly(seeker: User) -> Mapping[int, Sequence[Window]]:
    weekly: dict[int, list[Window]] = {}
    rows = WeeklyHours.objects.filter(seeker=seeker)
    for weekday, starts, ends in rows.values_list("weekday", "starts", "ends"):
        weekly.setdefault(weekday, []).append((starts, ends))
    return weekly


def _by_day(
    exceptions: Iterable[DayException], kind: DayException.Kind
) -> Mapping[date, Sequence[Window]]:
    days: dict[date, list[Window]] = {}
    for one in exceptions:
        if one.kind == kind:
            days.setdefault(one.day, []).append((one.starts, one.ends))
    return days


@dataclass(frozen=True)
class FreeBusy:
    """A seeker's days as they stand. `booked` and `busy` are sorted and apart (`merged`)."""

    rules: Rules
    now: datetime
    booked: Sequence[Interval] = ()
    """Chats, whichever role the seeker has in them."""
    busy: Sequence[Interval] = ()
    """What stands in their calendars."""
    chats: Sequence[datetime] = ()
    """When each of the chats begins, which counts towards the most a day."""

    def conflicts(self, start: datetime, end: datetime) -> list[Conflict]:
        """Every conflict against `[start, end)`, the strongest first; none when it is free."""
        day = start.astimezone(self.rules.zone).date()
        checks = {
            Conflict.PAST: start <= self.now,
            Conflict.BOOKED: overlaps(self.booked, start, end),
            Conflict.BUSY: overlaps(self.busy, start, end),
            Conflict.DAY_FULL: day in self._full_days,
            Conflict.NOTICE: self.now < start < self.now + self.rules.notice,
            Conflict.BUFFER: self._is_close(start, end),
            Conflict.DAY_OFF: self.rules.is_off(day),
            Conflict.OUT_OF_HOURS: not covers(self._hours(day), start, end),
            Conflict.QUIET_DAY: day.weekday() in self.rules.quiet_days,
            Conflict.HOLIDAY: bool(public_holidays.name_on(self.rules.country, day)),
        }
        return [conflict for conflict, holds in checks.items() if holds]

    def clear_around(self, start: datetime, end: datetime) -> Interval:
        """`[start, end)` with its buffers, without one that something stands in by now."""
        first, last = start - self.rules.buffer_before, end + self.rules.buffer_after
        taken = merged([*self.booked, *self.busy])
        return (
            start if overlaps(taken, first, start) else first,
            end if overlaps(taken, end, last) else last,
        )

    def is_at_edge(self, start: datetime, length: timedelta, edge: timedelta) -> bool:
        """Within `edge` of where the seeker's hours begin or end."""
        hours = self._hours(start.astimezone(self.rules.zone).date())
        return not covers(hours, start - edge, start + length + edge)

    def _is_close(self, start: datetime, end: datetime) -> bool:
        """Inside the room around something else, and not that thing itself."""
        return overlaps(self._padded, start, end) and not (
            overlaps(self.booked, start, end) or overlaps(self.busy, start, end)
        )

    @cached_property
    def _padded(self) -> list[Interval]:
        """A chat wants its buffer before and after itself, so others keep the mirror of it."""
        rules = self.rules
        return padded([*self.booked, *self.busy], rules.buffer_after, rules.buffer_before)

    @cached_property
    def _full_days(self) -> frozenset[date]:
        most = self.rules.most_per_day
        if most is None:
            return frozenset()
        chats = Counter(start.astimezone(self.rules.zone).date() for start in self.chats)
        return frozenset(day for day, number in chats.items() if number >= most)

    @cached_property
    def _hours_by_day(self) -> dict[date, list[Interval]]:
        return {}

    def _hours(self, day: date) -> list[Interval]:
        """With the ends of the days beside it: hours may go on past midnight."""
        if day not in self._hours_by_day:
            beside = (day + timedelta(days=number) for number in (-1, 0, 1))
            found = merged(stretch for one in beside for stretch in self.rules.hours_on(one))
            self._hours_by_day[day] = found
        return self._hours_by_day[day]


@dataclass(frozen=True)
class Host:
    """What is known of the other person's day: their zone, and so their country."""

    zone: ZoneInfo
    day_begins: int = 8
    day_ends: int = 19
    """In hours of their wall clock: nobody wants to be asked for a time at night."""
    is_guess: bool = False
    """Nobody said where they are; `zone` stands in, and nothing is said of their day."""

    @property
    def country(self) -> str:
        return "" if self.is_guess else public_holidays.country_of(self.zone)

    @property
    def knows_days_off(self) -> bool:
        """Whether the weekend and the holidays of where they are are known."""
        return self.country in public_holidays.supported()

    def is_off(self, day: date) -> bool:
        """Their weekend or public holiday, where their country is known."""
        weekend = public_holidays.weekend_of(self.country, day.year)
        return day.weekday() in weekend or bool(public_holidays.name_on(self.country, day))

    def conflicts(self, start: datetime, end: datetime) -> list[Conflict]:
        if self.is_guess:
            return []
        local, until = start.astimezone(self.zone), end.astimezone(self.zone)
        ends = until.hour * 60 + until.minute + 24 * 60 * (until.date() - local.date()).days
        weekend = public_holidays.weekend_of(self.country, local.year)
        checks = {
            Conflict.THEIR_NIGHT: local.hour < self.day_begins or ends > self.day_ends * 60,
            Conflict.THEIR_WEEKEND: local.weekday() in weekend,
            Conflict.THEIR_HOLIDAY: bool(public_holidays.name_on(self.country, local.date())),
        }
        return [conflict for conflict, holds in checks.items() if holds]


def free_starts(
    free_busy: FreeBusy,
    length: timedelta,
    first_day: date,
    last_day: date,
    step: timedelta = timedelta(minutes=30),
) -> list[datetime]:
    """Every start at which nothing of the seeker's own stands against it, both days included.

    Walks their hours, in steps of the wall clock; two windows that meet at midnight are one.
    """
    zone = free_busy.rules.zone
    days = (first_day + timedelta(days=number) for number in range((last_day - first_day).days + 2))
    hours = merged(stretch for day in days for stretch in free_busy.rules.hours_on(day))
    return [
        start
        for stretch in hours
        for start in _steps(stretch, length, step, zone)
        if start.astimezone(zone).date() <= last_day
        and not free_busy.conflicts(start, start + length)
    ]


def _steps(
    stretch: Interval, length: timedelta, step: timedelta, zone: ZoneInfo
) -> Iterator[datetime]:
    """From the first whole step in the stretch, so that a window from 9:10 gives 9:30, 10:00."""
    begins, ends = stretch
    local = begins.astimezone(zone)
    since_midnight = timedelta(hours=local.hour, minutes=local.minute)
    start = begins + -since_midnight % step
    while start + length <= ends:
        yield start
        start += step
