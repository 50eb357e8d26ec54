"""Arithmetic of half-open stretches of time, `[start, end)`: 10:00-10:30 and 10:30-11:00 touch.

Every list a function returns is sorted and its stretches are apart from each other.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Interval = tuple[datetime, datetime]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Overlapping and touching stretches become one. O(n log n)."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        elif start < end:
            found.append((start, end))
    return found


def padded(intervals: Iterable[Interval], before: timedelta, after: timedelta) -> list[Interval]:
    """Each with room around it; what then overlaps becomes one."""
    return merged((start - before, end + after) for start, end in intervals)


def minus(these: Sequence[Interval], those: Sequence[Interval]) -> list[Interval]:
    """What is left of `these` without `those`; both sorted and apart. O(n + m)."""
    left: list[Interval] = []
    place = 0
    for start, end in these:
        while place < len(those) and those[place][1] <= start:
            place += 1
        here, begin = place, start
        while here < len(those) and those[here][0] < end:
            if those[here][0] > begin:
                left.append((begin, those[here][0]))
            begin = max(begin, those[here][1])
            here += 1
        if begin < end:
            left.append((begin, end))
    return left


def overlaps(intervals: Sequence[Interval], start: datetime, end: datetime) -> bool:
    """Whether any of them, sorted and apart, shares a moment with `[start, end)`. O(log n)."""
    before = bisect_right(intervals, start, key=_start) - 1
    if before >= 0 and intervals[before][1] > start:
        return True
    after = before + 1
    return after < len(intervals) and intervals[after][0] < end


def covers(intervals: Sequence[Interval], start: datetime, end: datetime) -> bool:
    """Whether one of them, sorted and apart, holds all of `[start, end)`. O(log n)."""
    before = bisect_right(intervals, start, key=_start) - 1
    return before >= 0 and intervals[before][1] >= end


def _start(interval: Interval) -> datetime:
    return interval[0]
