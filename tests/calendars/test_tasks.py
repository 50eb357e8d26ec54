"""The sweep of calendars: one worker at it, the others stay free for e-mail."""

import psycopg2
import pytest
from django.db import connection

from calendars import lifecycle, tasks
from calendars.models import CalendarAccount
from tests.factories import NOW, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)


def tries(account: CalendarAccount) -> int:
    account.refresh_from_db()
    return account.failures


def test_a_worker_leaves_the_calendars_to_the_one_that_is_at_them() -> None:
    account = lifecycle.add_feed(make_seeker(), "https://127.0.0.1/a.ics", "A", now=NOW)
    with psycopg2.connect(**connection.get_connection_params()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [tasks.ONE_AT_A_TIME])
        tasks.sweep()
        assert tries(account) == 0
        # Closing alone would let go of it a little later.
        cursor.execute("SELECT pg_advisory_unlock(%s)", [tasks.ONE_AT_A_TIME])
    other.close()
    tasks.sweep()
    assert tries(account) == 1
