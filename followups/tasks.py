"""The doorbell for what is owed after chats."""

from functools import partial

from celery import shared_task
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chats.models import Chat
from followups import keeping_due, lifecycle
from followups.models import FollowUp
from outbox.sweeps import each

BATCH = 500


@shared_task(name="followups.sweep")
def sweep() -> None:
    """Open the thank-you of every chat that has ended, then remind of those that are due."""
    now = timezone.now()
    thanked_for = FollowUp.objects.thank_yous().filter(chat=OuterRef("pk"))
    ended = Chat.objects.ended(now).filter(
        ~Exists(thanked_for), ends_at__gt=now - lifecycle.DUE_AFTER * 7
    )
    each(ended.select_related("contact")[:BATCH], partial(lifecycle.open_thank_you, now=now))
    each(FollowUp.objects.to_remind(now)[:BATCH], partial(lifecycle.remind, now=now))
    keeping_due.sweep(now)
