"""The tasks of archives."""

from celery import shared_task
from django.utils import timezone

from archive import lifecycle, samples
from outbox import queue


@shared_task(name="archive.sweep")
def sweep() -> None:
    """Build what was asked for, one archive a visit, so that e-mail never waits long."""
    lifecycle.build_next(timezone.now())


@shared_task(name="archive.tidy")
def tidy() -> None:
    """Forget archives that nobody fetched, and the last e-mails of whoever was erased."""
    lifecycle.forget(timezone.now())
    queue.forget_erased()


@shared_task(name="archive.sweep_samples")
def sweep_samples() -> None:
    samples.sweep(timezone.now())
