"""The seeker notes what a host answered elsewhere. The same as on the page, but that the seeker is
told nothing, who knows, and that it speaks for no address of the host's."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from chats import event_kinds as kinds
from chats.errors import Refused
from chats.host import answering
from chats.host.answering import write_status
from chats.host.taking import check_answerable, note_how_they_read, says, write_answer
from chats.host_reply import HostReply
from chats.locks import lock_both
from chats.meeting import by_hand, checks
from chats.meeting.by_hand import Meeting
from chats.models import Chat, Invitation
from chats.states import STATUS_AFTER, AnswerKind, InvitationStatus
from contacts.events import EventKind
from contacts.states import Stage

WHAT_FOLLOWS: dict[AnswerKind, tuple[EventKind, Stage]] = {
    AnswerKind.AGREE: (kinds.AGREED, Stage.ANSWERED),
    AnswerKind.WORDS: (kinds.ANSWERED, Stage.ANSWERED),
    AnswerKind.LATER: (kinds.DEFERRED, Stage.CLOSED),
    AnswerKind.DECLINE: (kinds.DECLINED, Stage.CLOSED),
}
"""Of what was said without a time: the line in the timeline, and how far they have come."""


@transaction.atomic
def note_answer(
    invitation: Invitation, kind: AnswerKind, reply: HostReply, *, now: datetime
) -> None:
    """What they said, where no time goes with it. It stops all that waits for an answer."""
    invitation = lock_both(invitation)
    status, (event, stage) = STATUS_AFTER[kind], WHAT_FOLLOWS[kind]
    if invitation.status == status and _is_said(invitation, kind, reply):
        return
    _check(invitation, status, reply, now)
    write_answer(invitation, kind, reply, now)
    words = reply.line if kind == AnswerKind.WORDS else ""
    write_status(invitation, status, event, stage, now, side=reply.side, words=words)


def _is_said(invitation: Invitation, kind: AnswerKind, reply: HostReply) -> bool:
    newest = invitation.answers.standing().first()
    return newest is not None and newest.kind == kind and says(newest, reply)


@transaction.atomic
def note_booking(
    invitation: Invitation, meeting: Meeting, reply: HostReply, *, now: datetime
) -> Chat:
    """They agreed on a time. The same once more changes nothing.

    Raises `TimeTaken` where the seeker has another chat then, `by_hand.AnotherThen` where that is
    over and was not seen, `Refused` where the ask is not open to it.
    """
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        return _noted_twice(invitation, meeting)
    _check(invitation, InvitationStatus.BOOKED, reply, now)
    write_answer(invitation, AnswerKind.TAKE, reply, now)
    note_how_they_read(invitation, reply)
    return by_hand.note(invitation, meeting, now)


def _noted_twice(invitation: Invitation, meeting: Meeting) -> Chat:
    """The chat there is, where it is this very one: noted by a first press, or taken by them."""
    at = {"starts_at": meeting.starts_at}
    if chat := invitation.chats.filter(told_by_seeker=True, **at).first():
        return chat
    live = checks.live_chat(invitation)
    if live.starts_at == meeting.starts_at:
        return live
    raise Refused(
        gettext("They took a time on their page meanwhile. You can move the chat on its page.")
    )


@transaction.atomic
def note_times(
    invitation: Invitation, times: Sequence[datetime], reply: HostReply, *, now: datetime
) -> None:
    """They proposed other times, as on the page."""
    invitation = lock_both(invitation)
    _check_was_asked(invitation)
    check_answerable(invitation, InvitationStatus.COUNTERED, reply, now)
    _check_is_the_newest(invitation)
    answering.propose(invitation, times, reply, now=now)


def _check(invitation: Invitation, to: InvitationStatus, reply: HostReply, now: datetime) -> None:
    if invitation.status == InvitationStatus.BOOKED:
        raise Refused(gettext("There is a chat already. You can move or cancel it on its page."))
    _check_was_asked(invitation)
    check_answerable(invitation, to, reply, now)
    _check_is_the_newest(invitation)


def _check_was_asked(invitation: Invitation) -> None:
    """A chat that was added by itself hangs on no letter of ours, which nobody can answer."""
    if invitation.asked_elsewhere:
        raise Refused(gettext("Nothing was asked from here, so please add the chat anew instead."))


def _check_is_the_newest(invitation: Invitation) -> None:
    """What they say now belongs to the ask they had last."""
    pair = {"seeker": invitation.seeker, "contact": invitation.contact}
    later = Invitation.objects.asked_here().filter(**pair, sent_at__gt=invitation.sent_at)
    if later.exists():
        raise Refused(
            gettext("You have asked them once more since, so please note it with that invitation.")
        )
