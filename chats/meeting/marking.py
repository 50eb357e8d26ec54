"""Did it happen? Yes, or who was missing. A slip of the finger can be put right."""

from datetime import datetime

from django.db import transaction

from chats import event_kinds as kinds
from chats.errors import Refused
from chats.locks import check_chat_step, lock_chat
from chats.meeting import thanks
from chats.models import Chat, Invitation
from chats.states import ChatStatus, InvitationStatus, Side
from contacts.models import record
from contacts.states import Stage

IS_OPEN = {
    InvitationStatus.COUNTERED: Stage.COUNTERED,
    InvitationStatus.ANSWERED: Stage.ANSWERED,
    InvitationStatus.SENT: Stage.ASKED,
    InvitationStatus.SCHEDULED: Stage.DRAFT,
    InvitationStatus.DRAFT: Stage.DRAFT,
}
"""What each open ask says of how far they have come, what waits for the seeker first."""

MEANWHILE = {
    ChatStatus.HELD: "Meanwhile you said that it happened, so nothing is changed.",
    ChatStatus.NO_SHOW: "Meanwhile you said that it did not happen, so nothing is changed.",
}


@transaction.atomic
def mark_held(chat: Chat, *, was: str = "", now: datetime) -> None:
    """It happened: now a thank-you is owed. `was` is the status that the page showed."""
    _mark(chat, ChatStatus.HELD, None, was, now)


@transaction.atomic
def mark_no_show(chat: Chat, *, by: Side | None = None, was: str = "", now: datetime) -> None:
    """It did not happen; `by` is who was missing, where that is known."""
    _mark(chat, ChatStatus.NO_SHOW, by, was, now)


def _mark(chat: Chat, status: ChatStatus, missed_by: Side | None, was: str, now: datetime) -> None:
    chat = lock_chat(chat)
    if (chat.status, chat.missed_by) == (status, missed_by or ""):
        return
    if was and chat.status != was and (said := MEANWHILE.get(ChatStatus(chat.status))):
        raise Refused(said)
    check_chat_step(chat, status)
    if chat.starts_at > now:
        raise Refused("The chat has not begun yet. You can say how it went afterwards.")
    chat.status, chat.missed_by = status, missed_by or ""
    chat.save(update_fields=["status", "missed_by"])
    if status == ChatStatus.HELD:
        stage = stage_after(chat, what_is_next(chat), now)
        record(chat.contact, kinds.HELD, at=now, target=chat, stage=stage)
        return
    thanks.keep_back(chat)
    stage = stage_after(chat, Stage.CLOSED, now)
    record(chat.contact, kinds.NOT_HELD, at=now, side=missed_by, target=chat, stage=stage)


def stage_after(chat: Chat, stage: Stage, now: datetime) -> Stage:
    """How far they have come once this is said of a chat that is over: what is open beside it by
    then says more. A letter that is only begun does so once nobody is to be thanked any more."""
    theirs = {"contact": chat.contact_id}
    if Chat.objects.upcoming(now).filter(**theirs).exclude(pk=chat.pk).exists():
        return Stage.BOOKED
    asks = Invitation.objects.filter(**theirs).exclude(pk=chat.invitation_id)
    found = set(asks.filter(status__in=IS_OPEN).values_list("status", flat=True))
    beside = (means for status, means in IS_OPEN.items() if status in found)
    return next((one for one in beside if (one, stage) != (Stage.DRAFT, Stage.THANK)), stage)


def what_is_next(chat: Chat) -> Stage:
    """Whoever thanked before saying so has thanked already."""
    return Stage.THANKED if thanks.thanks_for(chat).went else Stage.THANK
