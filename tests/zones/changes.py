"""Every moment from 2026 to 2030 at which the clocks of some zone are put forward or back."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
STEP = timedelta(days=3)
"""No zone changes its clocks and changes them back within it."""

NAMES = sorted(available_timezones())
AROUND = [timedelta(minutes=minutes) for minutes in (-90, -30, -1, 0, 1, 30, 90)]

SAID = re.compile(
    r"\w+day (?P<day>\d+ \w+ \d{4}), (?P<hour>\d+:\d\d(?: [ap]m)?) "
    r"\(?(?:[^();]+?, )?UTC(?P<offset>[+−]\d+(?::\d\d)?)?"
)
"""A time as people read it, wherever it stands."""


def distance(instant: datetime, zone: ZoneInfo) -> timedelta:
    """From UTC, as the standard library knows it."""
    found = instant.astimezone(zone).utcoffset()
    assert found is not None
    return found


@cache
def changes(name: str) -> list[datetime]:
    """The first second after each change."""
    zone, found, day = ZoneInfo(name), [], FIRST
    while day < LAST:
        if distance(day, zone) != distance(day + STEP, zone):
            found.append(_second_of_change(zone, day, day + STEP))
        day += STEP
    return found


def _second_of_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        same = distance(middle, zone) == distance(before, zone)
        before, after = (middle, after) if same else (before, middle)
    return after.replace(microsecond=0)


def around(name: str) -> list[datetime]:
    """Before, at and after each change; for a zone without one, an ordinary day of each year."""
    ordinary = [FIRST.replace(year=year, month=6, hour=12) for year in range(2026, 2031)]
    beside = [change + minutes for change in changes(name) for minutes in AROUND]
    return sorted({*beside}) or ordinary


@cache
def unlike() -> list[str]:
    """One zone for each set of rules: most names are another name for the same clocks."""
    by_rules: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name in NAMES:
        zone, moments = ZoneInfo(name), changes(name)
        rules = (distance(FIRST, zone), *((at, distance(at, zone)) for at in moments))
        by_rules[rules].append(name)
    return [names[0] for names in by_rules.values()]


def read_all(text: str) -> Iterator[datetime]:
    """The instants that a text speaks of, worked out from its words alone."""
    for found in SAID.finditer(text):
        shape = "%d %B %Y %I:%M %p" if found["hour"].endswith("m") else "%d %B %Y %H:%M"
        wall = datetime.strptime(f"{found['day']} {found['hour']}", shape).replace(tzinfo=UTC)
        yield wall - read_offset(found["offset"])


def read_offset(said: str | None) -> timedelta:
    """`−3:30` is three and a half hours behind; nothing is UTC itself."""
    if not said:
        return timedelta(0)
    hours, _, minutes = said[1:].partition(":")
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return size if said[0] == "+" else -size
