"""What the host's page shows: the live one, and the preview beside the seeker's letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts import zones
from accounts.states import HourCycle
from calendars import clock
from chats import agreed, host_queries, itip
from chats.free_times import are_offered
from chats.host_forms import TIMES
from chats.host_zones import zone_options
from chats.lifecycle.answering import UNDO_WITHIN, status_after
from chats.lifecycle.speaking import ELSEWHERE, why_no_answer
from chats.models import Answer, Change, Chat, Invitation, Link, Slot
from chats.states import AnswerKind, ChangeKind, ChatStatus, InvitationStatus, Side, Way
from chats.tokens import proof_of_page
from outbox.addresses import are_same
from outbox.suppression import is_suppressed

PAGES = {
    InvitationStatus.COUNTERED: "host/countered.html",
    InvitationStatus.DECLINED: "host/declined.html",
}


class Untouched(dict[str, str]):
    """A form nobody has filled in. Templates look for a missing key in five ways; this is one."""

    def __missing__(self, key: str) -> str:
        return ""


FORMS = {
    name: {"typed": Untouched(), "errors": Untouched()}
    for name in (
        "take",
        "free",
        "propose",
        "decline",
        "move",
        "move_free",
        "keep",
        "settle",
        "cancel",
    )
}


TAKES = {"take", "free"}
"""What books a time, and where there is a chat already is refused for the form that moves it."""

OWN_ANCHORS = {name: name for name in (*TIMES, "starts_at")} | {"slot": "times"}
"""Where these stand, the same on every page; every other field is named after its form."""

ON_THE_PAGE = (*OWN_ANCHORS, "way", "phone", "line")
"""The fields people see, in the order in which one is led to them."""


@dataclass(frozen=True)
class Attempt:
    """What the host has just sent that could not be done: kept, with the reason beside it."""

    verb: str = ""
    typed: Mapping[str, Any] = field(default_factory=Untouched)
    errors: Mapping[str, Any] = field(default_factory=Untouched)
    sentence: str = ""
    clash: datetime | None = None
    """The time pressed, where one of the two has another chat then: not to be offered again."""

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong, as the form stands on the page: where that is said, and in which words."""
        names = [*filter(self.errors.__contains__, ON_THE_PAGE), *self.errors]
        return [(self._anchor(name), self.errors[name][0]) for name in dict.fromkeys(names)]

    def as_move(self) -> "Attempt":
        """What a page from before a booking chose, kept for the form that moves the chat."""
        if self.verb not in TAKES:
            return self
        kept = Untouched(line=self.typed.get("line", ""))
        return replace(self, verb="move", typed=kept, errors=Untouched())

    def _anchor(self, name: str) -> str:
        return OWN_ANCHORS.get(name) or (f"{self.verb}_{name}" if name in ON_THE_PAGE else "")


@dataclass(frozen=True)
class Time:
    """One time as the page shows it."""

    pk: int
    starts_at: datetime
    day: str
    hours: str
    note: str
    """Why it cannot be taken any more; empty while it can."""
    is_picked: bool

    @property
    def is_open(self) -> bool:
        return not self.note


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
    proof: str = "",
    address: str = "",
    picked: str = "",
    attempt: Attempt | None = None,
    preview: bool = False,
) -> dict[str, Any]:
    """The page of an invitation that waits for its answer. A preview's slots are not saved."""
    attempt = attempt or Attempt()
    slots = list(slots)
    offered = [slot for slot in slots if slot.by == Side.SEEKER]
    times = [_time(slot, zone, now, picked, attempt.clash) for slot in offered]
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
        "proof": proof,
        "address": invitation.contact.email if preview else address,
        "picked": picked,
        "sentence": attempt.sentence,
        "wrong": attempt.wrong,
        "preview": preview,
        **FORMS,
        attempt.verb or "nothing_sent": {"typed": attempt.typed, "errors": attempt.errors},
    }


def _time(
    slot: Slot, zone: ZoneInfo, now: datetime, picked: str = "", clash: datetime | None = None
) -> Time:
    note = "Taken" if slot.starts_at == clash else _why_closed(slot, now)
    return Time(
        pk=slot.pk,
        starts_at=slot.starts_at,
        day=f"{_day(slot.starts_at, zone)}, {clock.say_hour(slot.starts_at, zone)}",
        hours=f"to {clock.say_hour(slot.ends_at, zone)}, {clock.say_zone(slot.starts_at, zone)}",
        note=note,
        is_picked=not note and str(slot.pk) == picked,
    )


def _why_closed(slot: Slot, now: datetime) -> str:
    """A preview's slots are not saved: they have no end and nothing beside them yet."""
    if slot.starts_at <= now:
        return "Past"
    if getattr(slot, "is_taken", False):
        return "Just taken"
    return "Too soon by now" if slot.closes_at and slot.closes_at <= now else ""


def _day(instant: datetime, zone: ZoneInfo) -> str:
    """Weekday and date; a button has no room for a year, and offers are weeks away."""
    return clock.say_day(instant, zone).rpartition(" ")[0]


def page_for(
    link: Link,
    token: str,
    *,
    zone: ZoneInfo,
    now: datetime,
    picked: str = "",
    attempt: Attempt | None = None,
) -> Page:
    """The page as things stand, in at most three queries."""
    invitation, proof = link.invitation, proof_of_page(link)
    shared = {
        "invitation": invitation,
        "seeker": invitation.seeker,
        "token": token,
        "proof": proof,
        "address": link.address,
        "zone": zone,
    }
    chat = _chat_of(invitation, now) if invitation.status == InvitationStatus.BOOKED else None
    if closed := closed_template(link, now):
        shared["cancelled"] = invitation.chats.filter(status=ChatStatus.CANCELLED).last()
        shared["cancellation"] = _cancellation(invitation, Side.SEEKER)
        return Page(closed, shared, status=410)
    if chat and (chat.ends_at <= now or chat.status != ChatStatus.SCHEDULED):
        return Page("host/over.html", shared | {"chat": chat})
    if chat and attempt:
        attempt = attempt.as_move()
    slots = host_queries.current_slots(invitation)
    context = context_for(
        invitation,
        slots,
        zone=zone,
        now=now,
        token=token,
        address=link.address,
        proof=proof,
        picked=picked,
        attempt=attempt,
    )
    if chat:
        booked = _booked(chat, context, now) | _elsewhere(link, chat.host_address)
        booked["ends_with_never"] = chat if chat.ends_with_opt_out(link.address, now) else None
        return Page("host/booked.html", context | booked)
    if invitation.status in PAGES:
        answered = _answered(invitation, slots, zone, now)
        said_from = answered["answer"].address if answered["answer"] else ""
        answered |= _elsewhere(link, said_from)
        return Page(PAGES[InvitationStatus(invitation.status)], context | answered)
    return Page("host/invitation.html", context | _elsewhere(link))


def _elsewhere(link: Link, said_from: str = "") -> dict[str, str]:
    """Why this link changes nothing, as a sentence: what stands came through an e-mail that this
    link did not, or nobody writes to the address beside it."""
    if said_from and not are_same(said_from, link.address):
        return {"elsewhere": ELSEWHERE}
    return {"elsewhere": why_no_answer(link, link.invitation)}


def closed_template(link: Link, now: datetime) -> str:
    """The kind page for whoever comes too late, or nothing."""
    status, expires_at = link.invitation.status, link.invitation.expires_at
    if status == InvitationStatus.WITHDRAWN:
        return "host/withdrawn.html"
    waiting = status in {InvitationStatus.SENT, InvitationStatus.COUNTERED}
    late = link.expires_at <= now or (waiting and expires_at is not None and expires_at <= now)
    return "host/expired.html" if late or status == InvitationStatus.EXPIRED else ""


def _chat_of(invitation: Invitation, now: datetime) -> Chat | None:
    """None where it was called off since the link was read: what came of that is read as well."""
    takes = Answer.objects.filter(
        invitation=OuterRef("invitation"),
        kind=AnswerKind.TAKE,
        undone_at=None,
        at__gt=now - UNDO_WITHIN,
    )
    chats = Chat.objects.exclude(status=ChatStatus.CANCELLED).filter(invitation=invitation)
    changes = Change.objects.filter(chat=OuterRef("pk"))
    last = {f"last_{name}": Subquery(changes.values(name)[:1]) for name in ("kind", "by", "line")}
    chat = chats.annotate(may_undo=Exists(takes), **last).order_by("-booked_at").first()
    if chat is None:
        invitation.refresh_from_db(fields=["status"])
        return None
    return chat.belongs_to(invitation)


def _booked(chat: Chat, context: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "chat": chat,
        "has_begun": chat.starts_at <= now,
        # A move is not undone by undoing the answer before it.
        "may_undo": chat.may_undo and not chat.sequence and chat.starts_at > now,  # type: ignore[attr-defined]
        "time_before": chat.time_before(Side.HOST, now),
        "new_rules": agreed.new_rules(chat, Side.HOST, now),
        "is_near": chat.is_near(now),
        "any_free": chat.invitation.offers_any_free_time(now),
        "other_times": [time for time in context["open_times"] if time.starts_at != chat.starts_at],
        "google_url": itip.google_url(chat),
        "outlook_url": itip.outlook_url(chat),
    }


def _answered(
    invitation: Invitation, slots: Iterable[Slot], zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    answer, newest = _standing_and_newest(invitation)
    opted_out = answer is not None and answer.kind == AnswerKind.OPT_OUT
    taken_back = newest if newest and newest.undone_at else None
    called_off = answer.called_off if answer else None
    undoable = not taken_back and may_undo(invitation, answer, now)
    cancelled = answer is None or answer.kind != AnswerKind.DECLINE
    is_over = invitation.status == InvitationStatus.DECLINED
    return {
        "answer": answer,
        "never": bool(answer and opted_out and is_suppressed(answer.address)),
        "taken_back": taken_back,
        "cancellation": _cancellation(invitation, Side.HOST) if is_over and cancelled else None,
        "called_off": called_off,
        "still_open": still_open(invitation, now) if undoable and called_off else [],
        "may_undo": undoable,
        "proposed": [_time(slot, zone, now) for slot in slots if slot.by == Side.HOST],
        "is_open": invitation.expires_at is not None and invitation.expires_at > now,
    }


def _standing_and_newest(invitation: Invitation) -> tuple[Answer | None, Answer | None]:
    """The newest answer that stands, and the newest of all. One query."""
    answers = Answer.objects.filter(invitation=invitation)
    newest, standing = answers.values("pk")[:1], answers.filter(undone_at=None).values("pk")[:1]
    either = Q(pk__in=Subquery(newest)) | Q(pk__in=Subquery(standing))
    found = list(answers.filter(either))
    standing_one = next((answer for answer in found if answer.undone_at is None), None)
    return standing_one, next(iter(found), None)


def _cancellation(invitation: Invitation, by: Side) -> Change | None:
    """How that side called their chat off, with its line. Not by taking an answer back."""
    called_off = Change.objects.filter(chat__invitation=invitation, kind=ChangeKind.CANCELLED)
    return called_off.filter(by=by).first()


def never_again(invitation: Invitation, address: str, now: datetime) -> dict[str, Any]:
    """What "never write to me again" means to their chat: before, after, and once taken back."""
    answer = invitation.answers.first()
    ours = answer is not None and are_same(answer.opted_out, address)
    undoable = ours and may_undo(invitation, answer, now)
    called_off = answer.called_off if ours and answer and not answer.undone_at else None
    live = invitation.chats.live().first()
    return {
        "answer": answer,
        "zone": invitation.zone_for_host,
        "may_undo": undoable,
        "called_off": called_off,
        "still_open": still_open(invitation, now) if undoable and called_off else [],
        "ends_with_never": live if live and live.ends_with_opt_out(address, now) else None,
    }


def still_open(invitation: Invitation, now: datetime) -> list[Time]:
    """The offered times that can be taken, in order; none once the time to answer is over."""
    if invitation.expires_at is None or invitation.expires_at <= now:
        return []
    slots = host_queries.current_slots(invitation)
    times = [_time(one, invitation.zone_for_host, now) for one in slots if one.by == Side.SEEKER]
    return sorted((one for one in times if one.is_open), key=lambda one: one.starts_at)


def may_undo(invitation: Invitation, answer: Answer | None, now: datetime) -> bool:
    if answer is None or answer.at + UNDO_WITHIN <= now:
        return False
    return invitation.status == status_after(answer)
