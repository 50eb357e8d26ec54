"""One function for each e-mail, each with a folder of three templates in `templates/emails/`.

Every function renders and returns a draft; the verb queues it. `link` is a private link that was
minted for this very e-mail.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from calendars import hour_cycle
from calendars.clock import hours_as
from chats import itip
from chats.models import Chat, Invitation, Slot
from chats.states import Side
from outbox.queue import Draft
from outbox.rendering import render
from outbox.text import one_line

SETTLE = timedelta(seconds=60)
"""The other side's e-mail waits this long, so that an answer undone at once reaches nobody."""

ASKS = ["invitation", "new_times"]
"""What carries the ask to the host."""

CHAT_TO_HOST = [
    "booked_host",
    "moved_host",
    "place_changed_host",
    "cancelled_host",
    "reminder_day_host",
]
"""What tells the host when to meet; the seeker counts on the newest."""


# -- To the host --------------------------------------------------------------------------------


def invitation(
    invitation: Invitation, slots: Sequence[Slot], *, line: str = "", link: str, one_click: str
) -> Draft:
    """Who, why, when: the ask itself. Later rounds of times go into the same thread.

    The first letter is the root that every other e-mail of either side refers to.
    """
    first = invitation.emails_sent <= 1
    root = {"message_id": invitation.thread_id} if first and invitation.thread_id else {}
    way_out = way_out_headers(one_click)
    return _to_host(
        "invitation" if first else "new_times",
        invitation,
        f"round-{invitation.emails_sent}",
        {"slots": slots, "line": line, "link": link},
        headers=way_out if first else way_out | _thread(invitation),
        outreach=True,
        expires_at=invitation.expires_at,
        **root,
    )


def booked_host(chat: Chat, *, link: str, now: datetime) -> Draft:
    return _chat_to_host("booked_host", chat, itip.REQUEST, now, link=link)


def moved_host(chat: Chat, *, line: str, kept_by: str = "", link: str, now: datetime) -> Draft:
    """`kept_by` is the side whom the move did not suit, where it goes back to the time before."""
    old = chat.time_before(Side.HOST, now)
    context = {"line": line, "kept_by": kept_by, "old": old, "link": link}
    return _chat_to_host("moved_host", chat, itip.REQUEST, now, **context)


def place_changed_host(chat: Chat, *, link: str, now: datetime) -> Draft:
    return _chat_to_host("place_changed_host", chat, itip.REQUEST, now, link=link)


def cancelled_host(
    chat: Chat, *, line: str, undone: bool = False, link: str, now: datetime
) -> Draft:
    context = {"line": line, "undone": undone, "link": link, "late": chat.is_near(now)}
    return _chat_to_host("cancelled_host", chat, itip.CANCEL, now, **context)


def reminder_day_host(chat: Chat, *, link: str) -> Draft:
    context = {"chat": chat, "link": link}
    return _to_host(
        "reminder_day_host",
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        context,
        about=chat.about,
        headers=_thread(chat.invitation),
        expires_at=chat.starts_at,
        repeatable=False,
    )


# -- To the seeker ------------------------------------------------------------------------------


def booked_seeker(chat: Chat, *, by: Side, line: str = "", now: datetime) -> Draft:
    wait = now + SETTLE if by == Side.HOST else None
    return _chat_to_seeker("booked_seeker", chat, itip.REQUEST, now, not_before=wait, line=line)


def moved_seeker(chat: Chat, *, line: str, kept_by: str = "", now: datetime) -> Draft:
    old = chat.time_before(Side.SEEKER, now)
    context: dict[str, Any] = {"line": line, "kept_by": kept_by, "old": old}
    return _chat_to_seeker("moved_seeker", chat, itip.REQUEST, now, **context)


def place_changed_seeker(chat: Chat, *, now: datetime) -> Draft:
    return _chat_to_seeker("place_changed_seeker", chat, itip.REQUEST, now)


def cancelled_seeker(chat: Chat, *, line: str, undone: bool = False, now: datetime) -> Draft:
    context: dict[str, Any] = {"line": line, "undone": undone, "late": chat.is_near(now)}
    return _chat_to_seeker("cancelled_seeker", chat, itip.CANCEL, now, **context)


def reminder_day_seeker(chat: Chat) -> Draft:
    return _reminder_to_seeker("reminder_day_seeker", chat)


def reminder_hour_seeker(chat: Chat) -> Draft:
    return _reminder_to_seeker("reminder_hour_seeker", chat)


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


def undeliverable_seeker(invitation: Invitation, *, reason: str) -> Draft:
    context = {"reason": reason}
    return _to_seeker(
        "undeliverable_seeker",
        invitation,
        f"round-{invitation.emails_sent}",
        context,
        about=invitation.about,
    )


# -- What they have in common ----------------------------------------------------------------------


def _chat_to_host(kind: str, chat: Chat, method: str, now: datetime, **context: Any) -> Draft:
    return _to_host(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        {"chat": chat, **_calendar(chat), **context},
        about=chat.about,
        headers=_thread(chat.invitation),
        ics=itip.entry(chat, method, now=now),
        ics_method=method,
    )


def _chat_to_seeker(
    kind: str,
    chat: Chat,
    method: str,
    now: datetime,
    not_before: datetime | None = None,
    **context: Any,
) -> Draft:
    return _to_seeker(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        {"chat": chat, "page": _page(chat), **_calendar(chat), **context},
        about=chat.about,
        ics=itip.entry(chat, method, now=now),
        ics_method=method,
        not_before=not_before,
    )


def _reminder_to_seeker(kind: str, chat: Chat) -> Draft:
    return _to_seeker(
        kind,
        chat.invitation,
        f"{chat.pk}-{chat.sequence}",
        {"chat": chat, "page": _page(chat)},
        about=chat.about,
        expires_at=chat.starts_at,
        repeatable=False,
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


def _to_host(
    kind: str, invitation: Invitation, version: str, context: dict[str, Any], **fields: Any
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
    hours = invitation.host_hour_cycle or hour_cycle.of_zone(invitation.zone_for_host)
    with hours_as(hours):
        written = render(kind, shared | context)
    return Draft(
        kind=kind,
        dedupe_key=f"{kind}:{about}:{version}:host",
        about=about,
        to=contact.email,
        from_name=one_line(f"{seeker.display_name} via CoffeeChat"),
        reply_to=seeker.email,
        held=seeker.is_sample,
        **written,
        **fields,
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
        headers=_thread(invitation),
        held=seeker.is_sample,
        **written,
        **fields,
    )


def as_read_by(seeker: User) -> AbstractContextManager[None]:
    """Hours as the seeker chose, or as they are read where they live."""
    return hours_as(seeker.hour_cycle or hour_cycle.of_zone(seeker.time_zone))


def outreach_headers(invitation: Invitation, one_click: str) -> dict[str, str]:
    """In the thread of the first ask, with the way out that mail programs show (RFC 8058)."""
    return way_out_headers(one_click) | _thread(invitation)


def way_out_headers(one_click: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{one_click}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _thread(invitation: Invitation) -> dict[str, str]:
    """Both name the root (RFC 5322 section 3.6.4). A side that never had it still sees one thread:
    programs group what shares a reference (RFC 5256, REFERENCES)."""
    if not invitation.thread_id:
        return {}
    return {"In-Reply-To": invitation.thread_id, "References": invitation.thread_id}


def _calendar(chat: Chat) -> dict[str, str]:
    """Plain links beside the entry, since many clients hide invitations from strangers."""
    return {
        "google_url": itip.google_url(chat),
        "outlook_url": itip.outlook_url(chat),
    }


def _page(chat: Chat) -> str:
    return settings.SITE_URL + reverse("chats:chat", args=[chat.pk])
