"""Which times to offer: a good spread, kind to both days, and why each of them was chosen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import apnumber

from calendars.free import FreeBusy, Host, free_starts

EDGE_OF_HOURS = timedelta(minutes=30)
"""Nobody is at their best in the first or last half hour of their day."""
MIN_APART = timedelta(hours=2)
"""Two times of one day that are closer are hardly a choice."""
MONDAY, FRIDAY = 0, 4
FINISHED_IN, WINDING_DOWN = 10, 15
"""Hours of the host's clock: a week begins with post, and ends early."""
DAWN, NOON, EVENING = 5, 12, 18
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GUESSED_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class Suggestion:
    starts_at: datetime
    why: str
    """One short sentence, for the seeker."""


def suggest(
    free_busy: FreeBusy, host: Host, length: timedelta, *, first: date, last: date, wanted: int = 5
) -> list[Suggestion]:
    """Up to `wanted` times in order, with no reason of either side against any of them.

    Each on a day of its own as long as there are days, then more of the same days. The same
    calendar gives the same times. Fewer come back when there are no more.
    """
    free = free_starts(free_busy, length, first, last)
    open_to_both = [start for start in free if _suits(start, start + length, host)]
    chosen = _spread(open_to_both, free_busy, host, length, wanted)
    return [Suggestion(start, why(start, free_busy, host)) for start in sorted(chosen)]


def _suits(start: datetime, end: datetime, host: Host) -> bool:
    """By day for the host, as the page says of what is suggested: an evening is none."""
    is_late = _part_of_day(start, host.zone) in {"evening", "night"}
    return not host.conflicts(start, end) and (host.is_guess or not is_late)


def _spread(
    candidates: Sequence[datetime], free_busy: FreeBusy, host: Host, length: timedelta, wanted: int
) -> list[datetime]:
    """One after the other, each time the best beside those chosen already."""
    costs = {start: _cost(start, free_busy, host, length) for start in candidates}
    chosen: list[datetime] = []
    while costs and len(chosen) < wanted:
        best = min(costs, key=lambda start: _rank(start, costs[start], chosen, free_busy, host))
        chosen.append(best)
        costs = {start: cost for start, cost in costs.items() if abs(start - best) >= MIN_APART}
    return chosen


def _rank(
    start: datetime, cost: int, chosen: Iterable[datetime], free_busy: FreeBusy, host: Host
) -> tuple[int, int, datetime]:
    """A day that has none yet comes first, then the time of day and the hour, then the sooner."""
    mine, theirs = start.astimezone(free_busy.rules.zone), start.astimezone(host.zone)
    same_day = same_part = 0
    for other in chosen:
        same_day += other.astimezone(free_busy.rules.zone).date() == mine.date()
        same_part += _part_of_day(other, host.zone) == _part_of_day(start, host.zone)
    return same_day, cost + same_part + (theirs.minute != 0), start


def _cost(start: datetime, free_busy: FreeBusy, host: Host, length: timedelta) -> int:
    """What speaks a little against a time that is free."""
    theirs = start.astimezone(host.zone)
    monday_first_thing = theirs.weekday() == MONDAY and theirs.hour < FINISHED_IN
    friday_late = theirs.weekday() == FRIDAY and theirs.hour >= WINDING_DOWN
    lunch = NOON in (theirs.hour, start.astimezone(free_busy.rules.zone).hour)
    at_edge = free_busy.is_at_edge(start, length, EDGE_OF_HOURS)
    unwelcome = monday_first_thing or friday_late or _is_off(start, host)
    return 3 * unwelcome + 2 * at_edge + lunch


def why(start: datetime, free_busy: FreeBusy, host: Host) -> str:
    """`Morning for both of you, two working days' notice.`"""
    parts = _parts_of_day(start, free_busy, host)
    return f"{parts.capitalize()}, {_notice(free_busy.now, start, host)}."


def _parts_of_day(start: datetime, free_busy: FreeBusy, host: Host) -> str:
    """Of the host's only where it is known where they are."""
    mine, theirs = _part_of_day(start, free_busy.rules.zone), _part_of_day(start, host.zone)
    if host.is_guess:
        return f"{mine} for you"
    return f"{mine} for both of you" if mine == theirs else f"{mine} for you, {theirs} for them"


def _notice(now: datetime, start: datetime, host: Host) -> str:
    """In working days where there is a whole one; a weekend is no time to answer in. Where nobody
    knows which days they work, in plain ones."""
    left = start - now
    days, unit = (left // DAY, "day") if left >= 2 * DAY else (0, "")
    if host.knows_days_off:
        off = sum(_days_off(now, start, host), timedelta())
        days, unit = (left - off) // DAY, "working day"
    if days:
        return _of_notice(days, unit)
    over = " over days off" if left >= DAY and host.knows_days_off else ""
    return f"{_of_notice(left // HOUR, 'hour')}{over}" if left >= HOUR else "soon"


def _of_notice(number: int, unit: str) -> str:
    ending = "'s" if number == 1 else "s'"
    return f"{apnumber(number)} {unit}{ending} notice"


def _days_off(now: datetime, start: datetime, host: Host) -> Iterator[timedelta]:
    """How much of each of the host's days off lies between the two."""
    day = now.astimezone(host.zone).date()
    while (begins := datetime.combine(day, time(), host.zone).astimezone(UTC)) < start:
        day += DAY
        ends = datetime.combine(day, time(), host.zone).astimezone(UTC)
        if host.is_off(begins.astimezone(host.zone).date()):
            yield min(ends, start) - max(begins, now)


def _is_off(start: datetime, host: Host) -> bool:
    """A weekend that nobody told us of is Saturday and Sunday, as a guess that is not said."""
    day = start.astimezone(host.zone).date()
    guessed = not host.knows_days_off and day.weekday() in GUESSED_WEEKEND
    return host.is_off(day) or guessed


def _part_of_day(start: datetime, zone: ZoneInfo) -> str:
    hour = start.astimezone(zone).hour
    if hour < DAWN:
        return "night"
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
