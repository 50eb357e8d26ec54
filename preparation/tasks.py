"""The task for the day before a chat."""

from functools import partial

from celery import shared_task
from django.utils import timezone

from chats.models import Reminder
from chats.states import ReminderKind
from outbox.sweeps import each
from preparation import lifecycle

BATCH_ROWS = 500


@shared_task(name="preparation.sweep")
def sweep() -> None:
    now = timezone.now()
    due = Reminder.objects.filter(kind=ReminderKind.DAY_SEEKER, due_at__lte=now).order_by("due_at")
    each(due[:BATCH_ROWS], partial(lifecycle.remind, now=now))
