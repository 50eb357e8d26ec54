"""A wall time as it is typed: an instant, or a sentence that says what to change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.forms import ValidationError

from calendars.fields import WallTimeField

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAR = "This is more than a year away. Please choose an earlier one."
PAST = "That time has passed already. Please choose a later one."
NO_TIME = "Please give a day and an hour, such as 2027-03-02 16:00."


def field(zone: str = "Europe/Berlin") -> WallTimeField:
    field = WallTimeField()
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


def test_without_a_clock_of_its_own_it_is_the_year_from_now() -> None:
    typed = WallTimeField()
    with pytest.raises(ValidationError, match="more than a year away"):
        typed.clean("9999-01-01T10:00")
