"""What a person may read in one e-mail: its text, its attachments, its calendar entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from calendars import clock
from local.mailbox.store import parts

UTC = ZoneInfo("UTC")

LINKS_OUTSIDE = b'<base target="_blank">'
"""A link of an e-mail opens beside the mailbox."""


@dataclass(frozen=True)
class Entry:
    """A calendar entry in words."""

    method: str
    what: str
    starts: str
    ends: str
    where: str
    organizer: str
    attendees: tuple[str, ...]
    sequence: int
    uid: str
    status: str


@dataclass(frozen=True)
class Attachment:
    number: int
    name: str
    kind: str
    content: bytes

    def entries(self) -> list[Entry]:
        return list(_entries(self.content)) if self.kind == "text/calendar" else []


def text_of(message: EmailMessage) -> str:
    return _content(message, "plain").decode("utf-8", "replace")


def html_of(message: EmailMessage) -> bytes:
    """The HTML part in UTF-8, or nothing."""
    html = _content(message, "html")
    return LINKS_OUTSIDE + html if html else b""


def attachments(message: EmailMessage) -> list[Attachment]:
    """Whatever is not the letter itself; a calendar entry counts, also as an alternative part."""
    return [
        Attachment(
            number,
            part.get_filename() or f"part-{number}",
            part.get_content_type(),
            _bytes(part),
        )
        for number, part in enumerate(parts(message))
        if part.get_filename() or part.get_content_maintype() != "text" or _is_calendar(part)
    ]


def calendar_entries(found: list[Attachment]) -> list[Entry]:
    """Each entry once, though it mostly comes both as a part and as a file."""
    entries = (entry for attachment in found for entry in attachment.entries())
    return list(dict.fromkeys(entries))


def _is_calendar(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/calendar"


def _bytes(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _content(message: EmailMessage, kind: str) -> bytes:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return b""
    try:
        return str(part.get_content()).encode()
    except LookupError:  # a character set Python does not know
        return _bytes(part)


def _entries(content: bytes) -> Iterator[Entry]:
    try:
        calendar = Calendar.from_ical(content)
        for event in calendar.walk("VEVENT"):
            yield _entry(str(calendar.get("METHOD", "")), event)
    except (ValueError, KeyError, AttributeError):
        return


def _entry(method: str, event: Component) -> Entry:
    attendees = event.get("ATTENDEE", [])
    return Entry(
        method=method,
        what=str(event.get("SUMMARY", "")),
        starts=_said(event.decoded("DTSTART")),
        ends=_said(event.decoded("DTEND", "")),
        where=str(event.get("LOCATION", "")),
        organizer=_address(event.get("ORGANIZER", "")),
        attendees=tuple(_address(one) for one in _listed(attendees)),
        sequence=int(event.get("SEQUENCE", 0)),
        uid=str(event.get("UID", "")),
        status=str(event.get("STATUS", "")),
    )


def _said(when: object) -> str:
    """Our own entries are in UTC; others may hold a day, or nothing."""
    if isinstance(when, datetime) and when.tzinfo is not None:
        return clock.say(when, UTC)
    return str(when)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _address(value: object) -> str:
    return str(value).removeprefix("mailto:").removeprefix("MAILTO:")
