"""Another worker, which holds lanes of the sweep of calendars."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection


@contextmanager
def taken(*lanes: int) -> Iterator[None]:
    with (
        closing(psycopg2.connect(**connection.get_connection_params())) as other,
        other.cursor() as cursor,
    ):
        for lane in lanes:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lane])
        yield
        # Closing alone would let go of them a little later.
        cursor.execute("SELECT pg_advisory_unlock_all()")
