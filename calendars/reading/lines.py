"""Take out of a calendar's text what says nothing about when: most of it, before it is parsed.

Parsing a line properly costs a hundred times more than skipping it. What is left goes to the
libraries; nothing is decided here but "this cannot matter between these two days".
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import prod

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
ZONE = re.compile(r"^X-WR-TIMEZONE[^:\n]*:[ \t]*(.+?)[ \t]*$", re.M | re.I)
NAME = re.compile(r"^X-WR-CALNAME[^:\n]*:(.*)$", re.M | re.I)
ESCAPED = re.compile(r"\\([,;\\])")
DAY = re.compile(r":[ \t]*(\d{8})(?:T\d{6}Z?)?[ \t]*$")
NUMBER = re.compile(r"\d{1,6}")
MOST_REPEATING = 5_000
MOST_A_DAY = 96
"""Times an entry repeats: every quarter of an hour. More would be all of the time there is."""
MOST_STEPS = 1_000_000
"""From an entry's first time to the last day asked for; a million take about two seconds."""
A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
FINER = {"SECONDLY": 0, "MINUTELY": 1, "HOURLY": 2}
"""How many of `BY` make the rule repeat more often within its step (RFC 5545, 3.3.10)."""
BY = ("BYSECOND", "BYMINUTE", "BYHOUR")
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
    text = ALARM.sub("", text)
    entries = list(_entries(text, request))
    good = [one for one in entries if one.values("DTSTART") and not repeats_too_often(one, request)]
    if sum(entry.is_repeating for entry in good) > MOST_REPEATING:
        raise CannotRead(Problem.TOO_LARGE)
    others = "".join(f"{found[0]}\n" for found in OTHER.finditer(text))
    events = "".join(entry.to_ical() for entry in _near(good, request))
    kept = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:reduced\n{others}{events}END:VCALENDAR\n"
    return Reduced(kept, len(entries) - len(good))


def _entries(text: str, request: Request) -> Iterator[Entry]:
    """All but our own chats."""
    for found in EVENT.finditer(text):
        lines = [(name.upper(), line) for name, line in KEPT.findall(found[1])]
        entry = Entry(tuple(one for one in lines if _matters(*one, request)))
        if not _is_ours(entry.uid, request):
            yield entry


def _is_ours(uid: str, request: Request) -> bool:
    return uid in request.own_uids or (bool(request.our_uids) and uid.endswith(request.our_uids))


def _matters(name: str, line: str, request: Request) -> bool:
    """Of the people asked only the seeker's own "no" counts."""
    if name != "ATTENDEE":
        return True
    lower = line.lower()
    return "declined" in lower and any(own.lower() in lower for own in request.own_addresses)


def repeats_too_often(entry: Entry, request: Request) -> bool:
    """Whether finding its times could take longer than all others together, or never end."""
    first = entry.values("DTSTART")[0].rpartition(":")[2].strip()[:4]
    years = request.until.year - int(first) + 1 if NUMBER.fullmatch(first) else 1
    often = max((_times_a_day(rule) for rule in entry.values("RRULE")), default=0)
    return often > MOST_A_DAY or often * 366 * years > MOST_STEPS


def _times_a_day(rule: str) -> float:
    """At most; what only thins a rule out is not looked at. A step of nothing never ends."""
    rows = (part.partition("=") for part in rule.rpartition(":")[2].upper().split(";"))
    parts = {name.strip(): value.strip() for name, _, value in rows}
    every = parts.get("INTERVAL", "1")
    step = int(every) if NUMBER.fullmatch(every) else 0
    if step == 0:
        return float("inf")
    often = parts.get("FREQ", "")
    finer = prod(len(parts[name].split(",")) for name in BY[: FINER.get(often, 3)] if name in parts)
    return A_DAY[often] / step * finer if often in A_DAY else finer


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
