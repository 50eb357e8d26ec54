"""E-mails that arrive: those of four mail programs, and plain ones made for one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import connection

from chats.models import Chat
from tests.factories import NOW, make_chat, make_contact, make_seeker

SAMPLES = Path(__file__).parent / "samples"
PLACEHOLDER = "UID-OF-THE-CHAT"
LATER = NOW + timedelta(hours=1)
"""When the inbox is read."""
SUGGESTED = NOW.replace(month=12, day=3, hour=15)


def chat_with_dana() -> Chat:
    seeker = make_seeker(email="sam@example.org")
    return make_chat(make_contact(seeker, email="dana@example.com"))


def sample(name: str, chat: Chat | None = None) -> bytes:
    """As the program wrote it; in base64 too, the UID is put where it belongs."""
    raw = (SAMPLES / f"{name}.eml").read_bytes()
    return with_uid(raw, chat.uid if chat else "some-uid")


def with_uid(raw: bytes, uid: str) -> bytes:
    """A calendar part in base64 is written anew, since its lines shift."""
    from email import message_from_bytes
    from email.encoders import encode_base64

    message = message_from_bytes(raw)
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.is_multipart() or PLACEHOLDER.encode() not in content:
            continue
        part.set_payload(content.replace(PLACEHOLDER.encode(), uid.encode()))
        del part["Content-Transfer-Encoding"]
        encode_base64(part)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def entry(
    uid: str,
    *,
    method: str = "REPLY",
    partstat: str = "DECLINED",
    address: str = "dana@example.com",
    sequence: int = 0,
    stamped_at: datetime = NOW + timedelta(minutes=10),
    starts: str = "20261126T150000Z",
    more: str = "",
) -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
        f"METHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\n"
        f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}\r\nDTSTART:{starts}\r\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{address}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def email(calendar: str, sender: str = "dana@example.com", more: str = "") -> bytes:
    """With the entry as its only part."""
    return (
        f"From: {sender}\r\nTo: coffee@localhost\r\nSubject: Re\r\n{more}MIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; charset=utf-8\r\n\r\n"
        f"{calendar}"
    ).encode()


def reply(chat: Chat, sender: str = "dana@example.com", **says: object) -> bytes:
    return email(entry(chat.uid, **says), sender)  # type: ignore[arg-type]


def tables() -> dict[str, str]:
    """A fingerprint of everything each table holds."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            found[name] = sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


@contextmanager
def changing(*expected: str) -> Iterator[None]:
    """These tables change meanwhile, every other one stays as it is to the letter."""
    before = tables()
    yield
    after = tables()
    assert {name for name in after if after[name] != before[name]} == set(expected)
