"""From a row to the bytes that leave."""

import re
import secrets
from email.charset import Charset
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from outbox import reply_address
from outbox.languages import tag
from outbox.models import OutgoingEmail

UTF_8 = Charset("utf-8")
ANSWER_TO = "X-Answer-To"
"""Comes back with a bounce also from providers that replace the Message-ID."""


class Email(EmailMultiAlternatives):
    """Brings its own boundaries, of 128 random bits, and its own encoded words.

    Left to itself the email package searches every part for the boundary it has thought of, which
    is a quarter of the work of composing.
    """

    metadata: dict[str, str]
    """What anymail hands on to a provider; SMTP has no such thing."""

    def message(self, **options: Any) -> Any:
        message = super().message(**options)
        name, address = parseaddr(self.extra_headers.get("From", self.from_email))
        if _needs_words(name):
            message.replace_header("From", f"{_in_words('From', name)} <{address}>")
        subject = str(self.subject)
        if _needs_words(subject):
            message.replace_header("Subject", _in_words("Subject", subject))
        for part in message.walk():
            if part.is_multipart():
                part.set_boundary(secrets.token_hex(16))
        return message


def compose(row: OutgoingEmail) -> Email:
    """Text first, HTML second, the calendar entry third and once more as a file.

    Mail clients read the alternative part to show Accept and Decline; the attachment is for those
    that do not (RFC 6047 section 2.4).
    """
    ours = reply_address.address_of(row)
    email = Email(
        subject=row.subject,
        body=row.text,
        from_email=_envelope(row, ours),
        to=[row.to],
        reply_to=_reply_to(row, ours) or None,
        headers={
            "Message-ID": row.message_id,
            "Content-Language": tag(row.language),  # RFC 3282
            **_of_ours(row, ours),
            **row.headers,
        },
    )
    if ours:
        email.metadata = {ANSWER_TO: ours}  # comes back with what a provider tells of it
    if row.html:
        email.attach_alternative(row.html, "text/html")
    if row.ics:
        email.attach_alternative(row.ics, f"text/calendar; method={row.ics_method}")
        # As bytes: Django writes the text of a file that is not text/* in Latin-1.
        email.attach("invite.ics", row.ics.encode(), "application/ics")
    return email


def _of_ours(row: OutgoingEmail, ours: str) -> dict[str, str]:
    """Where the envelope says another address, From is said apart."""
    if not ours:
        return {}
    said = {ANSWER_TO: ours}
    return said | {"From": _sender(row)} if settings.REPLY_ENVELOPE else said


def _envelope(row: OutgoingEmail, ours: str) -> str:
    """Where bounces go: by themselves to the address of this very e-mail, if the mail server lets
    anything leave from there."""
    return ours if ours and settings.REPLY_ENVELOPE else _sender(row)


def _reply_to(row: OutgoingEmail, ours: str) -> list[str]:
    """Ours first, since some programs answer to the first alone; the seeker has the answer too."""
    wanted = {"both": [ours, row.reply_to], "instance": [ours], "seeker": [row.reply_to]}
    return [one for one in wanted[settings.REPLY_TO if ours else "seeker"] if one]


def _sender(row: OutgoingEmail) -> str:
    """The instance's address under the seeker's name; never the seeker's own domain (DMARC)."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return str(Address(row.from_name or "CoffeeChat", addr_spec=address))


def _needs_words(text: str) -> bool:
    """ASCII that looks like an encoded word would be shown as what it stands for."""
    return not text.isascii() or "=?" in text


def _in_words(header: str, text: str) -> str:
    """Encoded words of at most 75 characters in lines of at most 76 (RFC 2047 section 2), where the
    email package would make one, however long. They end between words, since some programs show a
    gap there."""
    words = [""]
    for part in re.findall(r"\S+\s*|\s+", text):
        for piece in [part] if _fits(header, part) else part:
            if _fits(header, words[-1] + piece):
                words[-1] += piece
            else:
                words.append(piece)
    return " ".join(map(UTF_8.header_encode, words))


def _fits(header: str, text: str) -> bool:
    return len(f"{header}: {UTF_8.header_encode(text)}") <= 76
