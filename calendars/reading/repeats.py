"""What it costs to follow a rule (RFC 5545, 3.3.10), told from its words, and where that ends."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import inf, prod
from types import SimpleNamespace

import dateutil.rrule

NUMBER = re.compile(r"\d{1,6}")
MOST_A_DAY = 96
"""Times an entry repeats: every quarter of an hour. More would be all of the time there is."""
MOST_STEPS = 1_000_000
"""From an entry's first time to the last day asked for; a million take about two seconds."""
MOST_STEPS_OF_ALL = 4_000_000
A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
A_YEAR = {"DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 12}
"""Steps; of one from year to year each costs as much as twelve others."""
FINER = {"SECONDLY": 0, "MINUTELY": 1, "HOURLY": 2}
"""How many of `BY` make the rule repeat more often within its step."""
BY = ("BYSECOND", "BYMINUTE", "BYHOUR")


def steps(rules: Iterable[str], start: str, last_year: int) -> float:
    """At most, from the line of its first time to the end of that year."""
    first = start.rpartition(":")[2].strip()[:4]
    years = max(1, last_year - int(first) + 1) if NUMBER.fullmatch(first) else 1
    return sum(_steps_a_year(_parts(rule)) for rule in rules) * years


def times_a_day(rule: str) -> float:
    """At most; what only thins a rule out is not looked at. A step of nothing never ends."""
    parts = _parts(rule)
    often, step = parts.get("FREQ", ""), _step(parts)
    if step == 0:
        return inf
    return A_DAY[often] / step * _finer(parts) if often in A_DAY else _finer(parts)


def _steps_a_year(parts: Mapping[str, str]) -> float:
    often = parts.get("FREQ", "")
    if often in A_DAY:
        return 366 * A_DAY[often] / (_step(parts) or 1) * _finer(parts)
    return A_YEAR.get(often, 0) * _finer(parts)


def _parts(rule: str) -> dict[str, str]:
    rows = (part.partition("=") for part in rule.rpartition(":")[2].upper().split(";"))
    return {name.strip(): value.strip() for name, _, value in rows}


def _step(parts: Mapping[str, str]) -> int:
    every = parts.get("INTERVAL", "1")
    return int(every) if NUMBER.fullmatch(every) else 0


def _finer(parts: Mapping[str, str]) -> int:
    named = BY[: FINER.get(parts.get("FREQ", ""), 3)]
    return prod(len(parts[name].split(",")) for name in named if name in parts)


@contextmanager
def until_year(last: int) -> Iterator[None]:
    """Rules end with that year.

    dateutil follows one that never comes true, such as each 30 February, to the year 9999, and
    looks at its own UNTIL only where it does come true.
    """
    whole = dateutil.rrule.datetime
    dateutil.rrule.datetime = SimpleNamespace(**{**vars(datetime), "MAXYEAR": last})
    try:
        yield
    finally:
        dateutil.rrule.datetime = whole
