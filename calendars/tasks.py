"""The doorbell for calendars: what is due to be read or written."""

import time
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from calendars import lifecycle
from outbox.sweeps import alone

SECONDS = 60
"""Then the next sweep goes on, so that no worker is held for long."""
ONE_AT_A_TIME = 0x63616C
"""Names the lock of the sweep among Postgres's advisory locks."""


@shared_task(name="calendars.sweep")
def sweep() -> None:
    """Agreed chats first: somebody may be looking for them.

    One worker at a time: servers that answer slowly must not keep all of them from the e-mail.
    """
    stop_at = time.monotonic() + SECONDS
    with alone(ONE_AT_A_TIME) as first:
        if first:
            _drain(lambda: lifecycle.write_due(now=timezone.now()), stop_at)
            _drain(lambda: lifecycle.read_due(now=timezone.now()), stop_at)


def _drain(one: Callable[[], bool], stop_at: float) -> None:
    while time.monotonic() < stop_at and one():
        pass
