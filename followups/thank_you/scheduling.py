"""The operations of a thank-you that leaves by itself: at a moment the seeker chose, in its day."""

from datetime import datetime

from django.db import transaction

from chats.errors import Refused
from contacts.models import record
from followups.event_kinds import THANK_YOU_STAYED
from followups.models import FollowUp
from followups.states import Status
from followups.thank_you import drafting, reminding
from followups.thank_you.thanking import LEAVES_ONCE, check_reachable, leave, lock
from outbox import queue


@transaction.atomic
def schedule(follow_up: FollowUp, text: str, *, send_at: datetime, now: datetime) -> None:
    """Let the words leave then. It is taken care of, so no reminder comes any more."""
    follow_up = lock(follow_up)
    if follow_up.status == Status.DONE:
        raise Refused(LEAVES_ONCE)
    check_reachable(follow_up)
    _check_moment(follow_up, send_at, now)
    follow_up.status, follow_up.done_at = Status.OPEN, None
    follow_up.text, follow_up.send_at = text, send_at
    follow_up.save(update_fields=["text", "send_at", "status", "done_at"])
    queue.cancel(follow_up.about)


def _check_moment(follow_up: FollowUp, send_at: datetime, now: datetime) -> None:
    if send_at <= now:
        raise Refused("That time has passed already. Please choose a later one, or send it now.")
    if send_at >= follow_up.due_at:
        raise Refused(
            "That is after the day in which it counts most. Please choose an earlier one."
        )


@transaction.atomic
def unschedule(follow_up: FollowUp, *, now: datetime) -> None:
    """It waits for the seeker again, and so do the reminders still ahead."""
    follow_up = lock(follow_up)
    if follow_up.send_at is None:
        return
    _stay(follow_up, now)


@transaction.atomic
def send_scheduled(follow_up: FollowUp, *, now: datetime) -> None:
    """Its moment has come. What may not leave stays, and the timeline says why."""
    follow_up = lock(follow_up)
    if not FollowUp.objects.to_send(now).filter(pk=follow_up.pk).exists():
        return
    try:
        check_reachable(follow_up)
        drafting.check(follow_up)
    except Refused as refused:
        _stay(follow_up, now)
        contact, chat = follow_up.contact, follow_up.its_chat
        record(contact, THANK_YOU_STAYED, at=now, target=chat, why=refused.sentence)
        return
    leave(follow_up, now)


def _stay(follow_up: FollowUp, now: datetime) -> None:
    ends_at, due_at = follow_up.its_chat.ends_at, follow_up.due_at
    both = reminding.moments(ends_at, due_at, follow_up.seeker.time_zone)
    follow_up.send_at = None
    follow_up.remind_at = min((moment for moment in both if moment > now), default=None)
    follow_up.save(update_fields=["send_at", "remind_at"])
