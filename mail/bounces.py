"""Whether an e-mail says that another did not arrive, in the forms mail servers write.

Of a person who forwards such a message it is none. Nothing here is believed: whoever asks compares
what is named with what was sent (`chats/replies`).
"""

import re
from dataclasses import dataclass
from email.message import Message

from mail import reports
from mail.codes import code_in, is_permanent
from mail.message import (
    ADDRESS,
    addresses,
    children,
    heading,
    message_ids,
    parts,
    read,
    sender,
    text_of,
)
from mail.understood import Kind

RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
IDS = ("X-Microsoft-Original-Message-ID", "X-Google-Original-Message-ID", "Message-ID")
REPLACED_BY_THEM = ".amazonses.com>"
"""SES gives each e-mail an identifier of its own, in place of ours."""
WHERE_TOKENS_STAND = ("X-Answer-To", "Reply-To", "Return-Path", "Errors-To", "Delivered-To")

NOBODY = re.compile(r"mailer-?daemon", re.I)
"""No person has that name; the others some have."""
DAEMON = re.compile(r"(mailer-?daemon|postmaster|mail-?delivery|mmdf|bounces?)\b", re.I)
OWN_WORDS = re.compile(
    r"undeliver|delivery (status|failure|has failed|failed)|failure notice|mail delivery|"
    r"returned mail|could ?n.t be delivered|could not be delivered|unzustellbar|"
    r"nicht zugestellt|non remis|no entregado|mancato recapito|onbestelbaar|delayed mail|"
    r"delivery (is )?delayed|not been delivered",
    re.I,
)
LATE = re.compile(
    r"\bdelayed\b|still being retried|will be retried|has not yet been delivered|"
    r"not yet been delivered|will keep trying|no action is required|delivery incomplete|verzögert",
    re.I,
)
COPY = re.compile(
    r"^[ \t]*-{2,}[^\n]{0,20}(copy of|below this line|original message|returned message|"
    r"unsent message|message header)[^\n]{0,80}$",
    re.I | re.M,
)
ID_LINE = re.compile(
    r"^(?:x-[a-z-]{1,20}original-)?message-id:[ \t]*(<[^<>\s]{3,250}>)", re.I | re.M
)
TOKEN_LINE = re.compile(r"^(?:x-answer-to|reply-to|return-path):[^\n]{0,1000}", re.I | re.M)
ALONE = re.compile(
    r"^[ \t]*<?([^\s<>,;:\"()\[\]\\@]{1,128}@[^\s<>,;:\"()\[\]\\@]{1,255})>?[:.]?[ \t]*$", re.M
)
FORWARDED = re.compile(r"\s*(fwd?|wg|tr|rv|i|enc|doorst|vb|vs|pd)\s*:", re.I)
MAX_SAID = 20_000


@dataclass(frozen=True)
class Bounce:
    kind: Kind
    permanent: bool = False
    code: str = ""
    recipient: str = ""
    also: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    original: str | None = None
    references: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    reason: str = ""


NO_BOUNCE = Bounce(Kind.NONE)
"""A report all the same: that something arrived, was read, or is about somebody else's e-mail."""


def bounce_in(message: Message) -> Bounce | None:
    """None where it is no report of any kind."""
    fields = reports.fields_of(message)
    kind = reports.report_type(message)
    if fields is not None and (kind or _from_a_server(message)):
        return _of_fields(message, fields)
    if kind:
        return NO_BOUNCE
    if _from_a_server(message):
        return _of_words(message)
    return NO_BOUNCE if _is_forwarded(message) else None


def _from_a_server(message: Message) -> bool:
    """By what only servers write, or by the name they go by and what they speak of."""
    if heading(message, "X-Failed-Recipients"):
        return True
    local = sender(message)[0].partition("@")[0]
    if NOBODY.fullmatch(local):
        return True
    nobody = heading(message, "Return-Path") == "<>"
    named = DAEMON.fullmatch(local) is not None or not local
    return (named or nobody) and bool(OWN_WORDS.search(heading(message, "Subject")))


def _is_forwarded(message: Message) -> bool:
    """Somebody shows us a bounce: it says nothing about an e-mail of ours."""
    within = [child for part in parts(message) for child in children(part)]
    if any(reports.report_type(one) == "delivery-status" for one in within):
        return True
    if not FORWARDED.match(heading(message, "Subject")):
        return False
    return bool(OWN_WORDS.search(heading(message, "Subject")))


def _of_fields(message: Message, fields: list[reports.Fields]) -> Bounce:
    one = reports.failed(fields)
    if one is None:
        return NO_BOUNCE
    code, permanent, reason = reports.verdict(one)
    late = one["action"].lower().startswith("delayed")
    final = reports.address_in(one.get("final-recipient", ""))
    first = reports.original_in(one.get("original-recipient", ""))
    returned = _returned(message)
    ids = _ids(message, returned, fields)
    return Bounce(
        Kind.DELAY if late else Kind.BOUNCE,
        permanent=permanent and not late,
        code=code,
        recipient=final or first,
        also=(first,) if first else (),
        addressed_to=_to(returned),
        original=_original(ids),
        references=ids,
        returned=addresses(returned, *WHERE_TOKENS_STAND) if returned else (),
        reason=reason,
    )


def _returned(message: Message) -> Message | None:
    """The head of what came back, as an e-mail within or as lines of text."""
    for part in children(message):
        if part.get_content_type() in RETURNED:
            within = children(part)
            return within[0] if within else _head(text_of(part))
    return None


def _head(text: str) -> Message:
    return read(text.encode()[: 64 * 1024])


def _to(returned: Message | None) -> tuple[str, ...]:
    """Only where it went to one alone: of several nobody knows which is meant."""
    found = addresses(returned, "To") if returned else ()
    return found if len(found) == 1 else ()


def _ids(
    message: Message, returned: Message | None, fields: list[reports.Fields]
) -> tuple[str, ...]:
    inside = [heading(returned, name) for name in IDS] if returned else []
    said = fields[0].get("x-original-message-id", "") if fields else ""
    return message_ids(
        *inside, said, heading(message, "In-Reply-To"), heading(message, "References")
    )


def _original(ids: tuple[str, ...]) -> str | None:
    return next((one for one in ids if not one.endswith(REPLACED_BY_THEM)), None)


def _of_words(message: Message) -> Bounce:
    """Of programs from before there was a form: Exim, qmail and their relatives."""
    text = next((text_of(part) for part in parts(message)), "")
    copy = COPY.search(text)
    said = (text[: copy.start()] if copy else text)[:MAX_SAID]
    rest = (text[copy.start() :] if copy else text)[:MAX_SAID]
    named = addresses(message, "X-Failed-Recipients") or tuple(
        found[1] for found in ALONE.finditer(said)
    )
    late = bool(LATE.search(f"{heading(message, 'Subject')} {said}"))
    if not named:
        return Bounce(Kind.DELAY) if late else NO_BOUNCE
    code, ids = code_in("", said), _ids_in_text(message, rest)
    return Bounce(
        Kind.DELAY if late else Kind.BOUNCE,
        permanent=not late and is_permanent(code, said),
        code=code,
        recipient=named[0],
        original=_original(ids),
        references=ids,
        returned=tuple(
            one[0] for line in TOKEN_LINE.finditer(rest) for one in ADDRESS.finditer(line[0])
        ),
        reason=_line_of_a_server(said),
    )


def _ids_in_text(message: Message, rest: str) -> tuple[str, ...]:
    inside = [found[1] for found in ID_LINE.finditer(rest)]
    heads = [heading(message, "In-Reply-To"), heading(message, "References")]
    return message_ids(*inside[:5], *heads)


def _line_of_a_server(said: str) -> str:
    lines = [line.strip() for line in said.split("\n")]
    return next(
        (line for line in lines if re.match(r"(remote host said: )?[45]\d\d[ -]", line, re.I)), ""
    )[:500]
