"""Times are said whole, and right on both days of a clock change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import clock

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_typed_time_is_said_although_the_clocks_do_not_show_it_once() -> None:
    typed = datetime(2027, 10, 31, 2, 30)
    assert clock.say_typed(typed, BERLIN) == "Sunday 31 October 2027, 02:30 (Berlin)"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "Tuesday 24 November 2026, 15:00 (Berlin, UTC+1)"),
        ("America/New_York", "Tuesday 24 November 2026, 09:00 (New York, UTC−5)"),
        ("America/St_Johns", "Tuesday 24 November 2026, 10:30 (St Johns, UTC−3:30)"),
        ("America/Argentina/Buenos_Aires", "Tuesday 24 November 2026, 11:00 (Buenos Aires, UTC−3)"),
        ("Asia/Kathmandu", "Tuesday 24 November 2026, 19:45 (Kathmandu, UTC+5:45)"),
        ("Pacific/Kiritimati", "Wednesday 25 November 2026, 04:00 (Kiritimati, UTC+14)"),
        ("Africa/Accra", "Tuesday 24 November 2026, 14:00 (Accra, UTC)"),
        ("UTC", "Tuesday 24 November 2026, 14:00 (UTC)"),
    ],
)
def test_says_weekday_date_time_city_and_offset(zone: str, said: str) -> None:
    assert clock.say(datetime(2026, 11, 24, 14, 0, tzinfo=UTC), ZoneInfo(zone)) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sunday 28 March 2027, 01:59 (Berlin, UTC+1)"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sunday 28 March 2027, 03:00 (Berlin, UTC+2)"),
        (
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            "Sunday 31 October 2027, 02:30 (Berlin, UTC+2)",
        ),
        (
            datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
            "Sunday 31 October 2027, 02:30 (Berlin, UTC+1)",
        ),
    ],
)
def test_the_offset_is_the_one_in_force_then(instant: datetime, said: str) -> None:
    assert clock.say(instant, BERLIN) == said


@pytest.mark.parametrize(
    ("zone", "typed"),
    [
        ("Europe/Berlin", datetime(2027, 3, 28, 2, 0)),
        ("Europe/Berlin", datetime(2027, 3, 28, 2, 59)),
        ("America/New_York", datetime(2027, 3, 14, 2, 30)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15)),
    ],
)
def test_a_local_time_in_the_gap_is_refused(zone: str, typed: datetime) -> None:
    with pytest.raises(clock.MissingTime):
        clock.read_local_time(typed, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "typed"),
    [
        ("Europe/Berlin", datetime(2027, 10, 31, 2, 0)),
        ("Europe/Berlin", datetime(2027, 10, 31, 2, 59)),
        ("America/New_York", datetime(2026, 11, 1, 1, 30)),
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45)),
    ],
)
def test_a_local_time_that_comes_twice_is_refused(zone: str, typed: datetime) -> None:
    with pytest.raises(clock.AmbiguousTime):
        clock.read_local_time(typed, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (datetime(2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_minutes_beside_a_change_are_read(typed: datetime, instant: datetime) -> None:
    assert clock.read_local_time(typed, BERLIN) == instant


@pytest.mark.parametrize(
    ("hour", "said"),
    [(0, "12:00 am"), (1, "1:00 am"), (11, "11:00 am"), (12, "12:00 pm"), (15, "3:00 pm")],
)
def test_hours_are_said_twice_to_twelve_to_whoever_reads_them_so(hour: int, said: str) -> None:
    instant = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)
    with clock.hours_as(clock.H12):
        assert clock.say(instant, ZoneInfo("UTC")) == f"Tuesday 24 November 2026, {said} (UTC)"
    assert clock.say_hour(instant, ZoneInfo("UTC")) == f"{hour:02}:00"


@pytest.mark.parametrize(
    ("zone", "other", "said"),
    [
        (
            "Europe/Berlin",
            "America/New_York",
            "Tue 24 Nov, 15:00 Berlin (UTC+1) / 09:00 New York (UTC−5)",
        ),
        (
            "America/New_York",
            "Asia/Tokyo",
            "Tue 24 Nov, 09:00 New York (UTC−5) / 23:00 Tokyo (UTC+9)",
        ),
        (
            "Europe/Berlin",
            "Pacific/Auckland",
            "Tue 24 Nov, 15:00 Berlin (UTC+1) / Wed 25 Nov, 03:00 Auckland (UTC+13)",
        ),
        ("Europe/Berlin", "Europe/Paris", "Tue 24 Nov, 15:00 Berlin (UTC+1)"),
        ("UTC", "Europe/Berlin", "Tue 24 Nov, 14:00 UTC / 15:00 Berlin (UTC+1)"),
    ],
)
def test_a_subject_names_both_zones(zone: str, other: str, said: str) -> None:
    instant = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert clock.say_both(instant, ZoneInfo(zone), ZoneInfo(other)) == said


minutes_of_two_years = st.integers(0, 2 * 365 * 24 * 60)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(available_timezones())), minutes_of_two_years)
def test_what_is_shown_reads_back_as_the_same_instant(name: str, minutes: int) -> None:
    zone = ZoneInfo(name)
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wall = instant.astimezone(zone).replace(tzinfo=None, second=0)
    try:
        assert clock.read_local_time(wall, zone) == instant
    except clock.AmbiguousTime:
        other = instant.astimezone(zone)
        assert other.replace(fold=0).utcoffset() != other.replace(fold=1).utcoffset()


# -- In other languages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "whole", "brief", "hour"),
    [
        ("en-gb", "Tuesday 1 September 2026", "Tue 1 Sep", "4:00 pm"),
        ("de", "Dienstag, 1. September 2026", "Di., 1. Sept.", "4:00\u202fPM"),
        ("fr", "mardi 1 septembre 2026", "mar. 1 sept.", "4:00\u202fPM"),
        ("ja", "2026年9月1日火曜日", "9月1日(火)", "午後4:00"),
    ],
)
def test_a_time_is_said_as_the_language_does(
    language: str, whole: str, brief: str, hour: str
) -> None:
    instant = datetime(2026, 9, 1, 14, 0, tzinfo=UTC)
    with translation.override(language):
        assert clock.say(instant, BERLIN) == f"{whole}, 16:00 (Berlin, UTC+2)"
        assert clock.say_briefly(instant, BERLIN) == f"{brief}, 16:00 Berlin (UTC+2)"
        with clock.hours_as(clock.H12):
            assert clock.say_hour(instant, BERLIN) == hour


def test_a_date_without_an_hour_is_said_whole_and_in_parts() -> None:
    day = date(2026, 9, 8)
    said = [clock.say_plain_date, clock.say_date_and_month, clock.say_weekday, clock.say_month]
    assert [say(day) for say in said] == ["8 September 2026", "Tuesday 8 September", "Tue", "Sep"]
