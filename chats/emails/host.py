"""The e-mails to the host."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings

from calendars import hour_cycle
from calendars.clock import hours_as
from chats import agreed, itip
from chats.emails.common import (
    REPLIED,
    SETTLE,
    calendar_links,
    clocks_version,
    thread,
    way_out_headers,
)
from chats.models import CalendarReply, Chat, Invitation, Slot
from chats.states import Side
from outbox.queue import Draft
from outbox.rendering import render
from outbox.text import joined

LETTER = "invitation"
"""The seeker's own letter with the first times. Whoever has not got it gets it before anything."""

ASKS = [LETTER, "new_times"]
"""What carries the ask to the host."""

CHAT_TO_HOST = [
    "booked_host",
    "moved_host",
    "place_changed_host",
    "cancelled_host",
    "reminder_day_host",
    "confirmed_host",
]
"""What tells the host when to meet; the seeker counts on the newest."""


def invitation(
    invitation: Invitation,
    slots: Sequence[Slot],
    *,
    has_letter: bool = False,
    line: str = "",
    link: str,
    one_click: str,
) -> Draft:
    """Who, why, when: the ask itself. Whoever `has_letter` gets new times alone, in its thread.

    The letter is the root that every other e-mail of either side refers to.
    """
    is_root = not has_letter and invitation.thread_id
    root = {"message_id": invitation.thread_id} if is_root else {}
    way_out = way_out_headers(one_click)
    return _to_host(
        "new_times" if has_letter else LETTER,
        invitation,
        f"round-{invitation.emails_sent}",
        {"slots": slots, "line": line, "link": link},
        to=invitation.contact.email,
        headers=way_out | thread(invitation) if has_letter else way_out,
        letter=True,
        expires_at=invitation.expires_at,
        **root,
    )


def booked_host(chat: Chat, *, link: str, wavers: bool = False, now: datetime) -> Draft:
    """At once, since they wait for it. Whoever `wavers` undid an answer before, and may again."""
    wait = now + SETTLE if wavers else None
    return _chat_to_host("booked_host", chat, itip.REQUEST, now, not_before=wait, link=link)


def moved_host(chat: Chat, *, line: str, kept_by: str = "", link: str, now: datetime) -> Draft:
    """`kept_by` is the side whom the move did not suit, where it goes back to the time before.

    That may be earlier than the move, which the host counts on until they read this.
    """
    old = chat.time_before(Side.HOST, now)
    context: dict[str, Any] = {"line": line, "kept_by": kept_by, "old": old, "link": link}
    told = _chat_to_host("moved_host", chat, itip.REQUEST, now, **context)
    return replace(told, expires_at=None) if kept_by else told


def place_changed_host(chat: Chat, *, link: str, now: datetime) -> Draft:
    return _chat_to_host("place_changed_host", chat, itip.REQUEST, now, link=link)


def cancelled_host(
    chat: Chat, *, line: str, undone: bool = False, link: str, now: datetime
) -> Draft:
    late = chat.is_near(now)
    context: dict[str, Any] = {"line": line, "undone": undone, "link": link, "late": late}
    return _chat_to_host("cancelled_host", chat, itip.CANCEL, now, **context)


def reminder_day_host(chat: Chat, *, hope: str = "", about: str = "", link: str) -> Draft:
    """`hope` and `about` are the seeker's words, for whoever still wants to read them."""
    context = {"hope": hope, "about": about, "link": link}
    return _before_chat("reminder_day_host", chat, context, repeatable=False)


def confirmed_host(chat: Chat, *, line: str, link: str) -> Draft:
    """It stands. Nothing to answer, and the way out beside it."""
    return _before_chat("confirmed_host", chat, {"line": line, "link": link})


def _before_chat(kind: str, chat: Chat, context: dict[str, Any], **fields: Any) -> Draft:
    """Worth nothing once the chat has begun."""
    return _to_host(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        {"chat": chat, **context},
        to=chat.host_address,
        about=chat.about,
        headers=thread(chat.invitation),
        expires_at=chat.starts_at,
        **fields,
    )


def reply_host(chat: Chat, reply: CalendarReply, *, link: str) -> Draft:
    """Their calendar objects to the chat: what that changed, which is nothing, and where to act."""
    return _to_host(
        "reply_host",
        chat.invitation,
        f"{chat.pk}-{chat.sequence}-{reply.said}",
        {"chat": chat, "reply": reply, "link": link},
        to=chat.host_address,
        about=chat.about,
        headers=thread(chat.invitation) | REPLIED,
        expires_at=chat.starts_at,
    )


def clocks_changed_host(chat: Chat, *, link: str, now: datetime) -> Draft:
    """A zone's rules have changed: what was agreed, what it is now, and that nothing moves yet."""
    asked = agreed.new_rules(chat, Side.HOST, now)
    kind = "clocks_changed_host"
    return _clocks_to_host(kind, chat, {"link": link, "new_rules": asked}, bare=_facts(kind, chat))


def moment_kept_host(chat: Chat, *, link: str) -> Draft:
    return _clocks_to_host("moment_kept_host", chat, {"link": link})


def _clocks_to_host(kind: str, chat: Chat, context: dict[str, Any], **fields: Any) -> Draft:
    return _to_host(
        kind,
        chat.invitation,
        clocks_version(chat),
        {"chat": chat, **context},
        to=chat.host_address,
        about=chat.about,
        headers=thread(chat.invitation),
        expires_at=chat.starts_at,
        **fields,
    )


def _chat_to_host(
    kind: str,
    chat: Chat,
    method: str,
    now: datetime,
    not_before: datetime | None = None,
    **context: Any,
) -> Draft:
    return _to_host(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        {"chat": chat, **calendar_links(chat), **context},
        to=chat.host_address,
        about=chat.about,
        headers=thread(chat.invitation),
        ics=itip.entry(chat, method, now=now),
        ics_method=method,
        not_before=not_before,
        expires_at=_latest_end(chat),
        bare=_facts(kind, chat) | {"ics": itip.bare(chat, method, now=now)},
    )


def _latest_end(chat: Chat) -> datetime:
    """Whoever has not heard of a move to an earlier time would come at the time before it, and is
    told until then."""
    return max(chat.starts_at, chat.moved_from or chat.starts_at) + chat.length


def _facts(kind: str, chat: Chat) -> dict[str, str]:
    """What is said instead to a host who opted out: that, when and how, by nobody's name."""
    invitation = chat.invitation
    zones = {"zone": invitation.zone_for_host, "other_zone": invitation.seeker.time_zone}
    with hours_as(_hours(invitation)):
        return render("bare_host", {"kind": kind, "chat": chat, **zones})


def _to_host(
    kind: str, invitation: Invitation, version: str, context: dict[str, Any], to: str, **fields: Any
) -> Draft:
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
    with hours_as(_hours(invitation)):
        written = render(kind, shared | context)
    return Draft(
        kind=kind,
        dedupe_key=f"{kind}:{about}:{version}:host",
        about=about,
        to=to,
        from_name=joined(f"{seeker.display_name} via CoffeeChat"),
        reply_to=seeker.email,
        outreach=True,
        held=seeker.is_sample,
        **written,
        **fields,
    )


def _hours(invitation: Invitation) -> str:
    return invitation.host_hour_cycle or hour_cycle.of_zone(invitation.zone_for_host)
