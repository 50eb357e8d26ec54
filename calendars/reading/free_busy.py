"""VFREEBUSY: periods, of which only those that say FREE are free (RFC 5545, 3.8.2.6)."""

import re
from collections.abc import Iterable
from datetime import timedelta, tzinfo

from icalendar.prop import vPeriod

from calendars.intervals import Interval
from calendars.reading.instants import instant
from calendars.reading.zones import Zones, is_on_a_wall

IS_FREE = re.compile(r';FBTYPE="?FREE"?(?:;|$)', re.I)
SAYS_NO_LENGTH = re.compile(r"P[^/\d]*$", re.I)
"""Which the library takes for none at all."""


def busy(lines: Iterable[str], zones: Zones, zone: tzinfo) -> tuple[list[Interval], int]:
    """With how many could not be read, each period by itself. Of one that ends before it begins
    nothing is busy."""
    found: list[Interval] = []
    bad = 0
    for params, period in _periods(lines):
        try:
            found.append(_read(period, _zone(params, period, zones, zone)))
        except MemoryError:
            raise
        except Exception:  # an unknown zone, or no time, on which the library fails in many ways
            bad += 1
    return [(start, end) for start, end in found if start < end], bad


def _periods(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each with what stands before. An empty line, or place in one, says that nothing is there."""
    for line in lines:
        params, _, values = line.rpartition(":")
        if not IS_FREE.search(params):
            periods = filter(None, map(str.strip, values.split(",")))
            yield from ((params, period) for period in periods)


def _zone(params: str, period: str, zones: Zones, otherwise: tzinfo) -> tzinfo:
    """RFC 5545 wants periods in UTC; some are in a zone that stands beside them."""
    on_a_wall = any(map(is_on_a_wall, period.upper().split("/P")[0].split("/")))
    return zones.beside_or(params, otherwise) if on_a_wall else otherwise


def _read(period: str, zone: tzinfo) -> Interval:
    start, end = vPeriod.from_ical(period)  # type: ignore[no-untyped-call]
    if SAYS_NO_LENGTH.search(period):
        raise ValueError(period)
    end = start + end if isinstance(end, timedelta) else end
    return instant(start, zone), instant(end, zone)
