"""Months, mornings and weekdays by the wall clock, where months end and clocks change."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.dates import (
    month_of_mornings,
    months_later,
    morning_in,
    weekly_after,
    weekly_near,
    weekly_next,
)

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
APIA, KIRITIMATI = ZoneInfo("Pacific/Apia"), ZoneInfo("Pacific/Kiritimati")
ZONES = [BERLIN, NEW_YORK, APIA, KIRITIMATI, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
ZONES += [ZoneInfo("Africa/Casablanca"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/Santiago")]
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))


def at(text: str, zone: ZoneInfo) -> datetime:
    """In UTC: Python never calls times equal across zones where one of them comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2027-01-31T15:00", 3, "2027-04-30T15:00"),
        ("2026-11-30T15:00", 3, "2027-02-28T15:00"),
        ("2027-11-30T15:00", 3, "2028-02-29T15:00"),
        ("2028-02-29T15:00", 12, "2029-02-28T15:00"),
        ("2026-12-31T23:30", 6, "2027-06-30T23:30"),
        ("2026-08-15T09:00", 6, "2027-02-15T09:00"),  # summer to winter: the same hour
        ("2026-12-28T02:30", 3, "2027-03-28T03:00"),  # the clocks go forward at two
        ("2026-07-25T02:30", 3, "2026-10-25T02:30"),  # twice that night: the first
    ],
)
def test_months_later_is_the_same_local_time(start: str, months: int, expected: str) -> None:
    assert months_later(at(start, BERLIN), months, BERLIN) == at(expected, BERLIN)


def test_the_day_of_the_month_is_that_of_the_seekers_zone() -> None:
    instant = datetime(2027, 1, 31, 23, 30, tzinfo=UTC)
    assert months_later(instant, 3, ZoneInfo("UTC")) == datetime(2027, 4, 30, 23, 30, tzinfo=UTC)
    assert months_later(instant, 3, KIRITIMATI) == at("2027-05-01T13:30", KIRITIMATI)


@given(INSTANTS, st.sampled_from([1, 3, 6, 12]), st.sampled_from(ZONES))
def test_months_later_keeps_day_and_time_where_they_exist(
    instant: datetime, months: int, zone: ZoneInfo
) -> None:
    before, after = instant.astimezone(zone), months_later(instant, months, zone).astimezone(zone)
    count = (after.year - before.year) * 12 + after.month - before.month
    last_day = monthrange(after.year, after.month)[1]
    wall = before.replace(tzinfo=None).replace(
        year=after.year, month=after.month, day=min(before.day, last_day)
    )
    assert count == months
    assert after.day == min(before.day, last_day)
    assert timedelta() <= after.replace(tzinfo=None) - wall <= timedelta(hours=1)


@given(INSTANTS, st.sampled_from(ZONES))
def test_three_months_are_never_later_than_six(instant: datetime, zone: ZoneInfo) -> None:
    found = [months_later(instant, months, zone) for months in (3, 6, 12)]
    assert instant < found[0] < found[1] < found[2]


def test_snoozing_means_a_morning() -> None:
    evening = at("2026-11-25T22:10", BERLIN)
    assert morning_in(7, evening, BERLIN) == at("2026-12-02T09:00", BERLIN)
    assert month_of_mornings(at("2027-01-31T22:10", BERLIN), BERLIN) == at(
        "2027-02-28T09:00", BERLIN
    )


@pytest.mark.parametrize(
    ("now", "weekday", "hour", "expected"),
    [
        ("2026-11-25T10:00", 0, 8, "2026-11-30T08:00"),
        ("2026-11-30T07:59", 0, 8, "2026-11-30T08:00"),
        ("2026-11-30T08:00", 0, 8, "2026-12-07T08:00"),
        ("2027-03-27T12:00", 6, 2, "2027-03-28T03:00"),  # there is no two o'clock
        ("2027-03-28T03:00", 6, 2, "2027-04-04T02:00"),
        ("2026-10-24T12:00", 6, 2, "2026-10-25T02:00"),  # twice: the first
        ("2026-10-23T12:00", 0, 8, "2026-10-26T08:00"),  # over the night of the change
    ],
)
def test_the_next_weekday_and_hour(now: str, weekday: int, hour: int, expected: str) -> None:
    assert weekly_after(at(now, BERLIN), weekday, hour, BERLIN) == at(expected, BERLIN)


def test_two_oclock_that_comes_twice_is_meant_once() -> None:
    second = at("2026-10-25T02:00", BERLIN) + timedelta(hours=1)
    assert weekly_after(second, 6, 2, BERLIN) == at("2026-11-01T02:00", BERLIN)
    first = at("2026-10-25T02:00", BERLIN)
    assert weekly_next(first, first, 2, BERLIN) == at("2026-11-01T02:00", BERLIN)


@given(INSTANTS, st.integers(0, 6), st.integers(0, 23), st.sampled_from(ZONES))
def test_every_week_has_one(now: datetime, weekday: int, hour: int, zone: ZoneInfo) -> None:
    first = weekly_after(now, weekday, hour, zone)
    second = weekly_next(first, first, hour, zone)
    days = [moment.astimezone(zone).date() for moment in (first, second)]
    assert now < first
    assert days[1] - days[0] == timedelta(days=7)
    assert {day.weekday() for day in days} == {weekday}
    assert weekly_after(first, weekday, hour, zone) == second


@given(INSTANTS, st.integers(0, 6), st.integers(0, 23), *[st.sampled_from(ZONES)] * 2)
def test_moving_to_another_zone_moves_it_by_at_most_a_day_and_a_bit(
    now: datetime, weekday: int, hour: int, here: ZoneInfo, there: ZoneInfo
) -> None:
    planned = weekly_after(now, weekday, hour, here)
    moved = weekly_near(planned, weekday, hour, there)
    assert abs(moved - planned) <= timedelta(hours=28)
    assert moved.astimezone(there).date() == planned.astimezone(here).date()
    assert weekly_near(moved, weekday, hour, here) == planned


def test_a_late_one_goes_on_with_the_next_to_come() -> None:
    planned, now = at("2026-11-02T08:00", BERLIN), at("2026-11-25T10:00", BERLIN)
    assert weekly_next(planned, now, 8, BERLIN) == at("2026-11-30T08:00", BERLIN)
    assert date(2026, 11, 30).weekday() == 0
