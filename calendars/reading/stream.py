"""The lines of a calendar that can say when, one by one as it arrives; all others are passed over.

Nothing is held but the line under way, however long a calendar is.
"""

import re
from collections.abc import Iterable, Iterator, Set

from calendars.reading.blocks import Line

MOMENTS = {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"}
ENTRIES = {"DURATION", "RRULE", "UID", "SEQUENCE", "STATUS", "TRANSP", "ATTENDEE"}
ENTRIES |= {"X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT"}
ZONES = {"TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION"}
CALENDARS = {"BEGIN", "END", "FREEBUSY", "X-WR-TIMEZONE", "X-WR-CALNAME"}
WANTED = MOMENTS | ENTRIES | ZONES | CALENDARS
NAME = re.compile(rb"[A-Za-z0-9-]*")
LINE = re.compile(r"([A-Za-z0-9-]+)([;:].*)", re.S)
BEGINNING = re.compile(rb"([A-Za-z0-9-]+)[;:]")
BOM = b"\xef\xbb\xbf"
PERSON = b"ATTENDEE"
MAX_BITS = 20
"""Physical lines of somebody whose name has line breaks of its own."""


def lines(chunks: Iterable[bytes], wanted: Set[str] = WANTED) -> Iterator[Line]:
    """Whole again where they are folded (RFC 5545, section 3.1), letters too; empty lines between
    are no end of one."""
    names = {name.encode() for name in wanted}
    parts: list[bytes] = []
    is_first = True
    for line in _physical(chunks):
        if line[:1] == BOM[:1]:  # of a file, also of one that was put behind another
            line = line.removeprefix(BOM)
        if is_first and line.strip():
            line, is_first = line.lstrip(), False
        if line[:1] in (b" ", b"\t"):
            parts += [line[1:]] if parts else []
        elif line and _goes_on(parts) and not _begins_one(line, names):
            parts.append(b" " + line)
        elif line:
            yield from _read(parts, wanted)
            parts = [line] if _could_matter(line, names) else []
    yield from _read(parts, wanted)


def _goes_on(parts: list[bytes]) -> bool:
    """Whether the line under way is not all there. Names have been written with their breaks."""
    if not parts or len(parts) > MAX_BITS or parts[0][: len(PERSON)].upper() != PERSON:
        return False
    line = b"".join(parts)
    return b":" not in line or line.count(b'"') % 2 == 1


def _begins_one(line: bytes, names: Set[bytes]) -> bool:
    """Rather than going on with a name: `Weber;PARTSTAT=DECLINED` is no property."""
    found = BEGINNING.match(line)
    return found is not None and (found[1].isupper() or found[1].upper() in names)


def _physical(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """With any kind of end. One that is divided between two chunks makes an empty line more."""
    under_way: list[bytes] = []
    for chunk in chunks:
        chunk = chunk.replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        first, *others = chunk.split(b"\n")
        under_way.append(first)
        if others:
            yield b"".join(under_way)
            yield from others[:-1]
            under_way = others[-1:]
    yield b"".join(under_way)


def _could_matter(line: bytes, names: Set[bytes]) -> bool:
    """By its name; one that is not all there yet could."""
    found = NAME.match(line)
    name = found[0] if found else b""
    return len(name) == len(line) or name.upper() in names


def _read(parts: list[bytes], wanted: Set[str]) -> Iterator[Line]:
    found = LINE.fullmatch(b"".join(parts).decode("utf-8", "replace"))
    if found and (name := found[1].upper()) in wanted:
        yield name, found[2]
