"""What a seeker types as times: kept, put in order, and told what is wrong with it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.free import Conflict, FreeBusy, Host, Rules
from chats.times import typed as typed_times
from chats.times.typed import TypedTime, problem_of, typed

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=25)


def read(*raws, busy=(), calendar=(), now=NOW, zone=BERLIN):
    free_busy = FreeBusy(Rules(zone, notice=timedelta(0)), now, booked=busy, busy=calendar)
    return typed_times.read(raws, free_busy=free_busy, host=Host(zone), length=LENGTH)


def problems(*raws, **fields):
    return [time.problem for time in read(*raws, **fields)]


def test_typed_times_are_put_in_order_once_each_and_nothing_is_dropped():
    raws = [" 2026-11-25T15:00", "someday", "2026-11-24 10:00", "", "2026-11-25T15:00:00", "  "]
    assert typed(raws) == ["2026-11-24T10:00", "2026-11-25T15:00", "someday"]


def test_a_local_time_is_read_in_the_seekers_zone():
    assert read("2026-11-24T15:00") == [
        TypedTime("2026-11-24T15:00", datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("someday", "Please give a day and an hour, such as 2027-03-02 16:00."),
        ("2026-11-23T10:00", "This time has passed. Please choose a later one."),
        ("2027-11-25T10:00", "This is more than a year away. Please choose an earlier one."),
        ("9999-12-31T23:59", "This is more than a year away. Please choose an earlier one."),
        (
            "2027-03-28T02:30",
            "The clocks go forward then and skip this time. The nearest times are "
            "Sunday 28 March 2027, 01:59 (Berlin, UTC+1) and "
            "Sunday 28 March 2027, 03:00 (Berlin, UTC+2).",
        ),
        (
            "2027-10-31T02:30",
            "The clocks go back then, so this time comes twice: first "
            "Sunday 31 October 2027, 02:30 (Berlin, UTC+2), then "
            "Sunday 31 October 2027, 02:30 (Berlin, UTC+1). Which one do you mean?",
        ),
    ],
)
def test_a_time_that_cannot_be_offered_says_why(raw, sentence):
    assert problems(raw) == [sentence]


def test_a_time_during_a_booked_chat_is_refused_and_a_touching_one_is_not():
    start = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    busy = [(start, start + LENGTH)]
    taken = "You have a chat then already. Please choose another time."
    assert problems("2026-11-24T14:35", busy=busy) == [""]
    assert problems("2026-11-24T14:36", busy=busy) == [taken]
    assert problems("2026-11-24T15:25", busy=busy) == [""]


def test_a_time_while_the_calendar_is_busy_or_on_a_full_day_is_refused():
    start = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    busy = "Something is in your calendar then. Please choose another time."
    assert problems("2026-11-24T14:36", calendar=[(start, start + LENGTH)]) == [busy]
    free_busy = FreeBusy(Rules(BERLIN, most_per_day=1), NOW, chats=[start])
    raws = ["2026-11-24T10:00", "2026-11-25T10:00"]
    times = typed_times.read(raws, free_busy=free_busy, host=Host(BERLIN), length=LENGTH)
    full = "That day has as many chats as you want. Please choose another day."
    assert [time.problem for time in times] == [full, ""]


def test_what_only_speaks_against_a_time_is_said_and_does_not_stop_it():
    [odd] = read("2026-11-28T20:00")
    assert odd.problem == ""
    assert odd.conflicts == (Conflict.OUT_OF_HOURS, Conflict.THEIR_NIGHT, Conflict.THEIR_WEEKEND)
    assert odd.against == "Outside your hours, not daytime for them, weekend for them"


def test_times_that_overlap_each_other_are_told_so_once():
    overlap = "This overlaps with another time in the list. Please move one of them."
    assert problems("2026-11-24T15:24", "2026-11-24T15:00", "2026-11-24T15:25") == ["", overlap, ""]


def test_a_list_needs_three_good_times():
    good = ["2026-11-24T15:00", "2026-11-25T15:00", "2026-11-26T15:00"]
    assert problem_of(read(*good)) == ""
    assert problem_of(read(*good[:2])) == typed_times.TOO_FEW
    assert problem_of(read(*good, "someday")) == "Some of the times need another look."
    many = [f"2026-11-25T{hour:02}:{minute}" for hour in range(12) for minute in ("00", "30")]
    assert problem_of(read(*many)) == typed_times.TOO_MANY


def test_a_hostile_flood_is_cut():
    assert len(typed(f"x{number}" for number in range(1000))) == 2 * typed_times.MAX_TIMES
    assert typed(["a\x00\nb" + "c" * 100]) == ["a b" + "c" * 57]
