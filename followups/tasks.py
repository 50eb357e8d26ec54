"""The task for what is owed after chats."""

from functools import partial

from celery import shared_task
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chats.models import Chat
from followups import due as keeping_due
from followups import lifecycle
from followups.models import FollowUp
from followups.states import Status
from outbox.sweeps import each

BATCH_ROWS = 500


@shared_task(name="followups.sweep")
def sweep() -> None:
    """Open the thank-you of every chat that has ended, send what leaves by itself, remind."""
    now = timezone.now()
    in_time = Q(due_at=OuterRef("ends_at") + lifecycle.DUE_AFTER)
    thanked_for = FollowUp.objects.thank_yous().filter(
        in_time | ~Q(status=Status.OPEN), chat=OuterRef("pk")
    )
    not_yet = Chat.objects.ended(now).filter(~Exists(thanked_for)).order_by("ends_at", "pk")
    not_yet = not_yet.select_related("contact", "seeker")
    lately = now - lifecycle.DUE_AFTER * 7
    for ended in (
        not_yet.filter(ends_at__gt=lately),
        not_yet.filter(told_by_seeker=True, booked_at__gt=lately),  # however long ago it was
    ):
        each(ended[:BATCH_ROWS], partial(lifecycle.open_thank_you, now=now))
    each(FollowUp.objects.to_send(now)[:BATCH_ROWS], partial(lifecycle.send_scheduled, now=now))
    each(FollowUp.objects.to_remind(now)[:BATCH_ROWS], partial(lifecycle.remind, now=now))
    keeping_due.sweep(now)
