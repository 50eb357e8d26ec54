"""Good hours for a letter: a morning in the middle of their week, on no holiday, by their clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from calendars.free import Host
from calendars.good_hours import good_hours

BERLIN, KOLKATA, NEW_YORK = map(ZoneInfo, ("Europe/Berlin", "Asia/Kolkata", "America/New_York"))


def said(now: datetime, host: Host) -> list[str]:
    return [f"{at.astimezone(host.zone):%a %d %b %H:%M %z}" for at in good_hours(now, host)]


def test_the_next_mornings_from_tuesday_to_thursday() -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    mornings = ["Tue 24 Nov 09:00 +0100", "Wed 25 Nov 09:00 +0100", "Thu 26 Nov 09:00 +0100"]
    assert said(monday, Host(BERLIN)) == mornings


def test_what_is_nearer_than_half_an_hour_is_now() -> None:
    tuesday = datetime(2026, 11, 24, 7, 45, tzinfo=UTC)
    assert said(tuesday, Host(BERLIN))[0] == "Wed 25 Nov 09:00 +0100"


def test_a_holiday_of_theirs_is_left_out() -> None:
    """Thanksgiving is a Thursday."""
    tuesday = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert said(tuesday, Host(NEW_YORK))[:2] == ["Wed 25 Nov 09:00 -0500", "Tue 01 Dec 09:00 -0500"]


def test_whose_country_nobody_knows_has_no_holidays() -> None:
    tuesday = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert said(tuesday, Host(NEW_YORK, is_guess=True))[1] == "Thu 26 Nov 09:00 -0500"


def test_their_hour_stays_where_clocks_elsewhere_change() -> None:
    """Berlin goes back on 25 October 2026; nine in Kolkata is nine in Kolkata."""
    friday = datetime(2026, 10, 23, 9, tzinfo=UTC)
    first = good_hours(friday, Host(KOLKATA))[0]
    assert first == datetime(2026, 10, 27, 3, 30, tzinfo=UTC)
    assert f"{first.astimezone(BERLIN):%H:%M %z}" == "04:30 +0100"


@pytest.mark.parametrize("day", range(1, 29))
def test_there_is_always_one(day: int) -> None:
    december = datetime(2026, 12, day, 12, tzinfo=UTC)
    assert len(good_hours(december, Host(BERLIN))) == 3
