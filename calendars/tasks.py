"""The doorbell for calendars: what is due to be read or written."""

import time
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from calendars import lifecycle

SECONDS = 60
"""Then the next sweep goes on, so that no worker is held for long."""


@shared_task(name="calendars.sweep")
def sweep() -> None:
    """Agreed chats first: somebody may be looking for them."""
    stop_at = time.monotonic() + SECONDS
    _drain(lambda: lifecycle.write_due(now=timezone.now()), stop_at)
    _drain(lambda: lifecycle.read_due(now=timezone.now()), stop_at)


def _drain(one: Callable[[], bool], stop_at: float) -> None:
    while time.monotonic() < stop_at and one():
        pass
