"""The host says yes: to one of the offered times, or to any free one where that is offered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars import clock
from chats.errors import Refused, TimeTaken
from chats.host.queries import current_slots
from chats.host_reply import HostReply
from chats.locks import check_none_open_beside, check_step, lock_both
from chats.meeting import booking, changing, checks
from chats.models import Answer, Chat, Invitation, Slot
from chats.states import ANSWERABLE, AnswerKind, InvitationStatus, Side
from chats.times.free import is_free
from chats.times.mine import free_busy_around
from chats.times.offered import offered_slot

CLOSED = _("That time is no longer free. Here is what is still to choose from.")


@transaction.atomic
def take(invitation: Invitation, slot_id: int, reply: HostReply, *, now: datetime) -> Chat:
    """The host takes one of the offered times. Beside a chat the same answer changes nothing, and
    another is refused: a page from before must not move what was agreed.

    Raises `TimeTaken` where the time is gone, `Refused` where the ask is closed.
    """
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        chosen = invitation.slots.filter(pk=slot_id).first()
        at = chosen.starts_at if chosen else None
        return _pressed_twice(invitation, at, reply, now)
    slot = _offered_slot(invitation, slot_id)
    check_answerable(invitation, InvitationStatus.BOOKED, reply, now)
    _check_open(slot, now)
    return _book(invitation, slot.starts_at, reply, now)


@transaction.atomic
def take_free(
    invitation: Invitation, starts_at: datetime, reply: HostReply, *, now: datetime
) -> Chat:
    """The host takes any other time at which the seeker is free, where that was offered.

    The seeker's days are read afresh under the locks.
    """
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        return _pressed_twice(invitation, starts_at, reply, now)
    check_answerable(invitation, InvitationStatus.BOOKED, reply, now)
    if not is_free(invitation, starts_at, now):
        raise TimeTaken
    _offer_too(invitation, starts_at, now)
    return _book(invitation, starts_at, reply, now)


def _pressed_twice(
    invitation: Invitation, starts_at: datetime | None, reply: HostReply, now: datetime
) -> Chat:
    """The chat there is, where this is the very answer that it came from."""
    live = checks.live_chat(invitation)
    is_its_time = live.starts_at == starts_at
    if is_its_time and says(invitation.answers.standing().first(), reply):
        return live
    checks.check_still_to_come(live, now)
    when = clock.say(live.starts_at, reply.zone or invitation.zone_for_host)
    if is_its_time:
        whole = gettext(
            "You have a chat on %(time)s already. To change anything but its time, please write to "
            "%(name)s."
        )
    else:
        whole = gettext("You have a chat on %(time)s already. You can move it below.")
    raise Refused(whole % {"time": when, "name": invitation.seeker.first_name})


def says(answer: Answer | None, reply: HostReply) -> bool:
    """Whether the answer is this one to the word."""
    return all(getattr(answer, name, None) == words for name, words in reply.said.items())


@transaction.atomic
def move_offered(invitation: Invitation, slot_id: int, reply: HostReply, *, now: datetime) -> Chat:
    """The host moves their chat to another of the offered times."""
    invitation = lock_both(invitation)
    live, slot = checks.live_chat(invitation), _offered_slot(invitation, slot_id)
    if live.starts_at != slot.starts_at:
        _check_open(slot, now)
    return _move(live, slot.starts_at, reply, now)


@transaction.atomic
def move_free(
    invitation: Invitation, starts_at: datetime, reply: HostReply, *, now: datetime
) -> Chat:
    """The host moves their chat to any other free time, where that was offered.

    The seeker's days are read afresh under the locks.
    """
    invitation = lock_both(invitation)
    live = checks.live_chat(invitation)
    if live.starts_at != starts_at and not is_free(invitation, starts_at, now):
        raise TimeTaken
    return _move(live, starts_at, reply, now)


def move_to(
    invitation: Invitation, starts_at: datetime, reply: HostReply, *, now: datetime
) -> Chat:
    """The host moves their chat to a time of their own, which both agreed on by another way."""
    return _move(checks.live_chat(invitation), starts_at, reply, now)


def _move(chat: Chat, starts_at: datetime, reply: HostReply, now: datetime) -> Chat:
    return changing.reschedule(
        chat,
        starts_at=starts_at,
        by=Side.HOST,
        line=reply.line,
        address=reply.address,
        now=now,
    )


def _offer_too(invitation: Invitation, starts_at: datetime, now: datetime) -> None:
    """It stands among the offered times from now on, also once the answer is undone."""
    slots = Slot.objects.offered().filter(invitation=invitation)
    if not slots.filter(starts_at=starts_at).exists():
        free_busy = free_busy_around(invitation, [starts_at], now)
        offered_slot(invitation, starts_at, invitation.offers.first(), free_busy).save()


def _book(invitation: Invitation, starts_at: datetime, reply: HostReply, now: datetime) -> Chat:
    write_answer(invitation, AnswerKind.TAKE, reply, now)
    note_how_they_read(invitation, reply)
    return booking.book(invitation, reply, starts_at=starts_at, by=Side.HOST, now=now)


def _offered_slot(invitation: Invitation, slot_id: int) -> Slot:
    slots = {slot.pk: slot for slot in current_slots(invitation) if slot.by == Side.SEEKER}
    slot = slots.get(slot_id)
    if slot is None:
        raise Refused(gettext("That time is no longer offered. Here is what is still free."))
    slot.invitation = invitation
    return slot


def _check_open(slot: Slot, now: datetime) -> None:
    if slot.is_off:
        raise TimeTaken(sentence=CLOSED)
    if slot.is_taken:
        raise TimeTaken
    if slot.starts_at <= now:
        raise Refused(gettext("That time has passed. Here is what is still to come."))
    if slot.closes_at <= now:
        too_soon = gettext("That time is too soon for %(name)s by now. Here is what is still free.")
        raise Refused(too_soon % {"name": slot.invitation.seeker.first_name})


def check_answerable(
    invitation: Invitation, to: InvitationStatus, reply: HostReply, now: datetime
) -> None:
    """What the seeker tells of came by another way, which is open for longer than the page."""
    check_step(invitation, to)
    check_none_open_beside(invitation, now)
    if reply.is_told:
        return
    closed = invitation.expires_at is None or invitation.expires_at <= now
    if invitation.status not in ANSWERABLE or closed:
        raise Refused(gettext("This invitation is closed, so it cannot be answered any more."))


def write_answer(
    invitation: Invitation, kind: AnswerKind, reply: HostReply, now: datetime, opted_out: str = ""
) -> Answer:
    before = {"before": invitation.status, "expires_before": invitation.expires_at}
    return Answer.objects.create(
        invitation=invitation, kind=kind, opted_out=opted_out, at=now, **before, **reply.said
    )


def note_how_they_read(invitation: Invitation, reply: HostReply) -> None:
    """For what is said to the host from now on; the caller saves it."""
    invitation.host_zone = reply.zone or invitation.host_zone
    invitation.host_hour_cycle = reply.hours or invitation.host_hour_cycle
