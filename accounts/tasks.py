"""Housekeeping of accounts."""

from celery import shared_task
from django.core.management import call_command

from accounts.sessions import forget_ended


@shared_task(name="accounts.sweep")
def sweep() -> None:
    """Forget sessions that have run out, and from where they were used."""
    call_command("clearsessions")
    forget_ended()
