"""Read the octets of an e-mail into its head and parts, whoever wrote it and however badly."""

import re
from codecs import lookup
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from typing import Any

MAX_HEADER_LENGTH = 4_000
"""Parameters of a header are taken apart anew for each that follows."""
MAX_SAME_HEADERS = 10
MAX_PARTS = 50
MAX_LAYERS = 20
"""Parts within parts: of more, each line is looked at once for each of them."""
MAX_WITHIN = 100
"""E-mails within e-mails; the library calls itself for each."""
MAX_TEXT_LENGTH = 200_000
LAYER = re.compile(rb"multipart/", re.I)
WITHIN = re.compile(rb"message/", re.I)
ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]{1,128}@[^\s<>,;:\"()\[\]\\@]{1,255}")
IN_ANGLES = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
MAX_FOUND = 50
NO_TEXT = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"}
"""What Python takes for charsets too, some with work in the square of the length."""
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


class Plain(Compat32):
    """No more of a header than anybody writes; raw octets in it are UTF-8, or what Windows takes
    them for."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER_LENGTH]

    def header_fetch_parse(self, name: str, value: str) -> str:
        if value.isascii():
            return value
        return decoded(value.encode("utf-8", "surrogateescape"), "utf-8")


def read(raw: bytes) -> Message:
    shallow = _shallow(_shallow(raw, LAYER, MAX_LAYERS), WITHIN, MAX_WITHIN)
    return message_from_bytes(shallow, policy=Plain())


def _shallow(raw: bytes, sign: re.Pattern[bytes], most: int) -> bytes:
    """Up to where parts lie within parts deeper than anybody packs them."""
    for number, found in enumerate(sign.finditer(raw)):
        if number >= most:
            return raw[: found.start()]
    return raw


def heading(message: Message, name: str) -> str:
    """One header in plain letters, in one line."""
    return next(iter(headings(message, name)), "")


def headings(message: Message, name: str) -> list[str]:
    """All of that name, of which anybody may write as many as they like."""
    return [_in_plain(str(one)) for one in message.get_all(name, [])[:MAX_SAME_HEADERS]]


def _in_plain(value: str) -> str:
    try:
        words = decode_header(value) if "=?" in value else [(value, None)]
    except (MessageError, ValueError):
        words = [(value, None)]
    plain = (
        one if isinstance(one, str) else decoded(one, charset or "utf-8") for one, charset in words
    )
    return " ".join(UNSEEN.sub(" ", "".join(plain)).split())


def addresses(message: Message, *names: str) -> tuple[str, ...]:
    """Whatever looks like one: a name with an @ in it is worth nothing more than a wrong guess."""
    said = " ".join(one for name in names for one in headings(message, name))
    return _distinct(ADDRESS.finditer(said[: MAX_HEADER_LENGTH * 4]))


def message_ids(*texts: str) -> tuple[str, ...]:
    return _distinct(MESSAGE_ID.finditer(" ".join(texts)[: MAX_HEADER_LENGTH * 4]))


def _distinct(found: Iterator[re.Match[str]]) -> tuple[str, ...]:
    seen = dict[str, None]()
    for one in found:
        seen[one[0]] = None
        if len(seen) == MAX_FOUND:
            break
    return tuple(seen)


def sender(message: Message) -> tuple[str, str]:
    """Address and name. That in the last angles is it: names are written with addresses too."""
    said = heading(message, "From")
    angles = list(IN_ANGLES.finditer(said))
    if angles:
        return angles[-1][1], said[: angles[-1].start()].strip(' "')
    found = ADDRESS.search(said)
    return (found[0], "") if found else ("", "")


def sent_at(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(heading(message, "Date"))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parts(message: Message) -> Iterator[Message]:
    """All that are no parts themselves. An e-mail within is one: it is somebody else's."""
    waiting, left = [message], MAX_PARTS
    while waiting and left:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = children(part)
        else:
            left -= 1
            yield part


def children(message: Message) -> list[Message]:
    """Asked of a text, the library would decode it by whatever charset it names."""
    if not message.is_multipart():
        return []
    content: Any = message.get_payload()
    return list(content[:MAX_PARTS])


def param(part: Message, name: str, header: str = "content-type") -> str:
    """In plain letters, encoded by whichever rule."""
    try:
        value = part.get_param(name, "", header)
    except (MessageError, ValueError):
        return ""
    if isinstance(value, tuple):
        charset, _, text = value
        octets = str(text).encode("latin-1", "replace")
        return _in_plain(decoded(octets, charset or "utf-8"))
    return _in_plain(str(value or "")).strip()


def text_of(part: Message) -> str:
    """Its letters, its lines ending in \\n; nothing of what it says in other ways."""
    content: Any = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = param(part, "charset") or "utf-8"
    text = decoded(content[: 4 * MAX_TEXT_LENGTH], charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return UNSEEN.sub("", text)[:MAX_TEXT_LENGTH]


def decoded(octets: bytes, charset: str) -> str:
    """As it says, where that is so; else UTF-8, else what Windows makes of it."""
    for name in (charset, "utf-8"):
        try:
            if lookup(name).name.replace("_", "-") not in NO_TEXT:
                return octets.decode(name)
        except (LookupError, ValueError):
            continue
    return octets.decode("cp1252", "replace")
