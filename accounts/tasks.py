"""Housekeeping of accounts."""

from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User

KEEP_SAMPLE = timedelta(days=1)


@shared_task(name="accounts.sweep")
def sweep() -> None:
    """Remove sample seekers of yesterday, and sessions that have run out."""
    User.objects.filter(is_sample=True, date_joined__lt=timezone.now() - KEEP_SAMPLE).delete()
    call_command("clearsessions")
