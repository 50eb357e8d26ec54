"""Which times to offer: a good spread, kind to both days, and why each of them was chosen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import apnumber

from calendars import public_holidays
from calendars.free import Diary, Host, free_starts

EDGE = timedelta(minutes=30)
"""Nobody is at their best in the first or last half hour of their day."""
APART = timedelta(hours=2)
"""Two times of one day that are closer are hardly a choice."""
MONDAY, FRIDAY = 0, 4
SETTLED_IN, WINDING_DOWN = 10, 15
"""Hours of the host's clock: a week begins with post, and ends early."""
NOON, EVENING = 12, 18
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GUESSED_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class Suggestion:
    starts_at: datetime
    why: str
    """One short sentence, for the seeker."""


def suggest(
    diary: Diary, host: Host, length: timedelta, *, first: date, last: date, wanted: int = 5
) -> list[Suggestion]:
    """Up to `wanted` times in order, with no reason of either side against any of them.

    Each on a day of its own as long as there are days, then more of the same days. The same
    diary gives the same times. Fewer come back when there are no more.
    """
    free = free_starts(diary, length, first, last)
    open_to_both = [start for start in free if _suits(start, start + length, host)]
    chosen = _spread(open_to_both, diary, host, length, wanted)
    return [Suggestion(start, why(start, diary, host)) for start in sorted(chosen)]


def _suits(start: datetime, end: datetime, host: Host) -> bool:
    """By day for the host, as the page says of what is suggested: an evening is none."""
    is_evening = _part_of_day(start, host.zone) == "evening"
    return not host.why_not(start, end) and (host.is_guess or not is_evening)


def _spread(
    candidates: Sequence[datetime], diary: Diary, host: Host, length: timedelta, wanted: int
) -> list[datetime]:
    """One after the other, each time the best beside those chosen already."""
    costs = {start: _cost(start, diary, host, length) for start in candidates}
    chosen: list[datetime] = []
    while costs and len(chosen) < wanted:
        best = min(costs, key=lambda start: _rank(start, costs[start], chosen, diary, host))
        chosen.append(best)
        costs = {start: cost for start, cost in costs.items() if abs(start - best) >= APART}
    return chosen


def _rank(
    start: datetime, cost: int, chosen: Iterable[datetime], diary: Diary, host: Host
) -> tuple[int, int, datetime]:
    """A day that has none yet comes first, then the time of day and the hour, then the sooner."""
    mine, theirs = start.astimezone(diary.rules.zone), start.astimezone(host.zone)
    same_day = same_part = 0
    for other in chosen:
        same_day += other.astimezone(diary.rules.zone).date() == mine.date()
        same_part += _part_of_day(other, host.zone) == _part_of_day(start, host.zone)
    return same_day, cost + same_part + (theirs.minute != 0), start


def _cost(start: datetime, diary: Diary, host: Host, length: timedelta) -> int:
    """What speaks a little against a time that is free."""
    theirs = start.astimezone(host.zone)
    monday_first_thing = theirs.weekday() == MONDAY and theirs.hour < SETTLED_IN
    friday_late = theirs.weekday() == FRIDAY and theirs.hour >= WINDING_DOWN
    lunch = NOON in (theirs.hour, start.astimezone(diary.rules.zone).hour)
    at_edge = diary.is_at_edge(start, length, EDGE)
    unwelcome = monday_first_thing or friday_late or _is_off(start, host)
    return 3 * unwelcome + 2 * at_edge + lunch


def why(start: datetime, diary: Diary, host: Host) -> str:
    """`Morning for both of you, two working days' notice.`"""
    parts = _parts_of_day(start, diary, host)
    return f"{parts.capitalize()}, {_notice(diary.now, start, host)}."


def _parts_of_day(start: datetime, diary: Diary, host: Host) -> str:
    """Of the host's only where it is known where they are."""
    mine, theirs = _part_of_day(start, diary.rules.zone), _part_of_day(start, host.zone)
    if host.is_guess:
        return f"{mine} for you"
    return f"{mine} for both of you" if mine == theirs else f"{mine} for you, {theirs} for them"


def _notice(now: datetime, start: datetime, host: Host) -> str:
    """In working days where there is a whole one; a weekend is no time to answer in."""
    off = sum(_days_off(now, start, host), timedelta())
    if days := (start - now - off) // DAY:
        return _of_notice(days, "working day")
    hours = (start - now) // HOUR
    over = " over days off" if hours >= DAY // HOUR else ""
    return f"{_of_notice(hours, 'hour')}{over}" if hours else "soon"


def _of_notice(number: int, unit: str) -> str:
    ending = "'s" if number == 1 else "s'"
    return f"{apnumber(number)} {unit}{ending} notice"


def _days_off(now: datetime, start: datetime, host: Host) -> Iterator[timedelta]:
    """How much of each of the host's days off lies between the two."""
    day = now.astimezone(host.zone).date()
    while (begins := datetime.combine(day, time(), host.zone).astimezone(UTC)) < start:
        day += DAY
        ends = datetime.combine(day, time(), host.zone).astimezone(UTC)
        if _is_off(begins, host):
            yield min(ends, start) - max(begins, now)


def _is_off(start: datetime, host: Host) -> bool:
    """A weekend that nobody told us of is Saturday and Sunday, as a guess that is not said."""
    day = start.astimezone(host.zone).date()
    known = public_holidays.weekend_of(host.country)
    return host.is_off(day) or (not known and day.weekday() in GUESSED_WEEKEND)


def _part_of_day(start: datetime, zone: ZoneInfo) -> str:
    hour = start.astimezone(zone).hour
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
