"""What fills a seeker's calendars, by what was read of them last."""

from datetime import datetime

from django.db import connection

from accounts.models import User
from calendars.intervals import Interval

MERGED = """
    SELECT lower(stretch), upper(stretch)
    FROM (
        SELECT unnest(range_agg(during)) AS stretch
        FROM calendars_busytime
        WHERE seeker_id = %s AND during && tstzrange(%s, %s)
    ) AS stretches
    ORDER BY 1
"""
"""Thousands of entries make few stretches, so the database merges them (Postgres 14)."""


def busy_between(seeker: User, start: datetime, end: datetime) -> list[Interval]:
    """What stands in the seeker's calendars, sorted and apart. One query."""
    with connection.cursor() as cursor:
        cursor.execute(MERGED, [seeker.pk, start, end])
        return list(cursor.fetchall())


def is_busy(seeker: User, start: datetime, end: datetime) -> bool:
    """Whether anything stands in the seeker's calendars then."""
    return bool(busy_between(seeker, start, end))
