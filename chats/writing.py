"""How an e-mail about an ask or its chat is written to either side: thread, way out, hours.

It stands below the features of `chats`; each has the e-mails it causes in its own `emails`.
"""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from calendars import hour_cycle
from calendars.clock import hours_as
from chats.models import Chat, Invitation
from outbox.kinds import EmailKind
from outbox.rendered import RenderedEmail
from outbox.rendering import render, sender

UNDO_DELAY = timedelta(seconds=60)
"""The other side's e-mail waits this long, so that an answer undone at once reaches nobody."""


def to_host(
    kind: EmailKind,
    invitation: Invitation,
    version: str,
    context: dict[str, Any],
    to: str,
    **fields: Any,
) -> RenderedEmail:
    seeker, contact = invitation.seeker, invitation.contact
    about = fields.pop("about", invitation.about)
    shared = {
        "invitation": invitation,
        "seeker": seeker,
        "contact": contact,
        "zone": invitation.zone_for_host,
        "other_zone": seeker.time_zone,
        "site_url": settings.SITE_URL,
    }
    with as_read_by_host(invitation):
        written = render(kind.name, shared | context)
    return RenderedEmail(
        kind=kind.name,
        dedupe_key=f"{kind.name}:{about}:{version}:host",
        about=about,
        to=to,
        from_name=sender(seeker.display_name),
        reply_to=seeker.email,
        outreach=True,
        expects_reply=True,
        held=seeker.is_sample,
        **written,
        **fields,
    )


def chat_to_host(
    kind: EmailKind, chat: Chat, version: str, context: dict[str, Any], **fields: Any
) -> RenderedEmail:
    """Worth nothing once the chat has begun."""
    return to_host(
        kind,
        chat.invitation,
        version,
        {"chat": chat, **context},
        to=chat.host_address,
        about=chat.about,
        **{"headers": thread(chat.invitation), "expires_at": chat.starts_at, **fields},
    )


def as_read_by_host(invitation: Invitation) -> AbstractContextManager[None]:
    return hours_as(invitation.host_hour_cycle or hour_cycle.of_zone(invitation.zone_for_host))


def to_seeker(
    kind: EmailKind, invitation: Invitation, version: str, context: dict[str, Any], **fields: Any
) -> RenderedEmail:
    seeker, contact = invitation.seeker, invitation.contact
    about = fields.pop("about", invitation.about)
    shared = {
        "invitation": invitation,
        "invitation_page": settings.SITE_URL + invitation.get_absolute_url(),
        "seeker": seeker,
        "contact": contact,
        "zone": seeker.time_zone,
        "other_zone": invitation.zone_for_host,
        "site_url": settings.SITE_URL,
    }
    with as_read_by(seeker):
        written = render(kind.name, shared | context)
    return RenderedEmail(
        kind=kind.name,
        dedupe_key=f"{kind.name}:{about}:{version}:seeker",
        about=about,
        to=seeker.email,
        held=seeker.is_sample,
        **{"headers": thread(invitation), **written, **fields},
    )


def answer_to_seeker(
    kind: EmailKind, invitation: Invitation, context: dict[str, Any], now: datetime
) -> RenderedEmail:
    """What the host said; it waits for an undo."""
    return to_seeker(kind, invitation, now.isoformat(), context, not_before=now + UNDO_DELAY)


def chat_to_seeker(
    kind: EmailKind, chat: Chat, version: str, context: dict[str, Any], **fields: Any
) -> RenderedEmail:
    shared = {"chat": chat, "page": _page(chat)}
    return to_seeker(kind, chat.invitation, version, shared | context, about=chat.about, **fields)


def of_the_chat(chat: Chat) -> str:
    """Once for each chat as it was last changed."""
    return f"{chat.pk}-{chat.sequence}"


def as_read_by(seeker: User) -> AbstractContextManager[None]:
    """Hours as the seeker chose, or as they are read where they live."""
    return hours_as(seeker.hour_cycle or hour_cycle.of_zone(seeker.time_zone))


def outreach_headers(invitation: Invitation, one_click: str) -> dict[str, str]:
    """In the thread of the first ask, with the way out that mail programs show (RFC 8058)."""
    return way_out_headers(one_click) | thread(invitation)


def way_out_headers(one_click: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{one_click}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def thread(invitation: Invitation) -> dict[str, str]:
    """Both name the root (RFC 5322 section 3.6.4). A side that never had it still sees one thread:
    programs group what shares a reference (RFC 5256, REFERENCES)."""
    if not invitation.thread_id:
        return {}
    return {"In-Reply-To": invitation.thread_id, "References": invitation.thread_id}


def _page(chat: Chat) -> str:
    return settings.SITE_URL + chat.get_absolute_url()
