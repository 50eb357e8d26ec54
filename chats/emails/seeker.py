"""The e-mails to the seeker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from chats import agreed, itip
from chats.emails.common import (
    REPLIED,
    SETTLE,
    as_read_by,
    calendar_links,
    clocks_version,
    page,
    thread,
)
from chats.models import CalendarReply, Chat, Invitation, Slot
from chats.states import Side
from outbox.queue import Draft
from outbox.rendering import render


def booked_seeker(chat: Chat, *, by: Side, line: str = "", now: datetime) -> Draft:
    wait = now + SETTLE if by == Side.HOST else None
    return _chat_to_seeker("booked_seeker", chat, itip.REQUEST, now, not_before=wait, line=line)


def moved_seeker(
    chat: Chat, *, line: str, kept_by: str = "", is_busy: bool = False, now: datetime
) -> Draft:
    """`is_busy` says that something else stands in the seeker's calendar at the new time."""
    old = chat.time_before(Side.SEEKER, now)
    context: dict[str, Any] = {"line": line, "kept_by": kept_by, "is_busy": is_busy, "old": old}
    return _chat_to_seeker("moved_seeker", chat, itip.REQUEST, now, **context)


def place_changed_seeker(chat: Chat, *, now: datetime) -> Draft:
    return _chat_to_seeker("place_changed_seeker", chat, itip.REQUEST, now)


def cancelled_seeker(
    chat: Chat, *, line: str, undone: bool = False, opted_out: bool = False, now: datetime
) -> Draft:
    """With "never again" it waits for an undo, after which it is written anew without that."""
    context: dict[str, Any] = {"line": line, "undone": undone, "late": chat.is_near(now)}
    wait = now + SETTLE if opted_out else None
    return _chat_to_seeker(
        "cancelled_seeker",
        chat,
        itip.CANCEL,
        now,
        not_before=wait,
        version="-never-again" if opted_out else "",
        opted_out=opted_out,
        **context,
    )


def reminder_hour_seeker(chat: Chat) -> Draft:
    return before_chat("reminder_hour_seeker", chat, page=page(chat, "live:now"))


def before_chat(kind: str, chat: Chat, **context: Any) -> Draft:
    """A reminder; `preparation` writes that of the day before, since it knows what is prepared."""
    return _to_seeker(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        {"chat": chat, "page": page(chat), **context},
        about=chat.about,
        expires_at=chat.starts_at,
        repeatable=False,
    )


def reply_seeker(chat: Chat, reply: CalendarReply) -> Draft:
    """The host's calendar objects to the chat. Not before they can have heard of the chat."""
    wait = chat.booked_at + SETTLE
    return _reply_to_seeker("reply_seeker", chat, reply, not_before=wait)


def reply_own_seeker(chat: Chat, reply: CalendarReply) -> Draft:
    """The seeker's own calendar does."""
    return _reply_to_seeker("reply_own_seeker", chat, reply)


def countered_seeker(
    invitation: Invitation, slots: Sequence[Slot], *, line: str, now: datetime
) -> Draft:
    context = {"slots": slots, "line": line}
    return _answer_to_seeker("countered_seeker", invitation, context, now)


def declined_seeker(invitation: Invitation, *, line: str, opted_out: bool, now: datetime) -> Draft:
    context = {"line": line, "opted_out": opted_out}
    return _answer_to_seeker("declined_seeker", invitation, context, now)


def reopened_seeker(invitation: Invitation, *, now: datetime) -> Draft:
    """The host took an answer back after the seeker had heard of it."""
    return _answer_to_seeker("reopened_seeker", invitation, {}, now)


def times_lost_seeker(
    invitation: Invitation, lost: Sequence[Slot], left: Sequence[Slot], *, now: datetime
) -> Draft:
    about, path = invitation.about, reverse("chats:offer_times", args=[invitation.pk])
    context = {
        "lost": lost,
        "left": left,
        "any_free": invitation.offers_any_free_time(now),
        "offer_page": settings.SITE_URL + path,
    }
    return _to_seeker("times_lost_seeker", invitation, now.isoformat(), context, about=about)


def no_times_left_seeker(invitation: Invitation) -> Draft:
    return _to_seeker(
        "no_times_left_seeker",
        invitation,
        # Each round of times ends later; a count of e-mails stands still for a host without one.
        f"until-{invitation.expires_at}",
        {},
        about=invitation.about,
    )


def undeliverable_seeker(
    invitation: Invitation, *, reason: str, verdict: str, now: datetime
) -> Draft:
    context = {"reason": reason, "verdict": verdict}
    return _to_seeker(
        "undeliverable_seeker",
        invitation,
        now.isoformat(),  # a round can be sent once more, and fail once more
        context,
        about=invitation.about,
    )


def clocks_changed_seeker(chat: Chat, *, now: datetime) -> Draft:
    asked = agreed.new_rules(chat, Side.SEEKER, now)
    return _clocks_to_seeker("clocks_changed_seeker", chat, new_rules=asked)


def moment_kept_seeker(chat: Chat) -> Draft:
    return _clocks_to_seeker("moment_kept_seeker", chat)


def _clocks_to_seeker(kind: str, chat: Chat, **context: Any) -> Draft:
    return _to_seeker(
        kind,
        chat.invitation,
        clocks_version(chat),
        {"chat": chat, "page": page(chat), **context},
        about=chat.about,
        expires_at=chat.starts_at,
    )


def _chat_to_seeker(
    kind: str,
    chat: Chat,
    method: str,
    now: datetime,
    not_before: datetime | None = None,
    version: str = "",
    **context: Any,
) -> Draft:
    return _to_seeker(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}{version}",
        {"chat": chat, "page": page(chat), **calendar_links(chat), **context},
        about=chat.about,
        ics=itip.entry(chat, method, now=now),
        ics_method=method,
        not_before=not_before,
    )


def _reply_to_seeker(
    kind: str, chat: Chat, reply: CalendarReply, not_before: datetime | None = None
) -> Draft:
    return _to_seeker(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}-{reply.said}",
        {"chat": chat, "page": page(chat), "reply": reply},
        about=chat.about,
        headers=thread(chat.invitation) | REPLIED,
        expires_at=chat.starts_at,
        not_before=not_before,
    )


def _answer_to_seeker(
    kind: str, invitation: Invitation, context: dict[str, Any], now: datetime
) -> Draft:
    return _to_seeker(
        kind,
        invitation,
        now.isoformat(),
        context,
        about=invitation.about,
        not_before=now + SETTLE,
    )


def _to_seeker(
    kind: str, invitation: Invitation, version: str, context: dict[str, Any], **fields: Any
) -> Draft:
    seeker, contact = invitation.seeker, invitation.contact
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
        written = render(kind, shared | context)
    return Draft(
        kind=kind,
        dedupe_key=f"{kind}:{fields['about']}:{version}:seeker",
        to=seeker.email,
        held=seeker.is_sample,
        **{"headers": thread(invitation), **written, **fields},
    )
