"""Take out of a calendar what says nothing about when: most of it, while it arrives.

Parsing a line properly costs a hundred times more than skipping it. What is left goes to the
libraries; nothing is decided here but "this cannot matter between these two days".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calendars.reading import repeats
from calendars.reading.blocks import EDGES, ENTRY, ZONE, Block, Line, blocks
from calendars.reading.people import said
from calendars.reading.stream import MOMENTS
from calendars.reading.wire import CannotRead, Problem, Request
from calendars.reading.zones import Zones

REPEATING = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
ESCAPED = re.compile(r"\\([,;\\])")
DAY = re.compile(r":[ \t]*(\d{8})(?:T\d{6}Z?)?[ \t]*$")
UNTIL = re.compile(r";UNTIL=(\d{8})", re.I)
LENGTH = re.compile(
    r":[ \t]*P(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:\d{1,4}S)?)?[ \t]*$"
)
AROUND = timedelta(days=2)
"""No zone is further from another."""
LONGEST = timedelta(days=62)
"""What repeats lasts no longer."""
LAST_DAY = "99991231"


@dataclass(frozen=True)
class Entry:
    """One VEVENT: its lines that say when, by name."""

    lines: tuple[Line, ...]

    def values(self, name: str) -> list[str]:
        return [line for found, line in self.lines if found == name]

    @property
    def uid(self) -> str:
        return self._first("UID")

    @property
    def version(self) -> int:
        said = self._first("SEQUENCE")[:9]
        return int(said) if said.isdecimal() else 0

    @property
    def of(self) -> tuple[str, str]:
        """Which entry, or which date of one, it is a version of."""
        return self.uid, self._first("RECURRENCE-ID")

    def _first(self, name: str) -> str:
        return next((line.partition(":")[2].strip() for line in self.values(name)), "")

    @property
    def is_repeating(self) -> bool:
        return any(name in REPEATING for name, _ in self.lines)

    def days(self) -> list[str]:
        """Those it touches as `20260131`, its first and its last at least, wherever they are plain
        to see; else none. Of a changed date, the day it was before is one of them."""
        lines = self.values("DTSTART") + self.values("DTEND") + self.values("RECURRENCE-ID")
        found = [day[1] for line in lines if (day := DAY.search(line))]
        lengths = [_last_day(found[:1], line) for line in self.values("DURATION")]
        return found + lengths if len(found) == len(lines) and all(lengths) else []

    def all_days(self) -> list[str]:
        """The same of all its repeats; none where they have no end that is plain to see."""
        names = {name for name, _ in self.lines} & REPEATING
        days, rules = self.days(), self.values("RRULE")
        if not names or names == {"RECURRENCE-ID"}:
            return days
        until = UNTIL.search(rules[0]) if len(rules) == 1 and "RDATE" not in names else None
        return [*days, _later(until[1], min(days), max(days))] if days and until else []

    def to_ical(self, zones: Zones) -> str:
        body = "".join(f"{name}{line}\n" for name, line in self._plain(zones))
        return f"BEGIN:VEVENT\n{body}END:VEVENT\n"

    def _plain(self, zones: Zones) -> Iterator[Line]:
        for name, line in self.lines:
            for plain in zones.plain(line) if name in MOMENTS else [line]:
                yield name, plain


@dataclass
class Head:
    """What a calendar says of itself, and whether it came to its end."""

    name: str = ""
    zone: str = ""
    has_begun: bool = False
    is_whole: bool = False
    """Whatever stands behind the end: servers add remarks, and files are filled up."""

    def rest_of(self, lines: Iterable[Line]) -> Iterator[Line]:
        for name, line in lines:
            if name == "X-WR-CALNAME":
                self.name = self.name or ESCAPED.sub(r"\1", line.partition(":")[2].strip())[:100]
            elif name == "X-WR-TIMEZONE":
                self.zone = self.zone or line.partition(":")[2].strip()
            elif name in EDGES and line[1:].lstrip().upper().startswith("VCALENDAR"):
                self.has_begun = self.has_begun or name == "BEGIN"
                self.is_whole = self.has_begun and name == "END"
            else:
                yield name, line


@dataclass
class Reduced:
    """What can say something about the time between `since` and `until`."""

    head: Head
    entries: list[Entry]
    zones: Zones
    free_busy: list[str]
    """The lines of free times, after their names."""
    left_out: int
    """Entries without a beginning, and those that repeat more often than anybody meets."""


def reduced(lines: Iterable[Line], request: Request, budget: repeats.Budget) -> Reduced:
    head, entries = Head(), Entries(request, budget)
    zones, free_busy = [], []
    for block in blocks(head.rest_of(lines)):
        if block.kind == ENTRY:
            entries.take(block)
        elif block.kind == ZONE:
            zones.append(block)
        else:
            free_busy += block.values("FREEBUSY")
    # One that was cut off would make a busy week look free.
    if not head.is_whole:
        raise CannotRead(Problem.UNREADABLE)
    known = Zones(zones, lambda zone: _pay(zone, request, budget))
    return Reduced(head, entries.held(), known, free_busy, entries.left_out)


class Entries:
    """Those that could matter, and of those that are over how late their versions were: one that is
    over may be what another was moved to."""

    def __init__(self, request: Request, budget: repeats.Budget) -> None:
        self._request, self._budget = request, budget
        self._ours = frozenset(request.own_uids)
        self._first = f"{request.since - AROUND:%Y%m%d}"
        self._first_changed = f"{request.since - LONGEST:%Y%m%d}"
        self._last = f"{request.until + AROUND:%Y%m%d}"
        self._near: list[Entry] = []
        self._over: dict[tuple[str, str], int] = {}
        self.left_out = 0

    def take(self, block: Block) -> None:
        entry = Entry(tuple(_without_others(block.lines, self._request.own_addresses)))
        if self._is_ours(entry):
            return
        if not entry.values("DTSTART"):
            self.left_out += 1
        elif self._is_elsewhere(entry):
            self._remember(entry)
        elif _too_often(entry, self._request):
            self.left_out += 1
        else:
            series, steps = entry.is_repeating, _steps(entry, self._request)
            self._budget.spend(series=series, steps=steps)
            self._near.append(entry)

    def held(self) -> list[Entry]:
        return [one for one in self._near if one.version >= self._over.get(one.of, 0)]

    def _is_ours(self, entry: Entry) -> bool:
        """One of our own chats."""
        ending = self._request.our_uids
        return entry.uid in self._ours or (bool(ending) and entry.uid.endswith(ending))

    def _is_elsewhere(self, entry: Entry) -> bool:
        """Before or after the days asked for, with all its repeats. A change from some date on is
        never over, and one of a single date hides what stood there, however long that was."""
        days, changed = entry.all_days(), entry.values("RECURRENCE-ID")
        if not days or any("RANGE" in line.upper() for line in changed):
            return False
        first = self._first_changed if changed else self._first
        return max(days) < first or min(days) > self._last

    def _remember(self, entry: Entry) -> None:
        if entry.uid and entry.version:
            self._over[entry.of] = max(entry.version, self._over.get(entry.of, 0))


def _pay(zone: Block, request: Request, budget: repeats.Budget) -> None:
    """However many objects bring it along, it is made once."""
    if zone.words not in budget.zones:
        budget.zones.add(zone.words)
        budget.spend(steps=_steps(zone, request))


def _without_others(lines: Iterable[Line], own: tuple[str, ...]) -> Iterator[Line]:
    """Of the people asked only the seeker's own "no" counts, written so that it is understood."""
    mine = {address.lower() for address in own}
    for name, line in lines:
        if name != "ATTENDEE":
            yield name, line
        elif "declined" in line.lower():
            who = said(line)
            if who.partstat == "DECLINED" and who.address.lower() in mine:
                yield name, f";PARTSTAT=DECLINED:mailto:{who.address}"


def _too_often(entry: Entry, request: Request) -> bool:
    """Whether finding its times could take longer than all others together, or never end."""
    often = sum(repeats.times_a_day(rule) for rule in entry.values("RRULE"))
    return often > repeats.MOST_A_DAY or _steps(entry, request) > repeats.MOST_STEPS


def _steps(one: Entry | Block, request: Request) -> float:
    return repeats.steps(one.values("RRULE"), one.values("DTSTART"), request.until.year)


def _last_day(starts: list[str], duration: str) -> str:
    """Of what lasts as long as that line says; blank where nobody can tell."""
    found = LENGTH.search(duration)
    if not starts or not found:
        return ""
    weeks, days, hours, minutes = (int(number or 0) for number in found.groups())
    lasts = timedelta(weeks=weeks, days=days + 1, hours=hours, minutes=minutes)
    return _after(starts[0], lasts)


def _later(until: str, first: str, last: str) -> str:
    """The last day of what begins until then and lasts as long as from the first to the last."""
    try:
        return _after(until, _date(last) - _date(first))
    except ValueError:
        return LAST_DAY


def _after(day: str, lasts: timedelta) -> str:
    try:
        return f"{_date(day) + lasts:%Y%m%d}"
    except (ValueError, OverflowError):
        return LAST_DAY


def _date(day: str) -> date:
    return date(int(day[:4]), int(day[4:6]), int(day[6:8]))
