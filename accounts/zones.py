"""What a time zone is called, where it is, and which a page takes from anybody."""

from datetime import datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

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

OTHER_COUNTRY = {"Africa/Asmera": "Africa/Asmara", "Africa/Timbuktu": "Africa/Bamako"}
"""Older names that the zone database leads to a neighbour with the same clocks."""


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


def country(name: str) -> str:
    return str(Locale("en", "GB").territories[countries()[name]]).partition(" (")[0]


def said(name: str) -> str:
    """`America/Indiana/Knox` is said as `Knox, Indiana`."""
    return ", ".join(reversed(name.replace("_", " ").split("/")[1:])) or name


def offset(instant: datetime, zone: tzinfo) -> str:
    """The distance from UTC at that instant: `UTC`, `UTC+1`, `UTC−3:30`."""
    away = instant.astimezone(zone).utcoffset() or timedelta()
    seconds = int(away.total_seconds())
    if not seconds:
        return "UTC"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "+" if seconds > 0 else "−"
    return f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}"
