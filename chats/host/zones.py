"""The short list of zones on the host's page, by city."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts import zone_finding
from calendars import clock

REGIONS = {
    "Africa": "Accra Cairo Johannesburg Lagos Nairobi",
    "America": "Anchorage Bogota Chicago Denver Halifax Los_Angeles Mexico_City New_York "
    "Sao_Paulo St_Johns",
    "Asia": "Dhaka Dubai Kabul Karachi Kathmandu Kolkata Manila Shanghai Singapore Tehran Tokyo "
    "Yangon",
    "Australia": "Adelaide Brisbane Perth Sydney",
    "Europe": "Berlin Istanbul Lisbon London Paris",
    "Pacific": "Auckland Honolulu",
}
"""One or more for every offset people live by; the address takes any other zone as well."""
CITIES = {f"{region}/{city}" for region, cities in REGIONS.items() for city in cities.split()}

SELECTED = SafeString(" selected")


MAX_FOUND = 60
"""Of what a country is found by; more would be no shorter than looking for a city."""


@lru_cache(maxsize=200)
def zone_options(shown: str, day: date) -> SafeString:
    """The short list, by city, with the zone in use among it, and how far each is from UTC.

    Kept for each zone and day: written afresh it was an eighth of the page's work.
    """
    return _options([*CITIES, shown], day, shown)


def zone_for(place: str, at: datetime) -> ZoneInfo | None:
    """Of a city or a country, where there is one clock."""
    if not place:
        return None
    found = [ZoneInfo(name) for name in zone_finding.found(place)]
    clocks = {zone.utcoffset(at) for zone in found}
    return found[0] if len(clocks) == 1 else None


def looked_for(place: str, at: datetime) -> dict[str, Any]:
    """What the page shows of a search: one zone is shown already, of several one is chosen."""
    if not place or zone_for(place, at):
        return {}
    found = zone_finding.found(place)[:MAX_FOUND]
    narrowed = {"zone_options": _options(found, at.date())} if found else {}
    return {"place": place, "places": len(found), **narrowed}


def _options(names: Iterable[str], day: date, shown: str = "") -> SafeString:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    zones = sorted((clock.say_zone(noon, ZoneInfo(name)), name) for name in set(names))
    options = [(name, SELECTED if name == shown else "", said) for said, name in zones]
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
