"""What an e-mail provider tells us: that an e-mail came back, or that one arrived.

anymail checks that the provider itself says it, and brings what each says into one form. From there
on it is as if the inbox had been read.
"""

from dataclasses import replace
from typing import Any

from anymail.signals import (
    AnymailInboundEvent,
    AnymailTrackingEvent,
    EventType,
    RejectReason,
    inbound,
    tracking,
)
from django.utils import timezone

from chats import lifecycle
from chats.replies.process import reader
from chats.replies.sweep import hear
from mail import Kind, Understood
from mail.codes import code_in, is_permanent
from outbox.message import ANSWER_TO


def listen() -> None:
    """anymail tells of what came by Django's signals alone."""
    tracking.connect(on_tracking, dispatch_uid="coffeechat.tracking")
    inbound.connect(on_inbound, dispatch_uid="coffeechat.inbound")


def on_tracking(event: AnymailTrackingEvent, **said: Any) -> None:
    """All but bounces changes nothing: whether an e-mail was opened we neither know nor ask."""
    if event.event_type == EventType.BOUNCED or event.reject_reason == RejectReason.INVALID:
        lifecycle.hear_email(_bounce(event), now=timezone.now())


def _bounce(event: AnymailTrackingEvent) -> Understood:
    """Providers call a full mailbox a bounce as well, so the server's own words decide."""
    words = " ".join(str(event.mta_response or event.description or "").split())[:2_000]
    code = code_in("", words)
    invalid = event.reject_reason == RejectReason.INVALID
    return Understood(
        Kind.BOUNCE,
        message_id=str(event.event_id or ""),
        sent_at=event.timestamp,
        permanent=invalid or is_permanent(code, words),
        code=code,
        recipient=str(event.recipient or ""),
        returned=(str((event.metadata or {}).get(ANSWER_TO, "")),),
        reason=words[:500],
    )


def on_inbound(event: AnymailInboundEvent, **said: Any) -> None:
    """Read in a child of its own, since it was written by anybody."""
    with reader() as child:
        read = child.read(event.message.as_bytes())
    if read.calendar:
        hear(read.calendar, now=timezone.now())
        return
    went_to = str(event.message.envelope_recipient or "")
    email = read.understood
    delivered_to = (went_to, *email.delivered_to) if went_to else email.delivered_to
    lifecycle.hear_email(replace(email, delivered_to=delivered_to), now=timezone.now())
