"""Tasks only say "look now": each may run twice, late, or not at all."""

from datetime import timedelta

from celery import shared_task
from django.db.models.functions import Now

from outbox import retention
from outbox.delivery import DRAIN_SECONDS, drain
from outbox.models import Heartbeat, OutgoingEmail
from outbox.states import WAITING

KEEP_BODIES = timedelta(days=30)

TIME_LIMIT = DRAIN_SECONDS + 30 * 60
"""The last e-mail of a sweep may take as long as all limits of a delivery together (outbox.smtp).
Whoever is ended in the middle cannot tell what became of it."""


@shared_task(name="outbox.sweep", time_limit=TIME_LIMIT)
def sweep() -> None:
    """Send what is due: `queue.wake_up` asks for it after a commit."""
    drain()


@shared_task(name="outbox.tick", time_limit=TIME_LIMIT)
def tick() -> None:
    """The same, for beat alone: traffic must not make a dead clock look alive."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": Now()})
    drain()


@shared_task(name="outbox.tidy")
def tidy() -> None:
    """Blank the bodies of old e-mails: they hold private links that nobody needs here."""
    OutgoingEmail.objects.filter(created_at__lt=Now() - KEEP_BODIES).exclude(text="").exclude(
        status__in=WAITING
    ).update(text="", html="", ics="", bare=None)


@shared_task(name="outbox.forget")
def forget() -> None:
    """Delete what is outdated, so much at a time."""
    retention.forget_outdated()
