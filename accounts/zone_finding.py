"""The list of zones to choose from, and the words by which one is found."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from accounts import zones
from accounts.cities import ALSO, CITIES, SHORT
from accounts.provinces import PROVINCES
from names.spellings import folded, spelt_out

Options = list[tuple[str, str]]
Choices = list[tuple[str, str | Options]]

MAX_CODE = 3
"""Letters of the code of a country or a province."""
MAX_PARTS = 8
"""Of what is typed: places at which it may part in a town and what it lies in."""
GAP = re.compile(r"[\s,;/()]+")
ENDING = re.compile(
    r"^\s*the\s|\s(?:city|am|an der|im|a\. ?m\.|upon|on|sur)(?:\s[^,;/()]*)?$",
    re.IGNORECASE,
)
"""What a town goes by in full: Frankfurt am Main, New York City, Newcastle upon Tyne."""
SAINT = re.compile(r"\b(?:st|sankt)\b\.?")


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
    return sorted(options, key=lambda option: _bare(option[1]))


def _cities(name: str) -> list[str]:
    return CITIES[name].split(", ") if name in CITIES else []


def found(typed: str) -> list[str]:
    """The zones of a city or country of that name, else of those whose name begins so. A country
    with the same clocks everywhere asks nobody which of its zones is meant."""
    names = _exact(typed, depth=MAX_PARTS) or _beginning(_bare(typed))
    main = zones.of_one_clock().get(frozenset(names))
    return [main] if main else names


def _beginning(word: str) -> list[str]:
    return _listed(
        names for one, names in _words().items() if len(word) > 2 and one.startswith(word)
    )


def _exact(typed: str, depth: int) -> list[str]:
    return _called(typed) or (_within(typed, depth) if depth else [])


def _within(typed: str, depth: int) -> list[str]:
    """Of "Munich, Germany" and "Paris Texas" what both halves are called by; what stands behind
    alone where nobody knows the town, and the town where nobody knows what stands behind."""
    gaps = list(GAP.finditer(typed))[:MAX_PARTS]
    for gap in gaps:
        place, behind = typed[: gap.start()], typed[gap.end() :]
        wide = _called(behind) or _coded(behind)
        near = [name for name in (_exact(place, depth - 1) if wide else []) if name in wide]
        if near or (wide and _is_meant(behind, gap[0])):
            return near or _called(behind) or _province_codes().get(_bare(behind)) or wide
    towns = (_called(typed[: gap.start()]) for gap in gaps if not gap[0].isspace())
    return next(filter(None, towns), [])


def _coded(behind: str) -> list[str]:
    """By the code of a country or of a province, which may be the same: CA, ME."""
    code = _bare(behind)
    return [*_country_codes().get(code, []), *_province_codes().get(code, [])]


def _is_meant(behind: str, gap: str) -> bool:
    """What is as short as a code means a place by its capitals or its comma: "me" is a word."""
    return len(_bare(behind)) > MAX_CODE or behind.isupper() or not gap.isspace()


def _called(typed: str) -> list[str]:
    for name in (typed, ENDING.sub("", typed)):
        if found := [_words()[one] for one in _spellings(name) if one in _words()]:
            return _listed(found)
    word = _bare(typed)
    return _zone_names().get(word) or _abroad().get(word, [])


def _listed(found: Iterable[list[str]]) -> list[str]:
    return sorted({name for names in found for name in names}, key=zones.said)


# -- By what a zone is found ---------------------------------------------------------------------


@cache
def _words() -> dict[str, list[str]]:
    """All by which zones are found. A city is found with what stands behind it in brackets too."""
    words: dict[str, list[str]] = defaultdict(list)
    for name in zones.countries():
        for word in {each for one in _names(name) for each in _spellings(one)}:
            words[word].append(name)
    return dict(words)


@cache
def _zone_names() -> dict[str, list[str]]:
    """By their names as computers have them, found as a whole alone."""
    names = {name: name for name in (zones.UTC, *zones.countries())} | zones.aliases()
    names["GMT"] = zones.UTC
    return {_bare(name): [now] for name, now in names.items()}


@cache
def _abroad() -> dict[str, list[str]]:
    """By other languages, found as a whole, and only where nothing else is called so."""
    words: dict[str, list[str]] = defaultdict(list)
    for name in zones.countries():
        for word in {each for one in zones.names_abroad(name) for each in _spellings(one)}:
            words[word].append(name)
    return {word: _listed([names]) for word, names in words.items()}


@cache
def _country_codes() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for name, country in zones.countries().items():
        codes[_bare(country)].append(name)
    return dict(codes)


@cache
def _province_codes() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for name, provinces in PROVINCES.items():
        for code in {_bare(one.rpartition(" ")[2]) for one in provinces.split(", ")}:
            codes[code].append(name)
    return dict(codes)


def _names(name: str) -> Iterator[str]:
    for city in (*_cities(name), *(zones.said(alias) for alias in zones.names_of(name))):
        yield from (city, city.partition(" (")[0])
    yield from (zones.country(name), *zones.own_names(name))
    yield from (one.rpartition(" ")[0] for one in PROVINCES.get(name, "").split(", ") if one)
    also = f"{ALSO.get(zones.countries()[name], '')}, {SHORT.get(name, '')}"
    yield from (one for one in also.split(", ") if one)


def _spellings(text: str) -> set[str]:
    """Wrocław as Wroclaw, München as Munchen and Muenchen, St. Gallen as Saint Gallen."""
    lower = SAINT.sub("saint", text.casefold())
    return {_bare(lower), _bare(spelt_out(lower))}


def _bare(text: str) -> str:
    """Without accents, so that São Paulo is found as Sao Paulo; only letters and figures count."""
    return "".join(one for one in folded(text) if one.isalnum())
