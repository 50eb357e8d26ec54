"""A local time as it is typed: an instant, or a sentence that says what to change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.forms import ValidationError

from calendars.fields import LocalTimeField, LocalTimeInput

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAR = "This is more than a year away. Please choose an earlier one."
PAST = "That time has passed already. Please choose a later one."
NO_TIME = "Please give a day and an hour, such as 2027-03-02 16:00."


def field(zone: str = "Europe/Berlin") -> LocalTimeField:
    field = LocalTimeField()
    field.zone, field.now = ZoneInfo(zone), NOW
    return field


@pytest.mark.parametrize("typed", ["2027-11-24T10:00", "2025-11-22T10:00"])
def test_up_to_a_year_away_is_a_time(typed: str) -> None:
    assert field().clean(typed) == datetime.fromisoformat(f"{typed}+01:00")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2027-11-24T10:01", FAR),
        ("2226-11-24T10:00", FAR),
        ("9999-12-31T23:59", FAR),
        ("2025-11-22T09:59", PAST),
        ("0001-01-02T00:00", PAST),
        ("0001-01-01T00:00", NO_TIME),
        ("10000-01-01T00:00", NO_TIME),
    ],
)
def test_the_ends_of_the_calendar_are_out_of_reach(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field().clean(typed)
    assert refused.value.messages == [sentence]


TWICE = "2027-10-31T02:30"


def test_a_time_that_comes_twice_is_asked_about_with_both_readings() -> None:
    with pytest.raises(ValidationError) as refused:
        field().clean(TWICE)
    assert refused.value.params["which"] == [
        ("UTC+2", "The first: Sunday 31 October 2027, 02:30 (Berlin, UTC+2)"),
        ("UTC+1", "The second: Sunday 31 October 2027, 02:30 (Berlin, UTC+1)"),
    ]


@pytest.mark.parametrize(("chosen", "hour"), [("UTC+2", 0), ("UTC+1", 1)])
def test_the_reading_that_was_chosen_holds(chosen: str, hour: int) -> None:
    sent = {"at": TWICE, "at_offset": chosen}
    typed = LocalTimeInput().value_from_datadict(sent, {}, "at")
    assert field().clean(typed) == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


def test_an_offset_that_is_neither_is_asked_about_again() -> None:
    with pytest.raises(ValidationError, match="comes twice"):
        field().clean(f"{TWICE} UTC+9")


def test_an_answer_left_over_from_another_time_changes_nothing() -> None:
    assert field().clean("2027-06-01T10:00 UTC+1") == field().clean("2027-06-01T10:00")


def test_the_answer_is_kept_while_the_form_is_put_right() -> None:
    shown = LocalTimeInput().render("at", f"{TWICE} UTC+1")
    assert f'value="{TWICE}"' in shown
    assert '<input type="hidden" name="at_offset" value="UTC+1">' in shown


@pytest.mark.parametrize(("hour", "offset"), [(0, "UTC+2"), (1, "UTC+1")])
def test_which_of_the_two_an_instant_is_stays_with_it(hour: int, offset: str) -> None:
    instant, typed = datetime(2027, 10, 31, hour, 30, tzinfo=UTC), field()
    shown = typed.prepare_value(instant)
    assert shown == f"{TWICE} {offset}"
    assert f'name="at_offset" value="{offset}"' in LocalTimeInput().render("at", shown)
    assert typed.clean(shown) == instant


def test_a_time_in_the_gap_names_the_nearest_that_exist() -> None:
    with pytest.raises(ValidationError) as refused:
        field().clean("2027-03-28T02:30")
    assert refused.value.messages == [
        "The clocks go forward then and skip this time. The nearest times are "
        "Sunday 28 March 2027, 01:59 (Berlin, UTC+1) and "
        "Sunday 28 March 2027, 03:00 (Berlin, UTC+2)."
    ]
