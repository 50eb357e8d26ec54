"""The host says yes: to one of the offered times, or to any free one where that is offered."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from calendars import clock
from chats.errors import Refused, TimeTaken
from chats.free_times import is_free
from chats.host_queries import current_slots
from chats.lifecycle import changing, meeting
from chats.lifecycle.asking import offered_slot
from chats.lifecycle.locks import check_none_open_beside, check_step, lock_both
from chats.models import Answer, Chat, Invitation, Slot
from chats.my_times import diary_around
from chats.states import ANSWERABLE, AnswerKind, InvitationStatus, Side


@transaction.atomic
def take(
    invitation: Invitation,
    slot_id: int,
    *,
    way: str,
    phone: str = "",
    line: str = "",
    zone: ZoneInfo | None = None,
    hours: str = "",
    address: str,
    now: datetime,
) -> Chat:
    """The host takes one of the offered times. Beside a chat the same answer changes nothing, and
    another is refused: a page from before must not move what was agreed.

    `address` is where the link was delivered through which they say so; a copied link has none.
    Raises `TimeTaken` where the time is gone, `Refused` where the ask is closed.
    """
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        said = {"line": line, "way": way, "phone": phone, "address": address}
        chosen = invitation.slots.filter(pk=slot_id).first()
        at = chosen.starts_at if chosen else None
        return _pressed_twice(invitation, at, said, zone, now)
    slot = _offered_slot(invitation, slot_id)
    check_answerable(invitation, InvitationStatus.BOOKED, now)
    _check_open(slot, now)
    return _book(
        invitation,
        slot.starts_at,
        way=way,
        phone=phone,
        line=line,
        zone=zone,
        hours=hours,
        address=address,
        now=now,
    )


@transaction.atomic
def take_free(
    invitation: Invitation,
    starts_at: datetime,
    *,
    way: str,
    phone: str = "",
    line: str = "",
    zone: ZoneInfo | None = None,
    hours: str = "",
    address: str,
    now: datetime,
) -> Chat:
    """The host takes any other time at which the seeker is free, where that was offered.

    The seeker's days are read afresh under the locks.
    """
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        said = {"line": line, "way": way, "phone": phone, "address": address}
        return _pressed_twice(invitation, starts_at, said, zone, now)
    check_answerable(invitation, InvitationStatus.BOOKED, now)
    if not is_free(invitation, starts_at, now):
        raise TimeTaken
    _offer_too(invitation, starts_at, now)
    return _book(
        invitation,
        starts_at,
        way=way,
        phone=phone,
        line=line,
        zone=zone,
        hours=hours,
        address=address,
        now=now,
    )


def _pressed_twice(
    invitation: Invitation,
    starts_at: datetime | None,
    said: Mapping[str, str],
    zone: ZoneInfo | None,
    now: datetime,
) -> Chat:
    """The chat there is, where this is the very answer that it came from."""
    live = meeting.live_chat(invitation)
    is_its_time = live.starts_at == starts_at
    if is_its_time and says(invitation.latest_answer, said):
        return live
    meeting.check_still_to_come(live, now)
    when = clock.say(live.starts_at, zone or invitation.zone_for_host)
    has = f"You have a chat on {when} already."
    if is_its_time:
        name = invitation.seeker.first_name
        raise Refused(f"{has} To change anything but its time, please write to {name}.")
    raise Refused(f"{has} You can move it below.")


def says(answer: Answer | None, said: Mapping[str, str]) -> bool:
    """Whether the answer is this one to the word."""
    return all(getattr(answer, name, None) == words for name, words in said.items())


@transaction.atomic
def move_offered(
    invitation: Invitation, slot_id: int, *, line: str = "", address: str = "", now: datetime
) -> Chat:
    """The host moves their chat to another of the offered times."""
    invitation = lock_both(invitation)
    live, slot = meeting.live_chat(invitation), _offered_slot(invitation, slot_id)
    if live.starts_at != slot.starts_at:
        _check_open(slot, now)
    return _move(live, slot.starts_at, line, address, now)


@transaction.atomic
def move_free(
    invitation: Invitation,
    starts_at: datetime,
    *,
    line: str = "",
    address: str = "",
    now: datetime,
) -> Chat:
    """The host moves their chat to any other free time, where that was offered.

    The seeker's days are read afresh under the locks.
    """
    invitation = lock_both(invitation)
    live = meeting.live_chat(invitation)
    if live.starts_at != starts_at and not is_free(invitation, starts_at, now):
        raise TimeTaken
    return _move(live, starts_at, line, address, now)


def _move(chat: Chat, starts_at: datetime, line: str, address: str, now: datetime) -> Chat:
    return changing.reschedule(
        chat, starts_at=starts_at, by=Side.HOST, line=line, address=address, now=now
    )


def _offer_too(invitation: Invitation, starts_at: datetime, now: datetime) -> None:
    """It stands among the offered times from now on, also once the answer is undone."""
    slots = Slot.objects.offered().filter(invitation=invitation)
    if not slots.filter(starts_at=starts_at).exists():
        diary = diary_around(invitation, [starts_at], now)
        offered_slot(invitation, starts_at, invitation.offers.first(), diary).save()


def _book(
    invitation: Invitation,
    starts_at: datetime,
    *,
    way: str,
    phone: str,
    line: str,
    zone: ZoneInfo | None,
    hours: str,
    address: str,
    now: datetime,
) -> Chat:
    said = {"line": line, "way": way, "phone": phone, "address": address}
    write_answer(invitation, AnswerKind.TAKE, now, **said)
    invitation.host_zone = zone or invitation.host_zone
    invitation.host_hour_cycle = hours or invitation.host_hour_cycle
    return meeting.book(invitation, starts_at=starts_at, **said, by=Side.HOST, now=now)


def _offered_slot(invitation: Invitation, slot_id: int) -> Slot:
    slots = {slot.pk: slot for slot in current_slots(invitation) if slot.by == Side.SEEKER}
    slot = slots.get(slot_id)
    if slot is None:
        raise Refused("That time is no longer offered. Here is what is still free.")
    slot.invitation = invitation
    return slot


def _check_open(slot: Slot, now: datetime) -> None:
    if slot.is_taken:
        raise TimeTaken
    if slot.starts_at <= now:
        raise Refused("That time has passed. Here is what is still to come.")
    if slot.closes_at <= now:
        name = slot.invitation.seeker.first_name
        raise Refused(f"That time is too soon for {name} by now. Here is what is still free.")


def check_answerable(invitation: Invitation, to: InvitationStatus, now: datetime) -> None:
    check_step(invitation, to)
    check_none_open_beside(invitation, now)
    closed = invitation.expires_at is None or invitation.expires_at <= now
    if invitation.status not in ANSWERABLE or closed:
        raise Refused("This invitation is closed, so it cannot be answered any more.")


def write_answer(invitation: Invitation, kind: AnswerKind, now: datetime, **fields: str) -> Answer:
    return Answer.objects.create(
        invitation=invitation, kind=kind, before=invitation.status, at=now, **fields
    )
