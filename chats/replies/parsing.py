"""Find the answer of a mail program in an e-mail (iTIP, RFC 5546; iMIP, RFC 6047).

Whatever else an e-mail is, it is no reply: nothing here raises, whoever wrote it. No Django, since
it runs in a child of its own.
"""

import json
from codecs import lookup
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from typing import Any

from icalendar import Event

from calendars.reading import repeats
from calendars.reading.blocks import ENTRY, ZONE, Block, blocks
from calendars.reading.people import Said, said
from calendars.reading.stream import WANTED as WANTED_IN_FEEDS
from calendars.reading.stream import lines
from calendars.reading.zones import ESCAPED, UnknownZone, Zones

WANTED = {*WANTED_IN_FEEDS, "METHOD", "DTSTAMP"}
ENDING = ".ics"
KINDS = {"text/calendar", "application/ics"}
METHODS = {"REPLY", "COUNTER"}
MOST_PARTS = 50
MOST_LAYERS = 20
"""Parts within parts: of more, each line is looked at once for each of them."""
LONGEST_HEADER = 4_000
"""Parameters of a header are taken apart anew for each that follows."""
LONGEST_ADDRESS = 320
LONGEST_ENTRY = 128 * 1024
"""A reply has some thousand octets, of which most say when the clocks change."""
LONGEST_UID = 300
LARGEST_SEQUENCE = 1_000_000
MOST_ATTENDEES = 50
OF_DOMAINS = {"punycode", "idna"}
"""What Python takes for charsets too, and needs quadratic time to read; no e-mail is written so."""
LAST_YEAR = 2100
MOST_STEPS = 100_000
"""Of all rules from the first start to that year: some tenths of a second. A zone whose clocks have
changed twice a year since 1601 takes twelve thousand."""


@dataclass(frozen=True)
class Reply:
    """What an entry says, without any of its words."""

    method: str
    uid: str
    sequence: int
    stamped_at: datetime
    attendees: tuple[Said, ...]
    sender: str
    """The address of From: it tells who speaks where an entry names several, and proves nothing."""
    starts_at: datetime | None

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    @classmethod
    def from_json(cls, text: str) -> "Reply":
        said = json.loads(text)
        starts_at = said["starts_at"] and datetime.fromisoformat(said["starts_at"])
        return cls(
            **said
            | {
                "stamped_at": datetime.fromisoformat(said["stamped_at"]),
                "attendees": tuple(Said(**one) for one in said["attendees"]),
                "starts_at": starts_at,
            }
        )


class _Brief(Compat32):
    """Reads no more of a header than anybody writes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def could_hold_one(raw: bytes) -> bool:
    """Whether it is worth a child: MIME headers are never encoded."""
    lower = raw.lower()
    holds_one = any(sign.encode() in lower for sign in (*KINDS, ENDING))
    return holds_one and lower.count(b"multipart/") <= MOST_LAYERS


def read(raw: bytes) -> Reply | None:
    """The first reply in it."""
    try:
        message = message_from_bytes(raw, policy=_Brief())
        sender = parseaddr(str(message.get("From", "")))[1][:LONGEST_ADDRESS]
        replies = (_reply(_text(part), _method(part), sender) for part in _entries(message))
        return next((one for one in replies if one), None)
    except Exception:  # parsers of others, given anything at all
        return None


def _entries(message: Message) -> Iterator[Message]:
    """Its calendar parts, as an alternative or a file."""
    for number, part in enumerate(_parts(message)):
        if number >= MOST_PARTS:
            return
        if part.get_content_type() in KINDS or _is_file(part):
            yield part


def _is_file(part: Message) -> bool:
    """What a mail program takes for any file, or for text, is a calendar by its name."""
    return str(part.get_filename() or "").strip().lower().endswith(ENDING)


def _parts(message: Message) -> Iterator[Message]:
    """All of them, but for those of an e-mail within: what somebody quotes is not their answer."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        content: Any = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting[:0] = content[:MOST_PARTS]
        elif not part.is_multipart():
            yield part


def _text(part: Message) -> str:
    """RFC 5545 says UTF-8 where no charset is named; a name nobody knows is read as that too."""
    content: Any = part.get_payload(decode=True)
    if not isinstance(content, bytes) or len(content) > LONGEST_ENTRY:
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        if lookup(charset).name in OF_DOMAINS:
            charset = "utf-8"
        return content.decode(charset, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _method(part: Message) -> str:
    """Some say it in the head of the part alone."""
    return str(part.get_param("method") or "")


def _reply(text: str, method: str, sender: str) -> Reply | None:
    try:
        with repeats.until_year(LAST_YEAR):
            return _understood(text, method, sender)
    except Exception:  # the next part may be a better one
        return None


def _understood(text: str, method: str, sender: str) -> Reply | None:
    found = list(lines([text.encode("utf-8", "replace")], WANTED))
    said_methods = [line[1:].strip() for name, line in found if name == "METHOD"]
    method = (said_methods or [method])[0].upper()
    parts = list(blocks(found))
    events = [part for part in parts if part.kind == ENTRY]
    if method not in METHODS or len(events) != 1 or not events[0].is_whole:
        return None
    zones = Zones([part for part in parts if part.kind == ZONE], _must_be_cheap)
    return _reply_of(events[0], method, sender, zones)


def _must_be_cheap(zone: Block) -> None:
    """A zone whose rules would be followed for long is as good as none."""
    steps = repeats.steps(zone.values("RRULE"), zone.values("DTSTART"), LAST_YEAR)
    if steps > MOST_STEPS:
        raise UnknownZone


def _reply_of(event: Block, method: str, sender: str, zones: Zones) -> Reply | None:
    """Nothing where it speaks of one date of a series: our chats have none."""
    if event.values("RECURRENCE-ID") or event.values("RRULE"):
        return None
    uid, sequence = _only(event, "UID"), int(_only(event, "SEQUENCE") or 0)
    stamped_at = _instant(event, "DTSTAMP", zones)
    attendees = tuple(_attendees(event))
    if stamped_at is None or not attendees:
        return None
    if not (uid.isprintable() and 0 < len(uid) <= LONGEST_UID):
        return None
    if not 0 <= sequence <= LARGEST_SEQUENCE:
        return None
    starts_at = _instant(event, "DTSTART", zones)
    return Reply(method, uid, sequence, stamped_at, attendees, sender, starts_at)


def _only(event: Block, name: str) -> str:
    """Said twice it is said by nobody we know."""
    values = event.values(name)
    if len(values) > 1:
        raise ValueError(name)
    return ESCAPED.sub(r"\1", values[0].partition(":")[2]) if values else ""


def _instant(event: Block, name: str, zones: Zones) -> datetime | None:
    """A moment, if that is what it says: a day, an hour without a zone, or one in a zone nobody
    knows is none."""
    try:
        rows = "".join(f"{name}{row}\n" for line in event.values(name) for row in zones.plain(line))
        parsed = Event.from_ical(f"BEGIN:VEVENT\n{rows}END:VEVENT\n")
    except Exception:  # the library fails in many ways on what is no time
        return None
    value = getattr(parsed.get(name), "dt", None)
    if not isinstance(value, datetime) or value.utcoffset() is None:
        return None
    return value.astimezone(UTC)


def _attendees(event: Block) -> Iterator[Said]:
    for line in event.values("ATTENDEE")[:MOST_ATTENDEES]:
        one = said(line)
        if 0 < len(one.address) <= LONGEST_ADDRESS:
            yield one
