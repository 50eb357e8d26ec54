"""Find the answer of a mail program in an e-mail (iTIP, RFC 5546; iMIP, RFC 6047).

Whatever else an e-mail is, it is no reply: nothing here raises, whoever wrote it. No Django, since
it runs in a child of its own.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from icalendar import Event

from calendars.reading import repeats
from calendars.reading.blocks import ENTRY, ZONE, Block, blocks
from calendars.reading.heads import heads
from calendars.reading.people import Said, said
from calendars.reading.stream import WANTED as WANTED_IN_FEEDS
from calendars.reading.stream import lines
from calendars.reading.zones import ESCAPED, UnknownZone, Zones, by_name
from chats.replies.packing import Brief, calendar_parts, param, text_of

WANTED = {*WANTED_IN_FEEDS, "METHOD", "DTSTAMP"}
METHODS = {"REPLY", "COUNTER"}
MAX_ADDRESS_LENGTH = 320
MAX_UID_LENGTH = 300
MAX_SEQUENCE = 1_000_000
MAX_ATTENDEES = 50
LAST_YEAR = 2100
MAX_STEPS = 100_000
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


def read(raw: bytes) -> Reply | None:
    """The first reply in it."""
    try:
        message = message_from_bytes(raw, policy=Brief())
        sender = parseaddr(str(message.get("From", "")))[1][:MAX_ADDRESS_LENGTH]
        sent_at = _sent_at(message)
        replies = (_reply(part, sender, sent_at) for part in calendar_parts(message))
        return next((one for one in replies if one), None)
    except Exception:  # parsers of others, given anything at all
        return None


def _sent_at(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return _in_utc(found)


def _reply(part: Message, sender: str, sent_at: datetime | None) -> Reply | None:
    try:
        with repeats.until_year(LAST_YEAR):
            return _understood(text_of(part), param(part, "method"), sender, sent_at)
    except Exception:  # the next part may be a better one
        return None


def _understood(calendar: str, method: str, sender: str, sent_at: datetime | None) -> Reply | None:
    """Some say the method in the head of the part alone."""
    found = lines([calendar.encode("utf-8", "replace")], WANTED)
    parts = [(head, part) for head, rest in heads(found) for part in blocks(rest)]
    events = [(head, part) for head, part in parts if part.kind == ENTRY]
    if len(events) != 1:
        return None
    [(head, event)] = events
    method = (head.method or method).upper()
    if method not in METHODS or not event.is_whole:
        return None
    zones = Zones([by_name(part for _, part in parts if part.kind == ZONE)], _must_be_cheap)
    return _reply_of(event, method, sender, zones, sent_at)


def _must_be_cheap(zone: Block) -> None:
    """A zone whose rules would be followed for long is as good as none."""
    steps = repeats.steps(zone.values("RRULE"), zone.values("DTSTART"), LAST_YEAR)
    if steps > MAX_STEPS:
        raise UnknownZone


def _reply_of(
    event: Block, method: str, sender: str, zones: Zones, sent_at: datetime | None
) -> Reply | None:
    """Nothing where it speaks of one date of a series: our chats have none."""
    if event.values("RECURRENCE-ID") or event.values("RRULE"):
        return None
    uid, sequence = _uid(event), int(_only(event, "SEQUENCE") or 0)
    stamped_at = _stamped_at(event, zones, sent_at)
    attendees = tuple(_attendees(event))
    if stamped_at is None or not attendees:
        return None
    if not (uid.isprintable() and 0 < len(uid) <= MAX_UID_LENGTH):
        return None
    if not 0 <= sequence <= MAX_SEQUENCE:
        return None
    starts_at = _instant(event, "DTSTART", zones)
    return Reply(method, uid, sequence, stamped_at, attendees, sender, starts_at)


def _uid(event: Block) -> str:
    """Without blanks, of which ours have none: some fold a line with more of them than one."""
    return "".join(_only(event, "UID").split())


def _stamped_at(event: Block, zones: Zones, sent_at: datetime | None) -> datetime | None:
    """RFC 5545 (3.8.7.2) wants UTC. Of an hour that names no zone the e-mail knows better when it
    was: read hours too early or too late, a true answer would pass for an old or a false one."""
    said = _moment(event, "DTSTAMP", zones)
    if said and said.utcoffset() is None:
        return sent_at or _in_utc(said)
    return said and _in_utc(said)


def _only(event: Block, name: str) -> str:
    """Said twice it is said by nobody we know."""
    values = event.values(name)
    if len(values) > 1:
        raise ValueError(name)
    return ESCAPED.sub(r"\1", values[0].partition(":")[2]) if values else ""


def _instant(event: Block, name: str, zones: Zones) -> datetime | None:
    """An hour without a zone is none."""
    said = _moment(event, name, zones)
    return _in_utc(said) if said and said.utcoffset() is not None else None


def _moment(event: Block, name: str, zones: Zones) -> datetime | None:
    """If that is what it says: a day, or an hour in a zone nobody knows, is none."""
    try:
        rows = "".join(f"{name}{row}\n" for line in event.values(name) for row in zones.plain(line))
        parsed = Event.from_ical(f"BEGIN:VEVENT\n{rows}END:VEVENT\n")
    except Exception:  # the library fails in many ways on what is no time
        return None
    value = getattr(parsed.get(name), "dt", None)
    return value if isinstance(value, datetime) else None


def _in_utc(moment: datetime) -> datetime:
    """Which it is in where nothing else is said."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _attendees(event: Block) -> Iterator[Said]:
    for line in event.values("ATTENDEE")[:MAX_ATTENDEES]:
        one = said(line)
        if 0 < len(one.address) <= MAX_ADDRESS_LENGTH:
            yield one
