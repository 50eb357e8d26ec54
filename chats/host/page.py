"""What the host's page shows: the live one, and the preview beside the seeker's letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from accounts import zones
from accounts.states import HourCycle
from calendars import clock
from chats import tokens
from chats.host import queries as host_queries
from chats.host.answered_page import answered_context, cancellation
from chats.host.booked_page import booked_context, chat_of
from chats.host.page_times import time_of
from chats.host.rejected import Rejected
from chats.host.speaking import ELSEWHERE, why_no_answer
from chats.host.visit import Visit
from chats.host.zones import zone_options
from chats.models import Invitation, Link, Slot
from chats.states import OPEN, UNSENT, ChatStatus, InvitationStatus, Side, Way
from chats.times.free import are_offered
from outbox.addresses import are_same

PAGES = {
    InvitationStatus.COUNTERED: "host/countered.html",
    InvitationStatus.DECLINED: "host/declined.html",
}


@dataclass(frozen=True)
class Page:
    template: str
    context: dict[str, Any]
    status: int = 200


def context_for(
    invitation: Invitation,
    slots: Iterable[Slot],
    *,
    zone: ZoneInfo,
    now: datetime,
    token: str = "preview",  # noqa: S107 - no secret: a preview has no link
    form_token: str = "",
    address: str = "",
    picked: str = "",
    rejected: Rejected | None = None,
    preview: bool = False,
) -> dict[str, Any]:
    """The page of an invitation that waits for its answer. A preview's slots are not saved."""
    rejected = rejected or Rejected()
    slots = list(slots)
    offered = [slot for slot in slots if slot.by == Side.SEEKER]
    times = [time_of(slot, zone, now, picked, rejected.conflict) for slot in offered]
    any_free = invitation.free_weeks is not None if preview else are_offered(invitation, now)
    times.sort(key=lambda time: (not time.is_picked, time.starts_at))
    return {
        "invitation": invitation,
        "seeker": invitation.seeker,
        "contact": invitation.contact,
        "ways": [(way, Way(way).label) for way in invitation.ways],
        "needs_number": not invitation.phone,
        "times": times,
        "any_free": any_free,
        "offer_line": next(filter(None, (getattr(one, "offer_line", "") for one in slots)), ""),
        "open_times": [time for time in times if time.is_open],
        "zone": zone,
        "zone_said": clock.say_zone(times[0].starts_at if times else now, zone),
        "zone_options": zone_options(zone.key, now.date()),
        "zone_names": " ".join(zones.names_of(zone.key)),
        "zone_regions": " ".join(sorted(zones.REGIONS)),
        "hours": clock.hours(),
        "hour_cycles": HourCycle.choices,
        "as_shown": urlencode({"zone": zone.key, "hours": clock.hours()}),
        "token": token,
        "page_url": reverse("host:invitation", args=[token]),
        "form_token": form_token,
        "address": invitation.contact.email if preview else address,
        "picked": picked,
        "sentence": rejected.sentence,
        "wrong": rejected.wrong,
        "preview": preview,
        "forms": rejected.forms,
    }


def context_of(
    visit: Visit, slots: Iterable[Slot], rejected: Rejected | None = None
) -> dict[str, Any]:
    """The same for whoever opened it through their link."""
    return context_for(
        visit.invitation,
        slots,
        zone=visit.zone,
        now=visit.now,
        token=visit.token,
        form_token=tokens.form_token(visit.link, visit.now),
        address=visit.link.address,
        picked=visit.picked,
        rejected=rejected,
    )


def page_for(visit: Visit, rejected: Rejected | None = None) -> Page:
    """The page as things stand, in at most three queries."""
    invitation, now = visit.invitation, visit.now
    chat = chat_of(invitation, now) if invitation.status == InvitationStatus.BOOKED else None
    if closed := closed_template(visit):
        return Page(closed, _closed(visit), status=410)
    if chat and (chat.ends_at <= now or chat.status != ChatStatus.SCHEDULED):
        return Page("host/over.html", _shared(visit) | {"chat": chat})
    if chat and rejected:
        rejected = rejected.beside_a_chat()
    slots = host_queries.current_slots(invitation)
    context = context_of(visit, slots, rejected)
    if chat:
        booked = booked_context(chat, context, now) | _elsewhere(visit.link, chat.host_address)
        booked["ends_with_never"] = (
            chat if chat.ends_with_opt_out(visit.link.address, now) else None
        )
        return Page("host/booked.html", context | booked)
    if invitation.status in PAGES:
        answered = answered_context(invitation, slots, visit.zone, now)
        said_from = answered["answer"].address if answered["answer"] else ""
        answered |= _elsewhere(visit.link, said_from)
        return Page(PAGES[InvitationStatus(invitation.status)], context | answered)
    return Page("host/invitation.html", context | _elsewhere(visit.link))


def _shared(visit: Visit) -> dict[str, Any]:
    """What a page with nothing to answer knows."""
    return {
        "invitation": visit.invitation,
        "seeker": visit.invitation.seeker,
        "token": visit.token,
        "form_token": tokens.form_token(visit.link, visit.now),
        "address": visit.link.address,
        "zone": visit.zone,
    }


def _closed(visit: Visit) -> dict[str, Any]:
    invitation = visit.invitation
    cancelled = invitation.chats.filter(status=ChatStatus.CANCELLED).last()
    why = cancellation(invitation, Side.SEEKER)
    return _shared(visit) | {"cancelled": cancelled, "cancellation": why}


def _elsewhere(link: Link, said_from: str = "") -> dict[str, str]:
    """Why this link changes nothing, as a sentence: what stands came through an e-mail that this
    link did not, or nobody writes to the address beside it."""
    if said_from and not are_same(said_from, link.address):
        return {"elsewhere": str(ELSEWHERE)}
    return {"elsewhere": why_no_answer(link, link.invitation)}


def closed_template(visit: Visit) -> str:
    """The kind page for whoever comes too late, or nothing."""
    status, expires_at, now = visit.invitation.status, visit.invitation.expires_at, visit.now
    if status == InvitationStatus.WITHDRAWN or status in UNSENT:
        return "host/withdrawn.html"  # half-written words are the seeker's alone
    is_open = status in OPEN
    late = visit.link.expires_at <= now or (
        is_open and expires_at is not None and expires_at <= now
    )
    return "host/expired.html" if late or status == InvitationStatus.EXPIRED else ""
