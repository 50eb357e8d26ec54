"""The seeker takes back what they noted, and all is as it was before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendars import entries
from chats import event_kinds as kinds
from chats.errors import Refused
from chats.host.answering import STAGE_OF
from chats.locks import check_none_open_beside, lock_both
from chats.meeting import thanks
from chats.meeting.built_on import is_built_on
from chats.models import Answer, Chat, Invitation
from chats.notifications import ask_after_all, has_heard, take_back
from chats.states import OPEN, STATUS_AFTER, AnswerKind, InvitationStatus, Side
from contacts.models import record
from contacts.states import Stage

MOVED_ON = _("Things have moved on since you noted that. This is where they stand now.")
BUILT_ON = _(
    "You have worked with this chat since, so it stays. You can move or cancel it on its page."
)
HEARD_OF = _(
    "They have the calendar entry already. Please cancel the chat on its page, so that they hear "
    "of it."
)


@transaction.atomic
def take_note_back(invitation: Invitation, *, now: datetime) -> None:
    """Undo the newest answer, which the seeker noted, as long as nothing was built on it."""
    invitation = lock_both(invitation)
    answer = invitation.answers.first()
    if answer is None or not answer.told_by_seeker or answer.undone_at is not None:
        return  # pressed twice
    if invitation.status != STATUS_AFTER[AnswerKind(answer.kind)]:
        raise Refused(MOVED_ON)
    if answer.kind == AnswerKind.TAKE:
        forget(_noted_chat(invitation, answer), now)
    answer.undone_at = now
    answer.save(update_fields=["undone_at"])
    _go_back(invitation, answer, now)
    stage = STAGE_OF.get(InvitationStatus(invitation.status), Stage.CLOSED)
    contact, side = invitation.contact, Side.SEEKER
    record(contact, kinds.UNDONE, at=now, side=side, target=invitation, stage=stage)


def may_take_back(invitation: Invitation, answer: Answer | None) -> bool:
    """Whether the page offers it; what only the locks can tell is told there."""
    if answer is None or not answer.told_by_seeker or answer.undone_at is not None:
        return False
    return invitation.status == STATUS_AFTER[AnswerKind(answer.kind)]


def _noted_chat(invitation: Invitation, answer: Answer) -> Chat:
    noted = invitation.chats.filter(told_by_seeker=True, booked_at=answer.at).first()
    if noted is None:
        raise Refused(MOVED_ON)
    return noted.belongs_to(invitation)


def forget(chat: Chat, now: datetime) -> None:
    """As if it had never been noted. Whoever knows of it hears of a cancellation instead."""
    thanks.keep_back(chat)
    take_back(chat)
    if chat.host_address and has_heard(chat, Side.HOST):
        raise Refused(HEARD_OF)
    if is_built_on(chat):
        raise Refused(BUILT_ON)
    entries.remove(chat.seeker, chat.uid, now=now)
    chat.contact.events.about(kinds.CHAT, chat.pk).unlink()
    chat.delete()


def _go_back(invitation: Invitation, answer: Answer, now: datetime) -> None:
    """To what it was: its state, how long it can be answered, the times that stood, the letter."""
    before = InvitationStatus(answer.before)
    if before in OPEN:
        check_none_open_beside(invitation, now)
    earlier = invitation.answers.standing().first()
    if answer.kind == AnswerKind.COUNTER:
        answer.slots.update(withdrawn_at=now)
        if before == InvitationStatus.COUNTERED and earlier:
            earlier.slots.update(withdrawn_at=None)
    invitation.status, invitation.expires_at = before, answer.expires_before
    invitation.answered_at = earlier.at if earlier else None
    changed = ["status", "expires_at", "answered_at", "updated_at"]
    invitation.save(update_fields=changed)
    if before == InvitationStatus.SENT:
        ask_after_all(invitation)
