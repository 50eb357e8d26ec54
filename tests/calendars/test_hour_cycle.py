"""Who reads hours as 3:00 pm: by the browser's language, by the country of a zone."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import RequestFactory

from calendars import hour_cycle


@pytest.mark.parametrize(
    ("accepted", "cycle"),
    [
        ("en-US,en;q=0.9", "12"),
        ("en-GB,en;q=0.9", "24"),
        ("de,en-US;q=0.5", "24"),
        ("zh-Hant-TW", "12"),
        ("xx-yy, en-US;q=0.5", "12"),
        ("*", "24"),
        ("'; drop table", "24"),
        ("", "24"),
    ],
)
def test_a_browser_says_it_with_its_language(accepted: str, cycle: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": accepted})
    assert hour_cycle.of_browser(request) == cycle


@pytest.mark.parametrize(
    ("zone", "cycle"),
    [
        ("America/New_York", "12"),
        ("Asia/Kolkata", "12"),
        ("Asia/Calcutta", "12"),
        ("Australia/Sydney", "12"),
        ("Europe/London", "24"),
        ("Europe/Berlin", "24"),
        ("America/Sao_Paulo", "24"),
        ("UTC", "24"),
    ],
)
def test_a_zone_says_it_with_its_country(zone: str, cycle: str) -> None:
    assert hour_cycle.of_zone(ZoneInfo(zone)) == cycle


def test_every_zone_has_an_answer() -> None:
    assert {hour_cycle.of_zone(ZoneInfo(name)) for name in available_timezones()} == {"12", "24"}
