"""The tasks of calendars: what is due to be read or written."""

import time
from collections.abc import Callable

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from calendars import lifecycle
from outbox.sweeps import one_of

SWEEP_SECONDS = 60
"""Then the next sweep goes on, so that no worker is held for long."""
FIRST_CONCURRENCY_SLOT = 0x63616C
"""Names the first of the sweep's locks among Postgres's advisory locks; the others follow it."""


@shared_task(name="calendars.sweep")
def sweep() -> None:
    """Agreed chats first: somebody may be looking for them.

    There are concurrency slots for fewer workers than there are, so that servers that answer
    slowly keep none of the others from the e-mail. Whoever is known to take long is waited for in
    the first alone.
    """
    stop_at = time.monotonic() + SWEEP_SECONDS
    with one_of(concurrency_slots()) as number:
        if number is not None:
            patient = number == FIRST_CONCURRENCY_SLOT
            lifecycle.notice_changes(now=timezone.now())
            _drain(lambda: lifecycle.write_due(now=timezone.now(), patient=patient), stop_at)
            _drain(lambda: lifecycle.read_due(now=timezone.now(), patient=patient), stop_at)


def concurrency_slots() -> list[int]:
    return [FIRST_CONCURRENCY_SLOT + number for number in range(settings.CALENDAR_CONCURRENCY)]


def _drain(one: Callable[[], bool], stop_at: float) -> None:
    while time.monotonic() < stop_at and one():
        pass
