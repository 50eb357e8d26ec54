"""The week grid: half hours of seven days, with every state there is, on two clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.free import Conflict, FreeBusy, Host, Rules
from calendars.week import monday_of, week_around

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
AUCKLAND, APIA = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Apia")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 10:00 in Berlin
WEDNESDAY = date(2026, 11, 25)
LENGTH = timedelta(minutes=25)


def at(hour, minute=0, day=WEDNESDAY, zone=BERLIN):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def week(day=WEDNESDAY, mine=BERLIN, theirs=BERLIN, now=NOW, rules=None, length=LENGTH, **fields):
    picked, proposed = fields.pop("picked", ()), fields.pop("proposed", ())
    free_busy = FreeBusy(Rules(mine, notice=timedelta(0), **(rules or {})), now, **fields)
    return week_around(
        day, free_busy=free_busy, host=Host(theirs), length=length, picked=picked, proposed=proposed
    )


def cell(shown, value):
    [found] = [cell for cell in shown.cells if cell.value == value]
    return found


def in_view(shown):
    rows = [row.mine for row in shown.rows if row.is_shown]
    return rows[0], rows[-1]


def test_a_week_is_seven_days_from_monday():
    assert [day.date for day in week().days] == [date(2026, 11, 23 + n) for n in range(7)]


def test_rows_are_half_hours_on_both_clocks():
    rows = week(theirs=NEW_YORK).rows
    assert [(row.mine, row.theirs, row.is_whole) for row in rows[:3]] == [
        ("06:00", "00:00", True),
        ("06:30", "00:30", False),
        ("07:00", "01:00", True),
    ]
    assert rows[-1].mine == "22:30"


def test_my_hours_are_in_view_and_early_and_late_ones_are_not():
    assert in_view(week(theirs=NEW_YORK)) == ("09:00", "17:30")
    assert in_view(week(rules={"weekly": {0: [(8 * 60 + 15, 25 * 60)]}})) == ("08:00", "23:30")


def test_a_week_without_hours_shows_the_usual_ones():
    assert in_view(week(rules={"weekly": {}})) == ("09:00", "17:30")


def test_hours_that_never_meet_the_hosts_day_are_shown_with_more_around_them():
    assert in_view(week(theirs=AUCKLAND)) == ("07:00", "21:30")


def test_what_is_picked_is_in_view():
    assert in_view(week(picked=[at(6, 30), at(20)])) == ("06:00", "20:30")
    assert in_view(week(picked=[at(20, day=date(2026, 12, 25))])) == ("09:00", "17:30")


BUSY = [(at(11), at(12))]
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("conflict", "value", "fields"),
    [
        (Conflict.PAST, "2026-11-23T10:00", {}),
        (Conflict.BOOKED, "2026-11-25T11:30", {"booked": BUSY}),
        (Conflict.BUSY, "2026-11-25T11:30", {"busy": BUSY}),
        (Conflict.DAY_FULL, "2026-11-25T15:00", {"rules": {"most_per_day": 1}, "chats": [at(11)]}),
        (Conflict.BUFFER, "2026-11-25T10:30", {"rules": {"buffer_after": LENGTH}, "busy": BUSY}),
        (Conflict.DAY_OFF, "2026-11-25T11:00", {"rules": {"off": {WEDNESDAY: [(0, 1440)]}}}),
        (Conflict.OUT_OF_HOURS, "2026-11-25T08:30", {}),
        (Conflict.QUIET_DAY, "2026-11-25T11:00", {"rules": {"quiet_days": frozenset({2})}}),
        (Conflict.HOLIDAY, "2026-11-26T15:00", {"rules": {"country": "US"}}),
        (Conflict.THEIR_NIGHT, "2026-11-25T11:00", {"theirs": NEW_YORK}),
        (Conflict.THEIR_WEEKEND, "2026-11-28T11:00", {"rules": {"weekly": {5: [(540, 1080)]}}}),
        (Conflict.THEIR_HOLIDAY, "2026-11-26T15:00", {"theirs": NEW_YORK}),
    ],
)
def test_every_conflict_shows_in_its_half_hour_and_in_the_legend(conflict, value, fields):
    shown = week(**fields)
    assert cell(shown, value).state == conflict.value
    assert conflict in shown.states
    assert conflict.label[1:] in cell(shown, value).said


def test_shorter_notice_shows():
    free_busy = FreeBusy(Rules(BERLIN, notice=timedelta(hours=24)), NOW)
    shown = week_around(WEDNESDAY, free_busy=free_busy, host=Host(BERLIN), length=LENGTH)
    assert cell(shown, "2026-11-24T09:30").conflicts == [Conflict.NOTICE]
    assert cell(shown, "2026-11-24T10:00").state == "free"


def test_only_what_is_hard_cannot_be_sent():
    shown = week(busy=BUSY)
    assert "2026-11-25T11:00" not in shown.values
    assert {"2026-11-25T10:30", "2026-11-25T12:00", "2026-11-25T07:00"} <= shown.values
    assert len(shown.cells) - len(shown.values) == 2 + 9  # the busy hour, and Monday to 10:00


def test_a_longer_chat_reaches_into_what_comes_after():
    assert cell(week(busy=BUSY, length=timedelta(minutes=45)), "2026-11-25T10:30").state == "busy"


def test_a_half_hour_is_said_on_both_clocks_with_all_that_is_against_it():
    said = cell(week(theirs=NEW_YORK), "2026-11-26T11:00").said
    assert said == (
        "Thu 26 Nov, 11:00 Berlin (UTC+1) / 05:00 New York (UTC−5). Not daytime for them. "
        "Thanksgiving Day, a public holiday where they are."
    )
    far = cell(week(theirs=AUCKLAND), "2026-11-25T20:00").said
    assert far.startswith("Wed 25 Nov, 20:00 Berlin (UTC+1) / Thu 26 Nov, 08:00 Auckland (UTC+13).")
    assert cell(week(), "2026-11-25T11:00").said == "Wed 25 Nov, 11:00 Berlin (UTC+1). Free."


def test_holidays_of_both_are_named_over_their_day():
    days = week(theirs=NEW_YORK, rules={"country": "DE"}, day=date(2026, 12, 25)).days
    assert (days[4].mine, days[4].theirs) == ("Christmas Day", "Christmas Day")
    assert (days[3].mine, days[3].theirs) == ("", "")


def test_what_the_host_proposed_is_marked_in_the_half_hour_it_begins_in():
    shown = week(proposed=[at(15, 15)])
    marked = [cell.value for cell in shown.cells if cell.is_proposed]
    assert marked == ["2026-11-25T15:00"]


def test_local_times_keep_over_a_clock_change_and_the_shift_is_told():
    now = datetime(2027, 3, 1, tzinfo=UTC)
    before = week(date(2027, 3, 24), theirs=NEW_YORK, now=now)
    assert cell(before, "2027-03-24T12:00").starts_at.hour == 11
    assert cell(before, "2027-03-28T12:00").starts_at.hour == 10
    assert before.shift == datetime(2027, 3, 28, 12, tzinfo=BERLIN)
    assert "12:00 Berlin (UTC+2) / 06:00 New York (UTC−4)" in cell(before, "2027-03-28T12:00").said
    assert week(date(2027, 3, 31), theirs=NEW_YORK, now=now).shift is None


def test_a_day_that_was_skipped_has_no_half_hours():
    now = datetime(2011, 12, 26, tzinfo=UTC)
    shown = week(date(2011, 12, 30), mine=APIA, theirs=APIA, now=now)
    assert {row.cells[4] for row in shown.rows} == {None}
    assert all(row.mine for row in shown.rows)


def test_weeks_stay_between_now_and_half_a_year_on():
    first = week(date(2020, 1, 1))
    assert (first.monday, first.earlier) == (date(2026, 11, 23), None)
    assert first.later == date(2026, 11, 30)
    last = week(date(9999, 12, 31))
    assert (last.monday, last.later) == (date(2027, 5, 24), None)
    assert last.earlier == date(2027, 5, 17)


def test_monday_of_a_sunday_is_six_days_before():
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
