"""Which times to offer: a good spread, kind to both days, and why each of them was chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import apnumber

from calendars.free import Diary, Host, free_starts

EDGE = timedelta(minutes=30)
"""Nobody is at their best in the first or last half hour of their day."""
APART = timedelta(hours=2)
"""Two times of one day that are closer are hardly a choice."""
MONDAY, FRIDAY = 0, 4
SETTLED_IN, WINDING_DOWN = 10, 15
"""Hours of the host's clock: a week begins with post, and ends early."""
NOON, EVENING = 12, 18


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
    open_to_both = [start for start in free if not host.why_not(start, start + length)]
    chosen = _spread(open_to_both, diary, host, length, wanted)
    return [Suggestion(start, why(start, diary, host)) for start in sorted(chosen)]


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
    return 3 * (monday_first_thing or friday_late) + 2 * at_edge + lunch


def why(start: datetime, diary: Diary, host: Host) -> str:
    """`Morning for both of you, two days' notice.`"""
    mine, theirs = _part_of_day(start, diary.rules.zone), _part_of_day(start, host.zone)
    parts = f"{mine} for both of you" if mine == theirs else f"{mine} for you, {theirs} for them"
    zone = diary.rules.zone
    days = (start.astimezone(zone).date() - diary.now.astimezone(zone).date()).days
    return f"{parts.capitalize()}, {_notice(days)}."


def _notice(days: int) -> str:
    match days:
        case 0:
            return "today"
        case 1:
            return "one day's notice"
        case _:
            return f"{apnumber(days)} days' notice"


def _part_of_day(start: datetime, zone: ZoneInfo) -> str:
    hour = start.astimezone(zone).hour
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
