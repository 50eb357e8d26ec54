"""Is it a bounce, then is it automatic, then is it an answer: in this order."""

from email.message import Message
from typing import Any

from mail import message as head
from mail.automatic import is_automatic
from mail.away import until_in
from mail.bounces import bounce_in
from mail.leaving import has_gone
from mail.quotes import new_in
from mail.understood import Kind, Understood
from mail.words import attachments_of, words_of

MAX_WHOLE = 100_000
MAX_NEW = 20_000
ON_THE_WAY = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")


def understand(raw: bytes) -> Understood:
    """Whatever it is given: what cannot be read says nothing."""
    try:
        return _understood(head.read(raw))
    except Exception:  # libraries, given anything at all
        return Understood(Kind.NONE)


def _understood(message: Message) -> Understood:
    bounce = bounce_in(message)
    if bounce is not None:
        return Understood(**_head(message) | vars(bounce))
    words = words_of(message)
    new, said = new_in(words)[:MAX_NEW], _head(message)
    if is_automatic(message, said["subject"], new):
        day = said["sent_at"].date() if said["sent_at"] else None
        until = until_in(new, day)
        gone = until is None and has_gone(said["subject"], new)
        return Understood(Kind.AUTO, **said, text=new, until=until, gone=gone)
    attachments = attachments_of(message)
    kind = Kind.REPLY if new.strip() or attachments else Kind.NONE
    whole = words.replace("\x02", "")[:MAX_WHOLE]
    return Understood(kind, **said, text=new, whole=whole, attachments=attachments)


def _head(message: Message) -> dict[str, Any]:
    address, name = head.sender(message)
    answers = head.message_ids(head.heading(message, "In-Reply-To"))
    thread = head.message_ids(*head.headings(message, "References"))
    references = tuple(dict.fromkeys((*answers, *reversed(thread))))
    return {
        "message_id": next(iter(head.message_ids(head.heading(message, "Message-ID"))), ""),
        "sender": address,
        "sender_name": name[:200],
        "sent_at": head.sent_at(message),
        "recipients": head.addresses(message, "To", "Cc"),
        "delivered_to": head.addresses(message, *ON_THE_WAY),
        "references": references,
        "original": references[0] if references else None,
        "subject": head.heading(message, "Subject")[:300],
    }
