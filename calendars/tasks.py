"""The doorbell for calendars: what is due to be read or written."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery import shared_task
from django.db import connection
from django.utils import timezone

from calendars import lifecycle

SECONDS = 60
"""Then the next sweep goes on, so that no worker is held for long."""
ONE_AT_A_TIME = 0x63616C
"""Names the lock of the sweep among Postgres's advisory locks; those of people are far larger."""


@shared_task(name="calendars.sweep")
def sweep() -> None:
    """Agreed chats first: somebody may be looking for them.

    One worker at a time: servers that answer slowly must not keep all of them from the e-mail.
    """
    stop_at = time.monotonic() + SECONDS
    with _alone() as alone:
        if alone:
            _drain(lambda: lifecycle.write_due(now=timezone.now()), stop_at)
            _drain(lambda: lifecycle.read_due(now=timezone.now()), stop_at)


@contextmanager
def _alone() -> Iterator[bool]:
    """Of the session, so that it goes with a worker that dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        alone: bool = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _drain(one: Callable[[], bool], stop_at: float) -> None:
    while time.monotonic() < stop_at and one():
        pass
