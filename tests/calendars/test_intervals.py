"""Arithmetic of stretches, against the same thing done minute by minute."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from calendars.intervals import Interval, covers, merged, minus, overlaps, padded

START = datetime(2026, 11, 23, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minute: int) -> datetime:
    return START + minute * MINUTE


def stretch(begins: int, ends: int) -> Interval:
    return at(begins), at(ends)


def minutes(intervals: list[Interval]) -> set[int]:
    return {
        minute for begins, ends in intervals for minute in range(60) if begins <= at(minute) < ends
    }


ANY = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: stretch(*two))
STRETCH = st.tuples(st.integers(0, 50), st.integers(1, 9)).map(
    lambda two: stretch(two[0], sum(two))
)
STRETCHES = st.lists(STRETCH, max_size=12)


def is_tidy(intervals: list[Interval]) -> bool:
    """Sorted, none empty, and each apart from the next."""
    return all(begins < ends for begins, ends in intervals) and all(
        one[1] < other[0] for one, other in itertools.pairwise(intervals)
    )


@given(st.lists(ANY, max_size=12))
def test_merging_keeps_every_minute_and_adds_none(intervals: list[Interval]) -> None:
    found = merged(intervals)
    assert is_tidy(found)
    assert minutes(found) == minutes(intervals)


@given(STRETCHES, STRETCHES)
def test_taking_away_leaves_exactly_the_other_minutes(
    these: list[Interval], those: list[Interval]
) -> None:
    left = minus(merged(these), merged(those))
    assert is_tidy(left)
    assert minutes(left) == minutes(these) - minutes(those)


@given(STRETCHES, STRETCH)
def test_an_overlap_is_a_shared_minute(intervals: list[Interval], one: Interval) -> None:
    assert overlaps(merged(intervals), *one) == bool(minutes(intervals) & minutes([one]))


@given(STRETCHES, STRETCH)
def test_covered_is_every_minute_of_it(intervals: list[Interval], one: Interval) -> None:
    assert covers(merged(intervals), *one) == (minutes([one]) <= minutes(intervals))


@given(STRETCHES, st.integers(0, 5), st.integers(0, 5))
def test_room_is_kept_on_both_sides(intervals: list[Interval], before: int, after: int) -> None:
    wide = padded(intervals, before * MINUTE, after * MINUTE)
    assert is_tidy(wide)
    expected = [(begins - before * MINUTE, ends + after * MINUTE) for begins, ends in intervals]
    assert minutes(wide) == minutes(expected)


def test_times_that_touch_do_not_overlap() -> None:
    assert not overlaps([stretch(0, 30)], at(30), at(60))
    assert overlaps([stretch(0, 30)], at(29), at(60))
