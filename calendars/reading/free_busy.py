"""VFREEBUSY: periods, of which only those that say FREE are free (RFC 5545, 3.8.2.6)."""

import re
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar.prop import vPeriod

from calendars.intervals import Interval
from calendars.reading.instants import instant

IS_FREE = re.compile(r';FBTYPE="?FREE"?(?:;|$)', re.I)


def busy(lines: Iterable[str], zone: ZoneInfo) -> tuple[list[Interval], int]:
    """With how many could not be read, each period by itself. Of one that ends before it begins
    nothing is busy."""
    found: list[Interval] = []
    bad = 0
    for period in _periods(lines):
        try:
            found.append(_read(period, zone))
        except MemoryError:
            raise
        except Exception:  # the library fails in many ways on what is no time
            bad += 1
    return [(start, end) for start, end in found if start < end], bad


def _periods(lines: Iterable[str]) -> Iterable[str]:
    """An empty line, or an empty place in one, says that nothing is there."""
    for line in lines:
        params, _, values = line.rpartition(":")
        if not IS_FREE.search(params):
            yield from filter(None, map(str.strip, values.split(",")))


def _read(period: str, zone: ZoneInfo) -> Interval:
    start, end = vPeriod.from_ical(period)  # type: ignore[no-untyped-call]
    end = start + end if isinstance(end, timedelta) else end
    return instant(start, zone), instant(end, zone)
