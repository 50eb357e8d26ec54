"""Suggested times: nothing against any of them, spread over days, and each with its why."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.free import FreeBusy, Host, Rules
from calendars.intervals import merged
from calendars.suggest import MIN_APART, Suggestion, suggest, why

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 11)
LENGTH = timedelta(minutes=25)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
CAIRO, BOTH = ZoneInfo("Africa/Cairo"), Host(BERLIN)


def suggested(free_busy: FreeBusy, zone: ZoneInfo = BERLIN, wanted: int = 5) -> list[Suggestion]:
    return suggest(free_busy, Host(zone), LENGTH, first=FIRST, last=LAST, wanted=wanted)


def days(suggestions: list[Suggestion], zone: ZoneInfo = BERLIN) -> list[date]:
    return [one.starts_at.astimezone(zone).date() for one in suggestions]


ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Dubai", "America/Los_Angeles"]
).map(ZoneInfo)
BUSY = st.lists(st.tuples(st.integers(0, 18 * 96), st.integers(1, 40)), max_size=60).map(
    lambda made: merged(
        (NOW + timedelta(minutes=15 * begins), NOW + timedelta(minutes=15 * (begins + long)))
        for begins, long in made
    )
)
RULES = st.builds(
    Rules,
    zone=ZONES,
    buffer_before=st.integers(0, 60).map(lambda minutes: timedelta(minutes=minutes)),
    buffer_after=st.integers(0, 60).map(lambda minutes: timedelta(minutes=minutes)),
    notice=st.integers(0, 96).map(lambda hours: timedelta(hours=hours)),
    quiet_days=st.frozensets(st.integers(0, 6), max_size=3),
    country=st.sampled_from(["", "DE", "US", "JP"]),
)


@settings(deadline=None)
@given(RULES, BUSY, ZONES)
def test_nothing_speaks_against_any_of_them(
    rules: Rules, busy: list[tuple[datetime, datetime]], zone: ZoneInfo
) -> None:
    free_busy = FreeBusy(rules, NOW, busy=busy)
    found = suggested(free_busy, zone)
    starts = [one.starts_at for one in found]
    for start in starts:
        assert free_busy.conflicts(start, start + LENGTH) == []
        assert Host(zone).conflicts(start, start + LENGTH) == []
    assert starts == sorted(set(starts))
    assert all(later - sooner >= MIN_APART for sooner, later in itertools.pairwise(starts))


@settings(deadline=None, max_examples=settings().max_examples // 4)  # a thousand times are dear
@given(BUSY)
def test_there_are_as_many_days_as_there_can_be(busy: list[tuple[datetime, datetime]]) -> None:
    free_busy = FreeBusy(Rules(BERLIN), NOW, busy=busy)
    all_of_them = suggested(free_busy, wanted=1000)
    possible = len(set(days(all_of_them)))
    assert len(set(days(suggested(free_busy)))) == min(possible, 5)


def test_an_open_calendar_gives_five_days_and_more_than_one_time_of_day() -> None:
    found = suggested(FreeBusy(Rules(BERLIN), NOW))
    assert len(set(days(found))) == 5
    assert {one.why.partition(" ")[0] for one in found} == {"Morning", "Afternoon"}
    assert found == suggested(FreeBusy(Rules(BERLIN), NOW))


def test_each_says_why_it_was_chosen() -> None:
    near, far = FreeBusy(Rules(BERLIN), NOW), FreeBusy(Rules(BERLIN, notice=timedelta(days=3)), NOW)
    assert suggested(near)[0].why == "Morning for both of you, one working day's notice."
    assert suggested(far, NEW_YORK)[0].why == (
        "Afternoon for you, morning for them, three working days' notice."
    )


def test_the_edges_of_my_day_and_of_their_week_are_left_alone() -> None:
    for one in suggested(FreeBusy(Rules(BERLIN), NOW), wanted=14):
        local = one.starts_at.astimezone(BERLIN)
        assert (9, 30) <= (local.hour, local.minute) <= (17, 0)
        assert not (local.weekday() == 0 and local.hour < 10)
        assert not (local.weekday() == 4 and local.hour >= 15)


def test_an_edge_is_better_than_nothing() -> None:
    narrow = Rules(BERLIN, weekly={1: [(9 * 60, 9 * 60 + 30)]})
    assert len(suggested(FreeBusy(narrow, NOW))) == 2


def test_no_more_come_back_than_there_are() -> None:
    once = Rules(BERLIN, weekly={}, extra={date(2026, 11, 26): [(600, 660)]})
    assert [one.starts_at for one in suggested(FreeBusy(once, NOW))] == [
        datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    ]
    assert suggested(FreeBusy(Rules(BERLIN, weekly={}), NOW)) == []


SATURDAY = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
"""16:00 in Berlin."""


@pytest.mark.parametrize(
    ("after", "zone", "notice"),
    [
        (timedelta(minutes=50), BERLIN, "soon"),
        (timedelta(hours=1), BERLIN, "one hour's notice"),
        (timedelta(hours=42), BERLIN, "42 hours' notice over days off"),  # Monday, 10:00
        (timedelta(hours=42), CAIRO, "one working day's notice"),  # where Sunday is one
        (timedelta(days=3), BERLIN, "one working day's notice"),  # Tuesday, 16:00
        (timedelta(days=4), BERLIN, "two working days' notice"),
        (timedelta(days=9), BERLIN, "five working days' notice"),  # Monday of the week after
    ],
)
def test_notice_counts_in_working_days_of_theirs_and_else_in_hours(
    after: timedelta, zone: ZoneInfo, notice: str
) -> None:
    free_busy = FreeBusy(Rules(zone), SATURDAY)
    assert why(SATURDAY + after, free_busy, Host(zone)).partition(", ")[2] == f"{notice}."


UNKNOWN = [Host(BERLIN, is_guess=True), Host(ZoneInfo("UTC"))]


@pytest.mark.parametrize("host", UNKNOWN)
@pytest.mark.parametrize(
    ("after", "notice"),
    [
        (timedelta(hours=47), "47 hours' notice"),
        (timedelta(days=2), "two days' notice"),
        (timedelta(days=3), "three days' notice"),  # no weekend of theirs is known
        (timedelta(days=9), "nine days' notice"),
    ],
)
def test_no_day_is_called_a_working_day_where_nobody_knows_which_are(
    host: Host, after: timedelta, notice: str
) -> None:
    free_busy = FreeBusy(Rules(BERLIN), SATURDAY)
    assert why(SATURDAY + after, free_busy, host).endswith(f", {notice}.")


@pytest.mark.parametrize(("day", "notice"), [(2, "22 hours' notice"), (3, "one working day's")])
def test_a_day_before_is_said_once_it_is_whole(day: int, notice: str) -> None:
    tuesday_noon = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
    said = why(
        datetime(2026, 12, day, 9, 0, tzinfo=UTC), FreeBusy(Rules(BERLIN), tuesday_noon), BOTH
    )
    assert notice in said


@pytest.mark.parametrize(
    ("host", "said"),
    [
        (Host(BERLIN), "Morning for both of you, "),
        (Host(NEW_YORK), "Afternoon for you, morning for them, "),
        (Host(BERLIN, is_guess=True), "Morning for you, "),
    ],
)
def test_their_part_of_the_day_is_said_where_it_is_known(host: Host, said: str) -> None:
    start = datetime(2026, 12, 1, 15 if host.zone == NEW_YORK else 9, 0, tzinfo=UTC)
    assert why(start, FreeBusy(Rules(BERLIN), NOW), host).startswith(said)


@pytest.mark.parametrize("host", UNKNOWN)
def test_days_off_are_spoken_of_where_they_are_known(host: Host) -> None:
    free_busy = FreeBusy(Rules(BERLIN), SATURDAY)
    said = why(SATURDAY + timedelta(hours=42), free_busy, host)
    assert said.endswith(", 42 hours' notice.")


@pytest.mark.parametrize(
    ("hour", "said"), [(4, "Night"), (5, "Morning"), (0, "Night"), (23, "Evening")]
)
def test_before_five_it_is_night(hour: int, said: str) -> None:
    start = datetime(2026, 12, 1, hour, 59, tzinfo=BERLIN)
    assert why(start, FreeBusy(Rules(BERLIN), NOW), Host(BERLIN)).startswith(f"{said} for both")


def test_an_evening_is_no_daytime_for_them() -> None:
    evenings = Rules(BERLIN, weekly={day: [(17 * 60, 20 * 60)] for day in range(5)})
    found = [one.starts_at.astimezone(BERLIN) for one in suggested(FreeBusy(evenings, NOW))]
    assert {start.hour for start in found} == {17}


def test_where_nobody_knows_their_zone_my_evening_may_be_any_time_of_theirs() -> None:
    evenings = Rules(BERLIN, weekly={day: [(19 * 60, 21 * 60)] for day in range(5)})
    guess = Host(BERLIN, is_guess=True)
    found = suggest(FreeBusy(evenings, NOW), guess, LENGTH, first=FIRST, last=LAST)
    assert len(found) == 5
    assert {one.why.partition(",")[0] for one in found} == {"Evening for you"}


@pytest.mark.parametrize("host", UNKNOWN)
def test_a_weekend_that_may_be_theirs_comes_last(host: Host) -> None:
    whole_week = Rules(BERLIN, weekly={day: [(9 * 60, 18 * 60)] for day in range(7)})
    found = suggest(FreeBusy(whole_week, NOW), host, LENGTH, first=FIRST, last=LAST, wanted=9)
    assert {start.weekday() for start in days(found)} == set(range(5))
