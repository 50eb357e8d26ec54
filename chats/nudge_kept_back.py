"""A reminder that was about to leave, as something comes from whom it would remind."""

from chats.email_groups import NUDGES
from chats.models import Invitation, Letter, Nudge
from chats.notifications import take_back
from chats.states import NudgeStatus
from outbox.addresses import mailbox_hash


def keep_nudge_back(invitation: Invitation, *, stop: str = "") -> None:
    """Under the lock of the ask. Without a stop it waits once more, and is asked anew; what has
    begun to leave stays sent. The timeline keeps that it was on its way."""
    if not take_back(invitation, kinds=NUDGES.kinds):
        return
    nudge = Nudge.objects.get(invitation=invitation)
    _forget_letter(invitation, nudge)
    nudge.status = NudgeStatus.STOPPED if stop else NudgeStatus.WAITING
    nudge.stop, nudge.left_at = stop, None
    nudge.save()


def _forget_letter(invitation: Invitation, nudge: Nudge) -> None:
    """Of one that nobody has seen."""
    assert nudge.left_at is not None  # a database constraint says so
    seeker = mailbox_hash(invitation.seeker.email)
    Letter.objects.filter(seeker=seeker, sent_at=nudge.left_at, is_first=False).delete()
