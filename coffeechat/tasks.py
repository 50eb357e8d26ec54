"""Housekeeping that no single app can do."""

from celery import shared_task
from django.utils import timezone

from coffeechat.sample import lifecycle


@shared_task(name="sample.sweep")
def sweep_samples() -> None:
    lifecycle.sweep(timezone.now())
