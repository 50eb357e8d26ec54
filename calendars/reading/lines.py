"""Take out of a calendar's text what says nothing about when: most of it, before it is parsed.

Parsing a line properly costs a hundred times more than skipping it. What is left goes to the
libraries; nothing is decided here but "this cannot matter between these two days".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from calendars.reading.wire import CannotRead, Problem, Request

FOLD = re.compile(r"\r?\n[ \t]")
ALARM = re.compile(r"^BEGIN:VALARM[ \t]*$.*?^END:VALARM[ \t]*\n", re.M | re.S | re.I)
EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*$(.*?)^END:VEVENT[ \t]*$", re.M | re.S | re.I)
OTHER = re.compile(r"^BEGIN:(VTIMEZONE|VFREEBUSY)[ \t]*$.*?^END:\1[ \t]*$", re.M | re.S | re.I)
KEPT = re.compile(
    r"^(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|SEQUENCE|STATUS|TRANSP"
    r"|ATTENDEE|X-MICROSOFT-CDO-BUSYSTATUS)([;:].*)$",
    re.M | re.I,
)
REPEATING = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY)", re.I)
ZONE = re.compile(r"^X-WR-TIMEZONE[^:\n]*:[ \t]*(.+?)[ \t]*$", re.M | re.I)
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


def unfolded(text: str) -> str:
    """Long lines whole again (RFC 5545, section 3.1), and plain line ends."""
    return FOLD.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def reduced(text: str, request: Request) -> str:
    """A calendar of only what can say something about the time between `since` and `until`."""
    upper = text.upper()
    # One that was cut off would make a busy week look free.
    if "BEGIN:VCALENDAR" not in upper or not upper.rstrip().endswith("END:VCALENDAR"):
        raise CannotRead(Problem.UNREADABLE)
    text = ALARM.sub("", text)
    entries = list(_entries(text, request))
    _refuse_too_many(entries)
    others = "".join(f"{found[0]}\n" for found in OTHER.finditer(text))
    events = "".join(entry.to_ical() for entry in _near(entries, request))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:reduced\n{others}{events}END:VCALENDAR\n"


def _entries(text: str, request: Request) -> Iterator[Entry]:
    """All but our own chats, and what has no beginning."""
    for found in EVENT.finditer(text):
        lines = [(name.upper(), line) for name, line in KEPT.findall(found[1])]
        entry = Entry(tuple(one for one in lines if _matters(*one, request)))
        if entry.values("DTSTART") and not _is_ours(entry.uid, request):
            yield entry


def _is_ours(uid: str, request: Request) -> bool:
    return uid in request.own_uids or (bool(request.our_uids) and uid.endswith(request.our_uids))


def _matters(name: str, line: str, request: Request) -> bool:
    """Of the people asked only the seeker's own "no" counts."""
    if name != "ATTENDEE":
        return True
    lower = line.lower()
    return "declined" in lower and any(own.lower() in lower for own in request.own_addresses)


def _refuse_too_many(entries: Iterable[Entry]) -> None:
    repeating = [entry for entry in entries if entry.is_repeating]
    rules = (rule for entry in repeating for rule in entry.values("RRULE"))
    if any(TOO_OFTEN.search(rule) for rule in rules):
        raise CannotRead(Problem.UNREADABLE)
    if len(repeating) > MOST_REPEATING:
        raise CannotRead(Problem.TOO_LARGE)


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
