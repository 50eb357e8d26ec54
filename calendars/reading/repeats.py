"""What it costs to follow a rule (RFC 5545, 3.3.10), told from its words, and where that ends."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf, prod
from types import SimpleNamespace

import dateutil.rrule

from calendars.reading.wire import CannotRead, Problem

ZONE = re.compile(r";?(TZID=[^;:=]*)[:=]?", re.I)
UNTIL_WITH_SIGNS = re.compile(
    r"(UNTIL=\d{4})-(\d\d)-(\d\d)(?:(T\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?)?", re.I
)
"""As ISO 8601 has it at length."""
UNTIL_APART = re.compile(r"UNTIL=?;(?=\d)")
"""From its moment, by a zone that stood there."""
SAYS_NOTHING = re.compile(r"[A-Z]*=|X-.*|RSCALE=GREGORIAN|SKIP=OMIT|")
"""The last two are what holds anyhow (RFC 7529)."""
STEP_DIGITS = re.compile(r"\d{1,6}")
MAX_TIMES_A_DAY = 96
"""Times an entry repeats: every quarter of an hour. More would be all of the time there is."""
MAX_STEPS = 1_000_000
"""From an entry's first time to the last day asked for; a million take about two seconds."""
TIMES_A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
TIMES_A_YEAR = {"DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 12}
"""Steps; of one from year to year each costs as much as twelve others."""
FINER = {"SECONDLY": 0, "MINUTELY": 1, "HOURLY": 2}
"""How many of `BY` make the rule repeat more often within its step."""
BY = ("BYSECOND", "BYMINUTE", "BYHOUR")


@dataclass
class Budget:
    """What one calendar may cost, also where it comes as thousands of objects."""

    series: int = 5_000
    steps: float = 4_000_000
    times: int = 50_000
    """Those that make nobody busy too: they cost as much."""
    zones: set[str] = field(default_factory=set)
    """Those that are paid for: however many objects bring one along, it is made once."""

    def spend(self, *, series: int = 0, steps: float = 0, times: int = 0) -> None:
        self.series -= series
        self.steps -= steps
        self.times -= times
        if min(self.series, self.steps, self.times) < 0:
            raise CannotRead(Problem.TOO_LARGE)


def plain(line: str) -> str:
    """In capitals; the zone of UNTIL, wherever in the rule some have it, as one of the line: what a
    rule costs is told from what follows the last colon. What is left blank says nothing, nor do
    parts of a program's own."""
    line = UNTIL_WITH_SIGNS.sub(lambda until: "".join(filter(None, until.groups())), line)
    found = ZONE.search(line)
    before, after = (line[: found.start()], line[found.end() :]) if found else (line, "")
    rule = "".join(f"{before};{after}".rpartition(":")[2].upper().split())
    text = UNTIL_APART.sub("UNTIL=", re.sub(";+", ";", rule)).replace(",;", ";")
    parts = [part for part in text.strip(";,").split(";") if not SAYS_NOTHING.fullmatch(part)]
    return f";{found[1]}:{';'.join(parts)}" if found else f":{';'.join(parts)}"


def says_how_often(line: str) -> bool:
    """Or nothing at all. Of what is no rule, such as vCalendar's `D1 #5`, nobody knows."""
    rule = line.rpartition(":")[2]
    return not rule.strip() or "FREQ" in _parts(rule)


def steps(rules: Iterable[str], starts: Iterable[str], last_year: int) -> float:
    """At most, from the earliest of their first times to the end of that year."""
    years = max((last_year - year + 1 for year in map(_year, starts) if year), default=1)
    return sum(_steps_a_year(_parts(rule)) for rule in rules) * max(years, 1)


def _year(start: str) -> int:
    """As the line says; what says none is no time, and followed by nobody."""
    first = start.rpartition(":")[2].strip()[:4]
    return int(first) if STEP_DIGITS.fullmatch(first) else 0


def times_a_day(rule: str) -> float:
    """At most; what only thins a rule out is not looked at. A step of nothing never ends."""
    parts = _parts(rule)
    often, step = parts.get("FREQ", ""), _step(parts)
    if step == 0:
        return inf
    return TIMES_A_DAY[often] / step * _finer(parts) if often in TIMES_A_DAY else _finer(parts)


def _steps_a_year(parts: Mapping[str, str]) -> float:
    often = parts.get("FREQ", "")
    if often in TIMES_A_DAY:
        return 366 * TIMES_A_DAY[often] / (_step(parts) or 1) * _finer(parts)
    return TIMES_A_YEAR.get(often, 0) * _finer(parts)


def _parts(rule: str) -> dict[str, str]:
    rows = (part.partition("=") for part in rule.rpartition(":")[2].upper().split(";"))
    return {name.strip(): value.strip() for name, _, value in rows}


def _step(parts: Mapping[str, str]) -> int:
    every = parts.get("INTERVAL", "1")
    return int(every) if STEP_DIGITS.fullmatch(every) else 0


def _finer(parts: Mapping[str, str]) -> int:
    named = BY[: FINER.get(parts.get("FREQ", ""), 3)]
    return prod(len(parts[name].split(",")) for name in named if name in parts)


@contextmanager
def until_year(last: int) -> Iterator[None]:
    """Rules end with that year.

    dateutil follows one that never comes true, such as each 30 February, to the year 9999, and
    looks at its own UNTIL only where it does come true. It cannot be told otherwise than through
    this name of its own, so its version is pinned (`test_private_names.py`).
    """
    whole = dateutil.rrule.datetime
    dateutil.rrule.datetime = SimpleNamespace(**{**vars(datetime), "MAXYEAR": last})
    try:
        yield
    finally:
        dateutil.rrule.datetime = whole
