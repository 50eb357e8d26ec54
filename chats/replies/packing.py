"""Find calendars in an e-mail, however a mail program packs them (iMIP, RFC 6047)."""

import re
from codecs import lookup
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any

ENDING = ".ics"
CALENDAR_TYPES = {"text/calendar", "application/ics"}
MAX_PARTS = 50
MAX_LAYERS = 20
"""Parts within parts: of more, each line is looked at once for each of them."""
MAX_HEADER_LENGTH = 4_000
"""Parameters of a header are taken apart anew for each that follows."""
MAX_ENTRY_LENGTH = 128 * 1024
"""A reply has some thousand octets, of which most say when the clocks change."""
ENCODED_NAME = re.compile(rb'name(?:\*|\s*=\s*"?=\?)', re.I)
"""Of a file, by RFC 2231, or by RFC 2047 as many have it: its ending may not be plain to see."""
OF_DOMAINS = {"punycode", "idna"}
"""What Python takes for charsets too, and needs quadratic time to read; no e-mail is written so."""


class Brief(Compat32):
    """Reads no more of a header than anybody writes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER_LENGTH]


def could_hold_one(raw: bytes) -> bool:
    """Whether it is worth a child."""
    lower = raw.lower()
    holds_one = any(sign.encode() in lower for sign in (*CALENDAR_TYPES, ENDING))
    is_named = holds_one or bool(ENCODED_NAME.search(raw))
    return is_named and lower.count(b"multipart/") <= MAX_LAYERS


def calendar_parts(message: Message) -> Iterator[Message]:
    """Its calendar parts, as an alternative or a file."""
    for number, part in enumerate(_parts(message)):
        if number >= MAX_PARTS:
            return
        if part.get_content_type() in CALENDAR_TYPES or _is_file(part):
            yield part


def _is_file(part: Message) -> bool:
    """What a mail program takes for any file, or for text, is a calendar by either of its names."""
    names = (("filename", "content-disposition"), ("name", "content-type"))
    return any(param(part, *name).lower().endswith(ENDING) for name in names)


def param(part: Message, name: str, header: str = "content-type") -> str:
    """In plain letters, encoded by whichever rule. All that is looked for is ASCII, so the charset
    does not matter, nor what in it cannot be read."""
    try:
        value = part.get_param(name, "", header)
        text = value[2] if isinstance(value, tuple) else value
        words = decode_header(str(text or ""))
    except (MessageError, ValueError):
        return ""
    plain = (one if isinstance(one, str) else one.decode("latin-1") for one, _ in words)
    return "".join(plain).strip()


def _parts(message: Message) -> Iterator[Message]:
    """All of them, but for those of an e-mail within: what somebody quotes is not their answer."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        content: Any = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting[:0] = content[:MAX_PARTS]
        elif not part.is_multipart():
            yield part


def text_of(part: Message) -> str:
    """RFC 5545 says UTF-8 where no charset is named; a name nobody knows is read as that too."""
    content: Any = part.get_payload(decode=True)
    if not isinstance(content, bytes) or len(content) > MAX_ENTRY_LENGTH:
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        if lookup(charset).name in OF_DOMAINS:
            charset = "utf-8"
        return content.decode(charset, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")
