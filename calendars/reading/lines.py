"""Take out of a calendar's text what says nothing about when: most of it, before it is parsed.

Parsing a line properly costs a hundred times more than skipping it. What is left goes to the
libraries; nothing is decided here but "this cannot matter between these two days".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from calendars.reading import repeats
from calendars.reading.wire import CannotRead, Problem, Request

FOLD = re.compile(r"\r?\n[ \t]")
LINE = re.compile(
    r"^(?:(?P<edge>BEGIN|END):(?P<block>VEVENT|VALARM|VTIMEZONE|VFREEBUSY)[ \t]*"
    r"|(?P<name>DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|SEQUENCE|STATUS|TRANSP"
    r"|ATTENDEE|X-MICROSOFT-CDO-BUSYSTATUS)(?P<value>[;:].*))$",
    re.M | re.I,
)
"""All that is looked at. It never looks beyond its own line: a pattern that went from a BEGIN to
its END would read the whole rest anew for each BEGIN that has none."""
REPEATING = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
ZONE = re.compile(r"^X-WR-TIMEZONE[^:\n]*:(.+)$", re.M | re.I)
NAME = re.compile(r"^X-WR-CALNAME[^:\n]*:(.*)$", re.M | re.I)
ESCAPED = re.compile(r"\\([,;\\])")
DAY = re.compile(r":[ \t]*(\d{8})(?:T\d{6}Z?)?[ \t]*$")
MOST_REPEATING = 5_000
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

    def to_ical(self) -> str:
        body = "".join(f"{name}{line}\n" for name, line in self.lines)
        return f"BEGIN:VEVENT\n{body}END:VEVENT\n"


@dataclass(frozen=True)
class Reduced:
    text: str
    left_out: int
    """Entries without a beginning, and those that repeat more often than anybody meets."""


def unfolded(text: str) -> str:
    """Long lines whole again (RFC 5545, section 3.1), and plain line ends."""
    return FOLD.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def reduced(text: str, request: Request) -> Reduced:
    """A calendar of only what can say something about the time between `since` and `until`."""
    upper = text.upper()
    # One that was cut off would make a busy week look free.
    if "BEGIN:VCALENDAR" not in upper or not upper.rstrip().endswith("END:VCALENDAR"):
        raise CannotRead(Problem.UNREADABLE)
    blocks = list(_blocks(text))
    entries = list(_entries(blocks, request))
    good = [one for one in entries if one.values("DTSTART") and not _too_often(one, request)]
    if sum(entry.is_repeating for entry in good) > MOST_REPEATING:
        raise CannotRead(Problem.TOO_LARGE)
    if sum(_steps(entry, request) for entry in good) > repeats.MOST_STEPS_OF_ALL:
        raise CannotRead(Problem.TOO_LARGE)
    others = "".join(f"{text[block.start : block.end]}\n" for block in blocks if not block.is_entry)
    events = "".join(entry.to_ical() for entry in _near(good, request))
    kept = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:reduced\n{others}{events}END:VCALENDAR\n"
    return Reduced(kept, len(entries) - len(good))


@dataclass
class _Block:
    """What stands between a BEGIN and its END."""

    name: str
    start: int
    end: int = 0
    lines: list[tuple[str, str]] = field(default_factory=list)
    is_in_alarm: bool = False

    @property
    def is_entry(self) -> bool:
        return self.name == "VEVENT"

    def take(self, found: re.Match[str]) -> None:
        """A line within; what stands in an alarm says nothing about the entry."""
        if found["edge"]:
            if found["block"].upper() == "VALARM":
                self.is_in_alarm = found["edge"].upper() == "BEGIN"
        elif self.is_entry and not self.is_in_alarm:
            self.lines.append((found["name"].upper(), found["value"]))


def _blocks(text: str) -> Iterator[_Block]:
    """In one pass. One that never ends reaches to the next, and counts where it is an entry."""
    block: _Block | None = None
    for found in LINE.finditer(text):
        edge, name = (found["edge"] or "").upper(), (found["block"] or "").upper()
        if edge == "BEGIN" and name != "VALARM":
            yield from [block] if block and block.is_entry else []
            block = _Block(name, found.start())
        elif block and edge == "END" and name == block.name:
            block.end = found.end()
            yield block
            block = None
        elif block:
            block.take(found)
    yield from [block] if block and block.is_entry else []


def _entries(blocks: Iterable[_Block], request: Request) -> Iterator[Entry]:
    """All but our own chats."""
    ours = frozenset(request.own_uids)
    for block in blocks:
        if block.is_entry:
            entry = Entry(tuple(one for one in block.lines if _matters(*one, request)))
            is_ours = bool(request.our_uids) and entry.uid.endswith(request.our_uids)
            if not (is_ours or entry.uid in ours):
                yield entry


def _matters(name: str, line: str, request: Request) -> bool:
    """Of the people asked only the seeker's own "no" counts."""
    if name != "ATTENDEE":
        return True
    lower = line.lower()
    return "declined" in lower and any(own.lower() in lower for own in request.own_addresses)


def _too_often(entry: Entry, request: Request) -> bool:
    """Whether finding its times could take longer than all others together, or never end."""
    often = sum(repeats.times_a_day(rule) for rule in entry.values("RRULE"))
    return often > repeats.MOST_A_DAY or _steps(entry, request) > repeats.MOST_STEPS


def _steps(entry: Entry, request: Request) -> float:
    start = entry.values("DTSTART")[0]
    return repeats.steps(entry.values("RRULE"), start, request.until.year)


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
