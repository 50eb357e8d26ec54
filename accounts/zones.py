"""What a time zone is called, where it is, and which a page takes from anybody."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.languages import get_official_languages

UTC = "UTC"
REGIONS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}
"""The first half of a zone that is named after a place, and not after an offset or a file."""

OTHER_COUNTRY = {
    "Africa/Asmera": "Africa/Asmara",
    "Africa/Timbuktu": "Africa/Bamako",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Virgin": "America/St_Thomas",
    "Antarctica/South_Pole": "Antarctica/McMurdo",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Iceland": "Atlantic/Reykjavik",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
}
"""Older names that the zone database leads to another country with the same clocks."""

LANGUAGES = {
    *("ar", "bg", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu"),
    *("id", "is", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl"),
    *("sr", "sv", "th", "tr", "uk", "vi", "zh", "zh_Hant"),
}
"""In which places are known by their own names. Each takes most of a megabyte once it is read."""

MAIN = {"UZ": "Asia/Tashkent"}
"""Where the zone database does not name a country's main zone first."""

ABROAD = ("de", "es", "fr", "it", "nl", "pl", "pt")
"""Of these, in which places all over the world are looked for."""


@cache
def _named_after_places() -> frozenset[str]:
    """Older names of the same places are among them: browsers still say `Asia/Calcutta`."""
    named = {name for name in available_timezones() if name.partition("/")[0] in REGIONS}
    return frozenset({UTC, *named})


# -- Other names of the same place ---------------------------------------------------------------


@cache
def aliases() -> dict[str, str]:
    """Each other name with the one in use: `Asia/Calcutta` is `Asia/Kolkata`. The one place that
    knows, for pages and their scripts."""
    table = files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text(encoding="utf-8")
    links = [line.split() for line in table.splitlines() if line.startswith("L ")]
    led = {alias: target for _, target, alias in links} | OTHER_COUNTRY
    in_use = {UTC, *countries()}
    return {
        alias: end for alias in led if alias not in in_use and (end := _end(alias, led, in_use))
    }


def _end(alias: str, led: dict[str, str], in_use: set[str]) -> str:
    while alias not in in_use and alias in led:
        alias = led[alias]
    return alias if alias in in_use else ""


def present(name: str) -> str:
    """The name in use of whatever it is called; a name without one stays."""
    return aliases().get(name, name)


def names_of(name: str) -> list[str]:
    """All by which a browser may know the place."""
    older = (alias for alias, now in aliases().items() if now == name)
    return [name, *sorted(_named_after_places().intersection(older))]


def read(name: str) -> ZoneInfo | None:
    """The zone of that name, if it is one of a place; the name may come from anybody."""
    return ZoneInfo(present(name)) if name in _named_after_places() else None


# -- Where it is ---------------------------------------------------------------------------------


@cache
def countries() -> dict[str, str]:
    """Each zone in use with its country (ISO 3166-1)."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def country_of(name: str) -> str:
    """`DE` for `Europe/Berlin`; blank for UTC and for names that are no place's."""
    return countries().get(present(name), "")


@cache
def of_one_clock() -> dict[frozenset[str], str]:
    """The zones of a country that keep the same clocks from now on, with the main one of them:
    Berlin of Germany, where Büsingen is another by its history alone."""
    by_country: dict[str, list[str]] = defaultdict(list)
    for name, code in countries().items():
        by_country[code].append(name)
    return {
        frozenset(names): MAIN.get(code, names[0])
        for code, names in by_country.items()
        if len(names) > 1 and len(set(map(_rule, names))) == 1
    }


def _rule(name: str) -> bytes:
    """By which the clocks go from the last known change on: the last line of its file."""
    return files("tzdata.zoneinfo").joinpath(name).read_bytes().rstrip().rpartition(b"\n")[2]


def country(name: str) -> str:
    return str(Locale("en", "GB").territories[countries()[name]]).partition(" (")[0]


def said(name: str) -> str:
    """`America/Indiana/Knox` is said as `Knox, Indiana`."""
    return ", ".join(reversed(name.replace("_", " ").split("/")[1:])) or name


def own_names(name: str) -> set[str]:
    """The country and the city as they are called at home: `Deutschland`, `Warszawa`."""
    return _said_in(_languages(countries()[name]), name)


def names_abroad(name: str) -> set[str]:
    """As neighbours call them: `Allemagne`, `Warschau`."""
    return _said_in(ABROAD, name)


def _said_in(languages: Iterable[str], name: str) -> set[str]:
    code = countries()[name]
    locales = [Locale.parse(one) for one in languages]
    cities = [locale.time_zones.get(one, {}) for locale in locales for one in names_of(name)]
    said = [locale.territories.get(code) for locale in locales]
    return {str(word) for word in (*said, *(city.get("city") for city in cities)) if word}


def _languages(code: str) -> list[str]:
    official = get_official_languages(code, regional=False, de_facto=True)
    return [language for language in official if language in LANGUAGES]


def offset(instant: datetime, zone: tzinfo) -> str:
    """The distance from UTC at that instant: `UTC`, `UTC+1`, `UTC−3:30`."""
    away = instant.astimezone(zone).utcoffset() or timedelta()
    seconds = int(away.total_seconds())
    if not seconds:
        return "UTC"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "+" if seconds > 0 else "−"
    return f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}"
