"""Suggested times: nothing against any of them, spread over days, and each with its why."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.free import Diary, Host, Rules
from calendars.intervals import merged
from calendars.suggest import APART, Suggestion, suggest

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 11)
LENGTH = timedelta(minutes=25)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def suggested(diary: Diary, zone: ZoneInfo = BERLIN, wanted: int = 5) -> list[Suggestion]:
    return suggest(diary, Host(zone), LENGTH, first=FIRST, last=LAST, wanted=wanted)


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
    diary = Diary(rules, NOW, busy=busy)
    found = suggested(diary, zone)
    starts = [one.starts_at for one in found]
    for start in starts:
        assert diary.why_not(start, start + LENGTH) == []
        assert Host(zone).why_not(start, start + LENGTH) == []
    assert starts == sorted(set(starts))
    assert all(later - sooner >= APART for sooner, later in itertools.pairwise(starts))


@settings(deadline=None, max_examples=settings().max_examples // 4)  # a thousand times are dear
@given(BUSY)
def test_there_are_as_many_days_as_there_can_be(busy: list[tuple[datetime, datetime]]) -> None:
    diary = Diary(Rules(BERLIN), NOW, busy=busy)
    all_of_them = suggested(diary, wanted=1000)
    possible = len(set(days(all_of_them)))
    assert len(set(days(suggested(diary)))) == min(possible, 5)


def test_an_open_diary_gives_five_days_and_more_than_one_time_of_day() -> None:
    found = suggested(Diary(Rules(BERLIN), NOW))
    assert len(set(days(found))) == 5
    assert {one.why.partition(" ")[0] for one in found} == {"Morning", "Afternoon"}
    assert found == suggested(Diary(Rules(BERLIN), NOW))


def test_each_says_why_it_was_chosen() -> None:
    near, far = Diary(Rules(BERLIN), NOW), Diary(Rules(BERLIN, notice=timedelta(days=3)), NOW)
    assert suggested(near)[0].why == "Morning for both of you, one day's notice."
    assert suggested(far, NEW_YORK)[0].why == (
        "Afternoon for you, morning for them, four days' notice."
    )


def test_the_edges_of_my_day_and_of_their_week_are_left_alone() -> None:
    for one in suggested(Diary(Rules(BERLIN), NOW), wanted=14):
        local = one.starts_at.astimezone(BERLIN)
        assert (9, 30) <= (local.hour, local.minute) <= (17, 0)
        assert not (local.weekday() == 0 and local.hour < 10)
        assert not (local.weekday() == 4 and local.hour >= 15)


def test_an_edge_is_better_than_nothing() -> None:
    narrow = Rules(BERLIN, weekly={1: [(9 * 60, 9 * 60 + 30)]})
    assert len(suggested(Diary(narrow, NOW))) == 2


def test_no_more_come_back_than_there_are() -> None:
    once = Rules(BERLIN, weekly={}, extra={date(2026, 11, 26): [(600, 660)]})
    assert [one.starts_at for one in suggested(Diary(once, NOW))] == [
        datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    ]
    assert suggested(Diary(Rules(BERLIN, weekly={}), NOW)) == []
