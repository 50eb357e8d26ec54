"""Public holidays and weekends of a country, from the holidays library."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from accounts import zones

ENGLISH = "en_US"


def country_of(zone: ZoneInfo, chosen: str = "") -> str:
    """The country chosen, else that of the zone (ISO 3166-1); blank where there is none."""
    return chosen or zones.country_of(zone.key)


@cache
def in_year(country: str, year: int) -> Mapping[date, str]:
    """Each public holiday of the whole country with its name, in English where it is known."""
    calendar = _calendar(country, year)
    return dict(calendar) if calendar is not None else {}


@cache
def weekend_of(country: str, year: int) -> frozenset[int]:
    """Which weekdays, Monday 0: Friday and Saturday in some countries; none where not known."""
    calendar = _calendar(country, year)
    return frozenset(calendar.weekend) if calendar is not None else frozenset()


def _calendar(country: str, year: int) -> holidays.HolidayBase | None:
    if country not in supported():
        return None
    known = getattr(holidays.country_holidays(country), "supported_languages", ())
    language = ENGLISH if ENGLISH in known else None
    return holidays.country_holidays(country, years=year, language=language)


def name_on(country: str, day: date) -> str:
    """`Christmas Day`, or blank on an ordinary day."""
    return in_year(country, day.year).get(day, "")


@cache
def supported() -> frozenset[str]:
    """The countries whose holidays are known (ISO 3166-1)."""
    return frozenset(holidays.list_supported_countries())


def coming(country: str, today: date, number: int = 3) -> list[tuple[date, str]]:
    """The next few days off."""
    both = {**in_year(country, today.year), **in_year(country, today.year + 1)}
    return sorted((day, name) for day, name in both.items() if day >= today)[:number]
