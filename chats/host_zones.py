"""The short list of zones on the host's page, by city."""

from functools import cache
from zoneinfo import ZoneInfo

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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


@cache
def zone_options(shown: str) -> SafeString:
    """The short list, by city, with the zone in use among it.

    Kept for each zone: written afresh it was an eighth of the page's work.
    """
    zones = sorted((clock.city(ZoneInfo(name)), name) for name in {*CITIES, shown})
    options = [(name, SELECTED if name == shown else "", city) for city, name in zones]
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
