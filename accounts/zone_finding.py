"""The list of zones to choose from, and the words by which one is found."""

import unicodedata
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from accounts import zones
from accounts.cities import ALSO, CITIES

Options = list[tuple[str, str]]
Choices = list[tuple[str, str | Options]]


def choices(day: date, stored: ZoneInfo | None = None) -> Choices:
    """By region, by large cities, by countries, each with its offset on that day. What is stored
    already stays among them, odd or not. A zone comes first where it is at home."""
    groups = _offered(day)
    if stored is None or zones.read(stored.key):
        return groups
    return [(stored.key, stored.key), *groups]


@lru_cache(maxsize=4)  # a day or two
def _offered(day: date) -> Choices:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    away = {name: zones.offset(noon, ZoneInfo(name)) for name in zones.countries()}
    home: dict[str, Options] = defaultdict(list)
    for name in zones.countries():
        label = f"{zones.said(name)}, {zones.country(name)}, {away[name]}"
        home[name.partition("/")[0]].append((name, label))
    cities = [(name, f"{city}, {away[name]}") for name in CITIES for city in _cities(name)]
    countries = [
        (name, f"{zones.country(name)}: {zones.said(name)}, {away[name]}")
        for name in zones.countries()
    ]
    groups = [*sorted(home.items()), ("Large cities", cities), ("Countries", countries)]
    return [(zones.UTC, zones.UTC), *((name, _in_order(options)) for name, options in groups)]


def _in_order(options: Options) -> Options:
    return sorted(options, key=lambda option: _folded(option[1]))


def _cities(name: str) -> list[str]:
    return CITIES[name].split(", ") if name in CITIES else []


def found(typed: str) -> list[str]:
    """The zones of a city or country of that name, else of those whose name begins so."""
    word = _folded(typed)
    exact = [name for name, words in _words().items() if word in words]
    if exact or len(word) < 3:
        return exact
    return [name for name, words in _words().items() if any(one.startswith(word) for one in words)]


@cache
def _words() -> dict[str, frozenset[str]]:
    """All by which a zone is found. A city is found with what stands behind it in brackets too."""
    return {
        name: frozenset(map(_folded, _names(name)))
        for name in sorted(zones.countries(), key=zones.said)
    }


def _names(name: str) -> list[str]:
    cities = [*_cities(name), *(zones.said(alias) for alias in zones.names_of(name))]
    short = [city.partition(" (")[0] for city in cities]
    country = [zones.country(name), *ALSO.get(zones.countries()[name], "").split(", ")]
    return [word for word in (*cities, *short, *country) if word]


def _folded(text: str) -> str:
    """Without accents, so that São Paulo is found as Sao Paulo; only letters and figures count."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if one.isalnum())
