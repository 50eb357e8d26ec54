"""What the page says of an answer that was given, and of a chat that was called off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, Subquery

from chats.host.answering import UNDO_WITHIN, status_after
from chats.host.page_times import still_open, time_of
from chats.models import Answer, Change, Chat, Invitation, Slot
from chats.states import AnswerKind, ChangeKind, InvitationStatus, Side
from outbox.addresses import are_same
from outbox.suppression import is_suppressed


def answered_context(
    invitation: Invitation, slots: Iterable[Slot], zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    answer, newest = _standing_and_newest(invitation)
    opted_out = answer is not None and answer.kind == AnswerKind.OPT_OUT
    taken_back = newest if newest and newest.undone_at else None
    called_off = Chat.objects.called_off_by(answer)
    undoable = not taken_back and may_undo(invitation, answer, now)
    said_no = answer is not None and answer.is_no
    is_over = invitation.status == InvitationStatus.DECLINED
    return {
        "answer": answer,
        "never": bool(answer and opted_out and is_suppressed(answer.address)),
        "taken_back": taken_back,
        "cancellation": cancellation(invitation, Side.HOST) if is_over and not said_no else None,
        "called_off": called_off,
        "still_open": still_open(invitation, now) if undoable and called_off else [],
        "may_undo": undoable,
        "proposed": [time_of(slot, zone, now) for slot in slots if slot.by == Side.HOST],
        "is_open": invitation.expires_at is not None and invitation.expires_at > now,
    }


def never_again(invitation: Invitation, address: str, now: datetime) -> dict[str, Any]:
    """What "never write to me again" means to their chat: before, after, and once taken back."""
    answer = invitation.answers.first()
    ours = answer is not None and are_same(answer.opted_out, address)
    undoable = ours and may_undo(invitation, answer, now)
    standing = answer if ours and answer and not answer.undone_at else None
    called_off = Chat.objects.called_off_by(standing)
    live = invitation.chats.live().first()
    return {
        "answer": answer,
        "zone": invitation.zone_for_host,
        "may_undo": undoable,
        "called_off": called_off,
        "still_open": still_open(invitation, now) if undoable and called_off else [],
        "ends_with_never": live if live and live.ends_with_opt_out(address, now) else None,
    }


def _standing_and_newest(invitation: Invitation) -> tuple[Answer | None, Answer | None]:
    """The newest answer that stands, and the newest of all. One query."""
    answers = Answer.objects.filter(invitation=invitation)
    newest, standing = answers.values("pk")[:1], answers.filter(undone_at=None).values("pk")[:1]
    either = Q(pk__in=Subquery(newest)) | Q(pk__in=Subquery(standing))
    found = list(answers.filter(either))
    standing_one = next((answer for answer in found if answer.undone_at is None), None)
    return standing_one, next(iter(found), None)


def cancellation(invitation: Invitation, by: Side) -> Change | None:
    """How that side called their chat off, with its line. Not by taking an answer back."""
    called_off = Change.objects.filter(chat__invitation=invitation, kind=ChangeKind.CANCELLED)
    return called_off.filter(by=by).first()


def may_undo(invitation: Invitation, answer: Answer | None, now: datetime) -> bool:
    if answer is None or answer.told_by_seeker or answer.at + UNDO_WITHIN <= now:
        return False
    return invitation.status == status_after(answer)
