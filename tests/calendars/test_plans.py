"""With many entries, a page of free times reads its own days by index, in few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from calendars.busy import MERGED
from calendars.models import BusyTime, Calendar, CalendarAccount
from chats.times.mine import free_busy_of
from tests.factories import NOW, make_seeker

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def fill(seeker: User, entries: int) -> None:
    """One entry of half an hour each hour, from now on."""
    account = CalendarAccount.objects.create(seeker=seeker, kind="feed", name="A", url="x")
    calendar = Calendar.objects.create(account=account, seeker=seeker, url="x", name="A")
    starts = (NOW + timedelta(hours=number) for number in range(entries))
    BusyTime.objects.bulk_create(
        BusyTime(
            seeker=seeker,
            calendar=calendar,
            during=DateTimeTZRange(start, start + timedelta(minutes=30)),
        )
        for start in starts
    )


def test_busy_times_are_found_by_their_index() -> None:
    seeker = make_seeker()
    fill(seeker, 8_000)
    fill(make_seeker(), 2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calendars_busytime")
        cursor.execute(f"EXPLAIN {MERGED}", [seeker.pk, NOW, NOW + MONTH])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "busy_time_of_seeker" in plan
    assert "Seq Scan" not in plan


def test_a_month_costs_the_same_queries_with_one_entry_and_with_many() -> None:
    queries = []
    for entries in (1, 3_000):
        seeker = make_seeker()
        fill(seeker, entries)
        with CaptureQueriesContext(connection) as captured:
            free_busy = free_busy_of(seeker, NOW.date(), (NOW + MONTH).date(), NOW)
        assert len(free_busy.busy) == min(entries, 31 * 24 + 15)  # from nine on the first day
        queries.append(len(captured))
    assert queries[0] == queries[1] <= 5
