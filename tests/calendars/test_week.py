"""The week grid: both people's daytime, what is past and what is booked."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

from calendars.week import monday_of, week_around

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
AUCKLAND, APIA = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Apia")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 10:00 in Berlin
LENGTH = timedelta(minutes=25)


def week(day=date(2026, 11, 25), mine=BERLIN, theirs=BERLIN, now=NOW, busy=()):
    return week_around(day, mine=mine, theirs=theirs, length=LENGTH, now=now, busy=busy)


def hours(day):
    return [cell.value[11:] for cell in day.cells]


def test_a_week_is_its_five_working_days():
    assert [day.date for day in week().days] == [date(2026, 11, 23 + n) for n in range(5)]


def test_hours_are_daytime_for_both():
    assert hours(week(theirs=NEW_YORK).days[2]) == [f"{hour}:00" for hour in range(14, 22)]


def test_without_shared_daytime_my_own_day_is_shown():
    assert hours(week(theirs=AUCKLAND).days[2]) == ["20:00", "21:00"]
    with mock.patch("calendars.week.THEIR_HOURS", range(13, 14)):
        apart = week(theirs=AUCKLAND).days[2]
    assert hours(apart) == [f"{hour:02}:00" for hour in range(7, 22)]


def test_past_hours_cannot_be_picked():
    states = [cell.state for cell in week(date(2026, 11, 23)).days[0].cells]
    assert states == ["past"] * 3 + [""] * 8  # 08:00, 09:00 and 10:00 have begun


def test_booked_hours_cannot_be_picked_and_touching_ones_can():
    start = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)  # 13:30 in Berlin
    busy = [(start, start + timedelta(minutes=30))]
    booked = [cell.value for cell in week(busy=busy).days[2].cells if cell.state]
    assert booked == []
    longer = [(start - timedelta(minutes=10), start + timedelta(minutes=31))]
    booked = [cell.value for cell in week(busy=longer).days[2].cells if cell.state]
    assert booked == ["2026-11-25T13:00", "2026-11-25T14:00"]


def test_values_are_the_hours_that_can_be_picked():
    shown = week(date(2026, 11, 23))
    assert len(shown.values) == 5 * 11 - 3
    assert "2026-11-23T10:00" not in shown.values


def test_hours_keep_their_wall_time_over_a_clock_change():
    spring = week(date(2027, 3, 30), now=datetime(2027, 3, 1, tzinfo=UTC))
    noon = [cell.starts_at.hour for cell in spring.days[0].cells if cell.value.endswith("12:00")]
    autumn = week(date(2027, 3, 24), now=datetime(2027, 3, 1, tzinfo=UTC))
    noon_before = [
        cell.starts_at.hour for cell in autumn.days[0].cells if cell.value.endswith("12:00")
    ]
    assert (noon_before, noon) == ([11], [10])


def test_a_day_that_was_skipped_has_no_hours():
    now = datetime(2011, 12, 26, tzinfo=UTC)
    skipped = week(date(2011, 12, 30), mine=APIA, theirs=APIA, now=now).days[4]
    assert (skipped.date, hours(skipped)) == (date(2011, 12, 30), [])


def test_weeks_stay_between_now_and_half_a_year_on():
    first = week(date(2020, 1, 1))
    assert (first.monday, first.earlier) == (date(2026, 11, 23), None)
    assert first.later == date(2026, 11, 30)
    last = week(date(9999, 12, 31))
    assert (last.monday, last.later) == (date(2027, 5, 24), None)
    assert last.earlier == date(2027, 5, 17)


def test_monday_of_a_sunday_is_six_days_before():
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)


def test_each_hour_is_said_in_their_zone_with_the_day_where_it_differs():
    shown = week(theirs=AUCKLAND).days[2].cells
    assert [(cell.value[11:], cell.theirs) for cell in shown] == [
        ("20:00", "Thu 08:00"),
        ("21:00", "Thu 09:00"),
    ]


def test_a_week_whose_hours_are_over_is_not_gone_back_to():
    last_hour = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)  # Friday, 18:00 in Berlin
    over = week(now=last_hour)
    assert (over.monday, over.earlier) == (date(2026, 11, 30), None)
    before = week(now=last_hour - timedelta(seconds=1))
    assert (before.monday, before.days[4].cells[-1].state) == (date(2026, 11, 23), "")
