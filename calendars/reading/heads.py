"""The calendars of a stream, which may hold several one behind the other (RFC 5545, section 3.4),
and what each says of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from calendars.reading.blocks import EDGES, Line

SAID = {"X-WR-CALNAME", "X-WR-TIMEZONE", "METHOD"}
ESCAPED = re.compile(r"\\([,;\\])")
MAX_NAME_LENGTH = 100
NEXT = "BEGIN:VCALENDAR"


@dataclass(slots=True)
class Head:
    """What one calendar says of itself, and whether it came to its end."""

    has_begun: bool = False
    is_whole: bool = False
    """Whatever stands behind the end: servers add remarks, and files are filled up."""
    is_last: bool = False
    name: str = ""
    zone: str = ""
    method: str = ""
    within: str = ""
    """The component that is open: what stands there is not said of the calendar."""

    def rest_of(self, lines: Iterator[Line]) -> Iterator[Line]:
        """Its lines, as far as where another one begins."""
        for name, line in lines:
            if name in SAID:
                if not self.within and not self.is_whole:
                    self._take(name, line.partition(":")[2].strip())
            elif name not in EDGES or not line[1:].lstrip().upper().startswith("VCALENDAR"):
                self._pass(name, line[1:].strip().upper())
                yield name, line
            elif name == "BEGIN":
                return
            else:
                self.is_whole = self.has_begun
                if NEXT in line.upper():  # files put together, of which the first ends no line
                    return
        self.is_last = True

    def _take(self, name: str, value: str) -> None:
        if name == "X-WR-CALNAME":
            self.name = self.name or ESCAPED.sub(r"\1", value)[:MAX_NAME_LENGTH]
        elif name == "X-WR-TIMEZONE":
            self.zone = self.zone or value
        else:
            self.method = self.method or value

    def _pass(self, name: str, kind: str) -> None:
        if name == "BEGIN" and not self.within:
            self.within = kind
        elif name == "END" and kind == self.within:
            self.within = ""


def heads(lines: Iterator[Line]) -> Iterator[tuple[Head, Iterator[Line]]]:
    """Each with its lines, which have to be read before the next is asked for."""
    head = Head()
    yield head, head.rest_of(lines)
    while not head.is_last:
        head = Head(has_begun=True)
        yield head, head.rest_of(lines)
