"""Which time zones people choose from, and which a page takes from anybody."""

from collections import defaultdict
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

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

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@cache
def _named_after_places() -> frozenset[str]:
    """Older names of the same places are among them: browsers still say `Asia/Calcutta`."""
    named = {name for name in available_timezones() if name.partition("/")[0] in REGIONS}
    return frozenset({UTC, *named})


@cache
def _offered() -> dict[str, list[tuple[str, str]]]:
    """By region, one or more for each country: the zones in use, under their present names."""
    by_region: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(_countries(), key=said):
        by_region[name.partition("/")[0]].append((name, said(name)))
    return dict(sorted(by_region.items()))


@cache
def _countries() -> dict[str, str]:
    """Each zone in use with its country (ISO 3166-1)."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def country_of(name: str) -> str:
    """`DE` for `Europe/Berlin`; blank for UTC and for names that are not in use any more."""
    return _countries().get(name, "")


def said(name: str) -> str:
    """`America/Indiana/Knox` is said as `Knox, Indiana`."""
    return ", ".join(reversed(name.replace("_", " ").split("/")[1:])) or name


def choices(stored: ZoneInfo | None = None) -> Choices:
    """By region, said by city; what is stored already stays among them, odd or not."""
    groups: Choices = [(UTC, UTC), *_offered().items()]
    known = {UTC, *(name for zones in _offered().values() for name, _ in zones)}
    if stored is not None and stored.key not in known:
        groups.insert(0, (stored.key, stored.key))
    return groups


def read(name: str) -> ZoneInfo | None:
    """The zone of that name, if it is one of a place; the name may come from anybody."""
    return ZoneInfo(name) if name in _named_after_places() else None
