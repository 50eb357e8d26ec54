"""The parts of a calendar's text, found in one pass: its entries, zones and free times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LINE = re.compile(
    r"^(?:(?P<edge>BEGIN|END):(?P<block>[A-Z0-9-]+)[ \t]*"
    r"|(?P<name>DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|SEQUENCE|STATUS|TRANSP"
    r"|ATTENDEE|FREEBUSY|X-MICROSOFT-CDO-BUSYSTATUS)(?P<value>[;:].*))$",
    re.M | re.I,
)
"""All that is looked at. It never looks beyond its own line: a pattern that went from a BEGIN to
its END would read the whole rest anew for each BEGIN that has none."""
ENTRY, ZONE, FREE = "VEVENT", "VTIMEZONE", "VFREEBUSY"
KINDS = (ENTRY, ZONE, FREE)


@dataclass
class Block:
    """What stands between a BEGIN and its END."""

    name: str
    start: int
    """In the text."""
    words: str = ""
    """All of it, where it is no entry."""
    lines: list[tuple[str, str]] = field(default_factory=list)
    """Those that say when, by name."""
    depth: int = 0
    """How many components within are open: alarms, people, places (RFC 9073)."""

    def take(self, found: re.Match[str]) -> None:
        """A line within. What stands in a component of an entry says nothing about the entry; the
        parts of a zone are the zone."""
        if found["edge"]:
            step = 1 if found["edge"].upper() == "BEGIN" else -1
            self.depth = max(self.depth + step, 0)
        elif self.depth == 0 or self.name == ZONE:
            self.lines.append((found["name"].upper(), found["value"]))

    def values(self, name: str) -> list[str]:
        return [line for found, line in self.lines if found == name]


def blocks(text: str) -> Iterator[Block]:
    """One that never ends reaches to the next, and counts where it is an entry."""
    block: Block | None = None
    for found in LINE.finditer(text):
        edge, name = (found["edge"] or "").upper(), (found["block"] or "").upper()
        if edge == "BEGIN" and name in KINDS:
            yield from [block] if block and block.name == ENTRY else []
            block = Block(name, found.start())
        elif block and edge == "END" and name == block.name:
            block.words = "" if name == ENTRY else text[block.start : found.end()]
            yield block
            block = None
        elif block:
            block.take(found)
    yield from [block] if block and block.name == ENTRY else []
