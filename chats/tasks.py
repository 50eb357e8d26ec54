"""Doorbells for what time itself does to invitations and chats."""

from celery import shared_task
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chats import lifecycle
from chats.models import Invitation, Reminder
from outbox.models import OutgoingEmail
from outbox.states import Status

BATCH = 500


@shared_task(name="chats.sweep")
def sweep() -> None:
    """Queue due reminders, close what nobody answered, tell of what did not arrive."""
    remind_of_chats()
    expire_invitations()
    report_undeliverable()


def remind_of_chats() -> None:
    now = timezone.now()
    for reminder in Reminder.objects.filter(due_at__lte=now).order_by("due_at")[:BATCH]:
        lifecycle.remind(reminder, now=now)


def expire_invitations() -> None:
    now = timezone.now()
    for invitation in Invitation.objects.to_expire(now)[:BATCH]:
        lifecycle.expire(invitation, now=now)


def report_undeliverable() -> None:
    now = timezone.now()
    asks = OutgoingEmail.objects.filter(kind__in=["invitation", "new_times"])
    # An earlier round that died says nothing about the one that is on its way.
    later = asks.filter(about=OuterRef("about"), pk__gt=OuterRef("pk"))
    dead = asks.filter(~Exists(later), status=Status.DEAD)
    reasons = {
        int(about.partition(":")[2]): said
        for about, said in dead.values_list("about", "last_error")
    }
    for invitation in Invitation.objects.awaiting_answer().filter(pk__in=reasons):
        lifecycle.undeliverable(invitation, reason=reasons[invitation.pk], now=now)
