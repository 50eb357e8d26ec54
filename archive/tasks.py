"""The doorbells of archives."""

from celery import shared_task
from django.utils import timezone

from archive import lifecycle


@shared_task(name="archive.sweep")
def sweep() -> None:
    """Build what was asked for, one archive a visit, so that e-mail never waits long."""
    lifecycle.build_next(timezone.now())


@shared_task(name="archive.tidy")
def tidy() -> None:
    """Forget archives that nobody fetched, and the last e-mails of erased accounts."""
    lifecycle.forget(timezone.now())
    lifecycle.forget_last_emails()
