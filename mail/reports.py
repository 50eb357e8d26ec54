"""Delivery reports as RFC 3464 has them, and RFC 6533 for addresses in all letters."""

import re
from collections.abc import Iterator
from email.message import Message

from mail.codes import code_in, is_permanent
from mail.message import children, heading, text_of

Fields = dict[str, str]

REPORTS = {"message/delivery-status", "message/global-delivery-status"}
MAX_LENGTH = 64 * 1024
MAX_BLOCKS = 50
XTEXT = re.compile(r"\+([0-9A-F]{2})")
ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")


def fields_of(message: Message) -> list[Fields] | None:
    """Those of the whole, then those of each recipient; None where no part is such a report.

    Looked for right within the e-mail, since one further inside was forwarded by somebody.
    """
    for part in children(message):
        if part.get_content_type() in REPORTS:
            return list(_blocks(_source(part)))[:MAX_BLOCKS]
    return None


def _source(part: Message) -> str:
    """The library takes the first of these kinds apart into heads of e-mails, the other into one
    e-mail, and neither where it is encoded."""
    within = children(part)
    if not within:
        return text_of(part)[:MAX_LENGTH]
    if heading(part, "Content-Transfer-Encoding").lower() == "base64":
        within[0]["Content-Transfer-Encoding"] = "base64"
        return text_of(within[0])[:MAX_LENGTH]
    return "\n\n".join(
        "".join(f"{name}: {value}\n" for name, value in one.items()) + "\n" + text_of(one)
        for one in within
    )[:MAX_LENGTH]


def _blocks(source: str) -> Iterator[Fields]:
    for block in re.split(r"\n[ \t]*\n", source.replace("\r\n", "\n")):
        if fields := _fields(block):
            yield fields


def _fields(block: str) -> Fields:
    """The first of each name counts. A line that begins with a blank goes on from that before."""
    fields, last = Fields(), ""
    for line in block.split("\n"):
        if line[:1] in {" ", "\t"}:
            if last:
                fields[last] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon and name.strip().lower() not in fields else ""
        if last:
            fields[last] = value.strip()
    return fields


def address_in(value: str) -> str:
    """From `rfc822; ana@example.org`, or `utf-8; jos\\x{E9}@example.org`."""
    kind, semicolon, address = value.partition(";")
    address = (address if semicolon else kind).strip().strip("<>").strip()
    if kind.strip().lower() == "utf-8":
        address = ESCAPED.sub(lambda found: _letter(found[1], 16), address)
    return address[:320] if "@" in address else ""


def original_in(value: str) -> str:
    """The same as the sender wrote it, whose odd letters are `+2B` (RFC 3461 section 4)."""
    return address_in(XTEXT.sub(lambda found: _letter(found[1], 16), value))


def _letter(digits: str, base: int) -> str:
    number = int(digits, base)
    return chr(number) if 0x20 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def failed(fields: list[Fields]) -> Fields | None:
    """The first recipient it did not reach, else the first for whom it is late."""
    for action in ("failed", "delayed"):
        for one in fields:
            if one.get("action", "").lower().split(" ")[0] == action:
                return one
    return None


def verdict(one: Fields) -> tuple[str, bool, str]:
    """The code, whether it is the address for good, and what the server said."""
    said = one.get("diagnostic-code", "")
    words = said.partition(";")[2].strip() if said.lower().startswith(("smtp", "x-")) else said
    code = code_in(one.get("status", ""), words)
    return code, is_permanent(code, words), " ".join(words.split())[:500]


def report_type(message: Message) -> str:
    kind = heading(message, "Content-Type").lower()
    if not kind.startswith("multipart/report"):
        return ""
    found = re.search(r"report-type\s*=\s*\"?([a-z-]+)", kind)
    return found[1] if found else "unknown"
