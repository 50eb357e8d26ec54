"""Figures of asks against the plainest counting there is, on random histories."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress import counting
from progress.counting import Ask, count, monday, streak

NOW = datetime(2027, 1, 13, 12, tzinfo=UTC)
ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "Europe/Berlin")
]
moments = st.datetimes(datetime(2024, 6, 1), datetime(2027, 1, 13)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    sent_at = draw(moments)
    took = draw(st.none() | st.timedeltas(timedelta(0), timedelta(days=60)))
    return Ask(
        contact=draw(st.integers(1, 6)),
        sent_at=sent_at,
        host_zone=draw(st.sampled_from(ZONES)),
        connection=draw(st.sampled_from(counting.CONNECTIONS)),
        words=draw(st.integers(0, 150)),
        answered_at=None if took is None else sent_at + took,
        waiting=took is None and draw(st.booleans()),
        arrived=draw(st.booleans()),
    )


@given(st.lists(asks(), max_size=40), st.sampled_from(ZONES))
def test_every_ask_is_counted_once(history: list[Ask], zone: ZoneInfo) -> None:
    found = count(history, zone=zone, now=NOW)
    arrived = [ask for ask in history if ask.arrived]
    heard = [ask for ask in arrived if ask.answered_at is not None]
    asked = found["asks"]
    assert asked["sent"] == len(arrived)
    assert asked["answered"] == len(heard) == sum(found["days"])
    assert asked["answered"] + asked["waiting"] + asked["silent"] == asked["sent"]
    assert asked["people"] == len({ask.contact for ask in arrived})
    assert asked["people_answered"] == len({ask.contact for ask in heard})


@given(st.lists(asks(), max_size=40))
def test_answers_are_counted_by_their_day(history: list[Ask]) -> None:
    found = count(history, zone=ZONES[0], now=NOW)["days"]
    for day in range(31):
        at_least, less = timedelta(days=day), timedelta(days=day + 1)
        of_day = [
            ask
            for ask in history
            if ask.arrived and ask.answered_at and at_least <= ask.answered_at - ask.sent_at < less
        ]
        assert found[day] == len(of_day)


@given(st.lists(asks(), max_size=40), st.sampled_from(ZONES))
def test_weeks_are_those_of_the_iso_calendar_in_the_seekers_zone(
    history: list[Ask], zone: ZoneInfo
) -> None:
    found = count(history, zone=zone, now=NOW)["weeks"]
    assert sum(found.values()) == len(history)
    for week, number in found.items():
        named = date.fromisoformat(week).isocalendar()[:2]
        local = [ask.sent_at.astimezone(zone).isocalendar()[:2] for ask in history]
        assert local.count(named) == number


@given(st.lists(asks(), max_size=40))
def test_kinds_hold_every_ask_that_has_had_its_time(history: list[Ask]) -> None:
    found = count(history, zone=ZONES[0], now=NOW)["kinds"]
    had_time = [ask for ask in history if ask.arrived and NOW - ask.sent_at >= timedelta(days=14)]
    heard = [ask for ask in had_time if ask.answered_at]
    for rows in found.values():
        assert sum(sent for sent, _ in rows) == len(had_time)
        assert sum(answered for _, answered in rows) == len(heard)
    short = [ask for ask in had_time if ask.words <= 75]
    assert found["words"][0] == [len(short), len([ask for ask in short if ask.answered_at])]
    introduced = [ask for ask in had_time if ask.connection == "introduced"]
    assert found["connection"][0][0] == len(introduced)
    weekend = [ask for ask in had_time if ask.sent_at.astimezone(ask.host_zone).weekday() > 4]
    assert found["weekday"][2][0] == len(weekend)
    morning = [ask for ask in had_time if ask.sent_at.astimezone(ask.host_zone).hour < 12]
    assert found["hour"][0][0] == len(morning)


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 3)), st.integers(1, 3))
def test_a_streak_is_the_weeks_before_without_a_gap(sent: dict[int, int], least: int) -> None:
    this_week = date(2027, 1, 11)
    weeks = {
        (this_week - timedelta(weeks=back)).isoformat(): number for back, number in sent.items()
    }
    reached = [sent.get(back, 0) >= least for back in range(32)]
    before = next(back for back in range(1, 32) if not reached[back]) - 1
    assert streak(weeks, this_week, least) == before + reached[0]


@pytest.mark.parametrize(
    ("instant", "zone", "week"),
    [
        # The last hours of 2026 are those of its 53rd week, which ends on 3 January.
        ("2027-01-01T00:30+00:00", "Europe/Berlin", "2026-12-28"),
        ("2027-01-03T22:59+00:00", "Europe/Berlin", "2026-12-28"),
        ("2027-01-03T23:00+00:00", "Europe/Berlin", "2027-01-04"),
        ("2027-01-03T11:00+00:00", "Pacific/Auckland", "2027-01-04"),
        ("2027-01-04T07:59+00:00", "America/Los_Angeles", "2026-12-28"),
        # The night on which clocks go forward.
        ("2026-03-29T21:59+00:00", "Europe/Berlin", "2026-03-23"),
        ("2026-03-29T22:00+00:00", "Europe/Berlin", "2026-03-30"),
    ],
)
def test_a_week_begins_on_monday_where_the_seeker_is(instant: str, zone: str, week: str) -> None:
    assert monday(datetime.fromisoformat(instant), ZoneInfo(zone)).isoformat() == week


def test_the_week_that_is_not_over_never_breaks_a_streak() -> None:
    weeks = {"2027-01-04": 1, "2026-12-28": 2}
    assert streak(weeks, date(2027, 1, 11)) == 2
    assert streak({**weeks, "2027-01-11": 1}, date(2027, 1, 11)) == 3
    assert streak(weeks, date(2027, 1, 18)) == 0
