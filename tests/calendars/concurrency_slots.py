"""Another worker, which holds concurrency slots of the sweep of calendars."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection


@contextmanager
def taken(*slots: int) -> Iterator[None]:
    with (
        closing(psycopg2.connect(**connection.get_connection_params())) as other,
        other.cursor() as cursor,
    ):
        for slot in slots:
            cursor.execute("SELECT pg_advisory_lock(%s)", [slot])
        yield
        # Closing alone would let go of them a little later.
        cursor.execute("SELECT pg_advisory_unlock_all()")
