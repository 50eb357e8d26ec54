"""Geometry and sentences: shares, intervals, and words that do not promise too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress import plots, words
from progress.counting import DAYS
from progress.page import drawn
from progress.plots import Given
from progress.samples import FIGURES, TODAY


@given(st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(counts) -> None:
    part, whole = counts
    low, high = plots.wilson(part, whole)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


def test_the_interval_is_the_one_in_the_books() -> None:
    low, high = plots.wilson(7, 20)
    assert (round(low, 4), round(high, 4)) == (0.1812, 0.5671)


def test_under_ten_nothing_is_drawn() -> None:
    few, enough = plots.rates("Title", "name", ["few", "enough"], [[9, 9], [10, 9]]).rates
    assert (few.at, few.between) == ("", "")
    assert enough.at == "90.00%"
    assert enough.between == "between 60 and 98 in 100"


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=40), st.integers(0, 20))
def test_columns_stand_on_the_floor_and_within_the_frame(numbers: list[int], target: int) -> None:
    drawn = plots.columns([Given(number) for number in numbers], target=target)
    for column, number in zip(drawn.columns, numbers, strict=True):
        assert column.y + column.height == pytest.approx(drawn.floor, abs=0.2)
        assert column.y >= plots.COLUMNS_TOP - 0.1
        assert number > 0 or column.height == 0
    if target:
        assert drawn.target is not None
        assert plots.COLUMNS_TOP <= float(drawn.target.at) <= drawn.floor


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (20, 20, "nearly all"),
        (8, 10, "about four in five"),
        (7, 10, "about two in three"),
        (5, 10, "about half"),
        (7, 20, "about one in three"),
        (4, 10, "about one in two"),
        (2, 20, "about one in ten"),
        (1, 20, "fewer than one in ten"),
    ],
)
def test_shares_as_people_say_them(part: int, whole: int, said: str) -> None:
    assert words.about(part, whole) == said


@given(st.integers(10, 400).flatmap(lambda whole: st.tuples(st.integers(1, whole), st.just(whole))))
def test_every_share_can_be_said(counts: tuple[int, int]) -> None:
    assert words.about(*counts)


def test_most_answered_within_so_many_days() -> None:
    assert words.days_to_half([2, 1, 0]) == 1
    assert words.days_to_half([1, 1, 0]) == 2
    assert words.days_to_half([0, 0, 0]) == 0
    assert words.days_to_half([1, 0, 5]) == 0


def test_the_base_rate_is_honest_about_small_numbers_and_open_asks() -> None:
    asks = {"people": 20, "people_answered": 7, "waiting": 1}
    assert words.base_rate(asks, [4, 2, 1, 0]) == [
        "Of 20 people you asked, 7 answered: about one in three.",
        "Most answers came within 1 day.",
        "One ask is still waiting.",
    ]
    few = {"people": 1, "people_answered": 0, "waiting": 0}
    assert words.base_rate(few, [0, 0]) == [
        "Of 1 person you asked, 0 answered. That is too few to read anything into."
    ]


@pytest.mark.parametrize(
    ("asked", "before", "target", "stood", "said"),
    [
        (2, 0, 0, False, "Two asks went out this week."),
        (0, 0, 3, True, "No asks went out this week, of 3."),
        (1, 3, 3, True, "One ask went out this week, of 3. Last week you reached your target."),
        (
            3,
            0,
            3,
            False,
            "Three asks went out this week. That is your target, and the rest is a gift.",
        ),
        (1, 4, 3, True, "One ask went out this week, of 3. Last week you reached your target."),
        (
            1,
            4,
            3,
            False,
            "One ask went out this week, of 3. Last week it was four. This week is a new one.",
        ),
        (
            0,
            1,
            3,
            True,
            "No asks went out this week, of 3. Last week it was one. This week is a new one.",
        ),
    ],
)
def test_the_week_in_kind_words(
    asked: int, before: int, target: int, stood: bool, said: str
) -> None:
    assert words.of_this_week(asked, before, target, target_stood=stood) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((5, 5, 0, 0), "5 of 5 asks answered."),
        ((0, 1, 0, 1), "0 of 1 ask answered, 1 still open, which may yet be answered."),
        ((2, 6, 4, 0), "2 of 6 asks answered, 4 closed without an answer."),
    ],
)
def test_what_did_not_happen_is_not_counted_in_words(
    counts: tuple[int, int, int, int], said: str
) -> None:
    assert words.of_silence(*counts) == said


@pytest.mark.parametrize(
    ("length", "target", "said"),
    [
        (0, 0, "A streak begins with one ask."),
        (1, 0, "One week with at least one ask: a streak has begun."),
        (3, 2, "Three weeks in a row with at least two asks."),
    ],
)
def test_a_streak_in_natural_words(length: int, target: int, said: str) -> None:
    assert words.of_streak(length, target) == said


def test_every_day_with_room_carries_its_number() -> None:
    days = [12, 11, 3, 0, 3, *[0] * (DAYS - 5), 2]
    answers = drawn({**FIGURES, "days": days}, TODAY.date(), target=0)["answers"]
    said = [column.said for column in answers.drawing.columns if column.said]
    assert said == ["12", "3", "3", "2"]


def test_the_hollow_bar_is_explained_where_there_is_one() -> None:
    week = drawn(FIGURES, TODAY.date(), target=0)["weeks"]
    assert week.note == "The hollow bar is this week, which is not over yet."
    none = drawn({**FIGURES, "weeks": {"2026-11-16": 2}}, TODAY.date(), target=0)["weeks"]
    assert none.note == ""
