"""The parts of a calendar's text, found in one pass: its entries, zones and free times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LINE = re.compile(
    r"^(?:(?P<edge>BEGIN|END):(?P<block>VEVENT|VALARM|VTIMEZONE|VFREEBUSY)[ \t]*"
    r"|(?P<name>DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|SEQUENCE|STATUS|TRANSP"
    r"|ATTENDEE|X-MICROSOFT-CDO-BUSYSTATUS)(?P<value>[;:].*))$",
    re.M | re.I,
)
"""All that is looked at. It never looks beyond its own line: a pattern that went from a BEGIN to
its END would read the whole rest anew for each BEGIN that has none."""
ENTRY, ZONE, ALARM = "VEVENT", "VTIMEZONE", "VALARM"


@dataclass
class Block:
    """What stands between a BEGIN and its END."""

    name: str
    start: int
    end: int = 0
    """Both in the text; no end where there is none."""
    lines: list[tuple[str, str]] = field(default_factory=list)
    """Those that say when, by name."""
    is_in_alarm: bool = False

    def take(self, found: re.Match[str]) -> None:
        """A line within; what stands in an alarm says nothing about the entry."""
        if found["edge"]:
            if found["block"].upper() == ALARM:
                self.is_in_alarm = found["edge"].upper() == "BEGIN"
        elif not self.is_in_alarm:
            self.lines.append((found["name"].upper(), found["value"]))

    def values(self, name: str) -> list[str]:
        return [line for found, line in self.lines if found == name]


def blocks(text: str) -> Iterator[Block]:
    """One that never ends reaches to the next, and counts where it is an entry."""
    block: Block | None = None
    for found in LINE.finditer(text):
        edge, name = (found["edge"] or "").upper(), (found["block"] or "").upper()
        if edge == "BEGIN" and name != ALARM:
            yield from [block] if block and block.name == ENTRY else []
            block = Block(name, found.start())
        elif block and edge == "END" and name == block.name:
            block.end = found.end()
            yield block
            block = None
        elif block:
            block.take(found)
    yield from [block] if block and block.name == ENTRY else []
