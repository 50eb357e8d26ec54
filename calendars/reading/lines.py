"""Take out of a calendar's text what says nothing about when: most of it, before it is parsed.

Parsing a line properly costs a hundred times more than skipping it. What is left goes to the
libraries; nothing is decided here but "this cannot matter between these two days".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

from calendars.reading import repeats
from calendars.reading.blocks import ENTRY, FREE, ZONE, Block, blocks
from calendars.reading.wire import CannotRead, Problem, Request
from calendars.reading.zones import Zones

FOLD = re.compile(r"(?<!\n)\n+[ \t]")
FOLD_OF_BYTES = re.compile(FOLD.pattern.encode())
EDGE = re.compile(r"^[ \t]*(BEGIN|END):VCALENDAR", re.M | re.I)
MOMENTS = {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"}
REPEATING = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
ZONE_NAME = re.compile(r"^X-WR-TIMEZONE[^:\n]*:(.+)$", re.M | re.I)
NAME = re.compile(r"^X-WR-CALNAME[^:\n]*:(.*)$", re.M | re.I)
ESCAPED = re.compile(r"\\([,;\\])")
DAY = re.compile(r":[ \t]*(\d{8})(?:T\d{6}Z?)?[ \t]*$")
AROUND = timedelta(days=2)
"""No zone is further from another."""


@dataclass(frozen=True)
class Entry:
    """One VEVENT: its lines that say when, by name."""

    lines: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        return [line for found, line in self.lines if found == name]

    @property
    def uid(self) -> str:
        return "".join(line.partition(":")[2] for line in self.values("UID")[:1]).strip()

    @property
    def is_repeating(self) -> bool:
        return any(name in REPEATING for name, _ in self.lines)

    def days(self) -> list[str]:
        """The days it touches as `20260131`, wherever they are plain to see; else none."""
        lines = self.values("DTSTART") + self.values("DTEND")
        found = [day[1] for line in lines if (day := DAY.search(line))]
        plain = len(found) == len(lines) and not self.values("DURATION")
        return found if plain else []

    def to_ical(self, zones: Zones) -> str:
        body = "".join(f"{name}{line}\n" for name, line in self._plain(zones))
        return f"BEGIN:VEVENT\n{body}END:VEVENT\n"

    def _plain(self, zones: Zones) -> Iterator[tuple[str, str]]:
        for name, line in self.lines:
            for plain in zones.plain(line) if name in MOMENTS else [line]:
                yield name, plain


@dataclass(frozen=True)
class Reduced:
    """What can say something about the time between `since` and `until`."""

    entries: list[Entry]
    zones: Zones
    free_busy: list[str]
    """The lines of free times, after their names."""
    left_out: int
    """Entries without a beginning, and those that repeat more often than anybody meets."""


def decoded(body: bytes) -> str:
    """Whole lines first: some programs fold within a letter."""
    body = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return FOLD_OF_BYTES.sub(b"", body).decode("utf-8-sig", "replace")


def is_whole(text: str) -> bool:
    """Whatever stands behind the end: servers add remarks, and files are filled up."""
    edges = [found.upper() for found in EDGE.findall(text)]
    return edges[-1:] == ["END"] and "BEGIN" in edges


def unfolded(text: str) -> str:
    """Plain line ends, and long lines whole again (RFC 5545, section 3.1), so that none is left to
    unfold: a library that did would find a rule where we saw none."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return FOLD.sub("", text)


def reduced(text: str, request: Request, budget: repeats.Budget) -> Reduced:
    # One that was cut off would make a busy week look free.
    if not is_whole(text):
        raise CannotRead(Problem.UNREADABLE)
    parts = list(blocks(text))
    entries = list(_entries(parts, request))
    good = [one for one in entries if one.values("DTSTART") and not _too_often(one, request)]
    budget.spend(series=sum(entry.is_repeating for entry in good))
    budget.spend(steps=sum(_steps(entry, request) for entry in good))
    return Reduced(
        list(_near(good, request)),
        Zones(
            [part for part in parts if part.name == ZONE],
            lambda zone: _pay(zone, request, budget),
        ),
        [line for part in parts if part.name == FREE for line in part.values("FREEBUSY")],
        len(entries) - len(good),
    )


def _pay(zone: Block, request: Request, budget: repeats.Budget) -> None:
    """However many objects bring it along, it is made once."""
    if zone.words not in budget.zones:
        budget.zones.add(zone.words)
        budget.spend(steps=_steps(zone, request))


def _entries(parts: Iterable[Block], request: Request) -> Iterator[Entry]:
    """All but our own chats."""
    ours = frozenset(request.own_uids)
    for part in parts:
        if part.name == ENTRY:
            entry = Entry(tuple(one for one in part.lines if _matters(*one, request)))
            is_ours = bool(request.our_uids) and entry.uid.endswith(request.our_uids)
            if not (is_ours or entry.uid in ours):
                yield entry


def _matters(name: str, line: str, request: Request) -> bool:
    """Of the people asked only the seeker's own "no" counts."""
    if name != "ATTENDEE":
        return True
    lower = line.lower()
    return "declined" in lower and any(
        own.lower() in lower or own.lower() in unquote(lower) for own in request.own_addresses
    )


def _too_often(entry: Entry, request: Request) -> bool:
    """Whether finding its times could take longer than all others together, or never end."""
    often = sum(repeats.times_a_day(rule) for rule in entry.values("RRULE"))
    return often > repeats.MOST_A_DAY or _steps(entry, request) > repeats.MOST_STEPS


def _steps(one: Entry | Block, request: Request) -> float:
    return repeats.steps(one.values("RRULE"), one.values("DTSTART"), request.until.year)


def _near(entries: list[Entry], request: Request) -> Iterator[Entry]:
    """All that repeat or share a UID; of the others those that touch the days asked for."""
    shared = Counter(entry.uid for entry in entries)
    first = f"{request.since - AROUND:%Y%m%d}"
    last = f"{request.until + AROUND:%Y%m%d}"
    for entry in entries:
        days = entry.days()
        alone = not entry.is_repeating and (not entry.uid or shared[entry.uid] == 1)
        if not (alone and days and (max(days) < first or min(days) > last)):
            yield entry
