"""What a page of free times costs: 30 days, three calendars, and how it grows."""

import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.servers import throwaway_servers

if TYPE_CHECKING:
    from accounts.models import User

CALENDARS = 3
DAYS = 30
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LENGTH = timedelta(minutes=25)
EACH = (33, 333, 3_333, 5_000, 33_333)
"""Entries of each calendar: from 10^2 to 10^5 in all, and the three times 5,000 of the goal."""
ROUNDS = 20


def fill(seeker: "User", each: int) -> None:
    """Entries over the 400 days that are read, stored as a reading stores them."""
    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

    from calendars.intervals import merged
    from calendars.models import BusyTime, Calendar, CalendarAccount

    chance = random.Random(each)
    account = CalendarAccount.objects.create(
        seeker=seeker, kind="feed", name="A", url="https://calendar.example/a.ics", is_on=False
    )
    for number in range(CALENDARS):
        calendar = Calendar.objects.create(
            account=account, seeker=seeker, url="https://calendar.example/a.ics", name=str(number)
        )
        stretches = merged(_entry(chance) for _ in range(each))
        BusyTime.objects.bulk_create(
            BusyTime(seeker=seeker, calendar=calendar, during=DateTimeTZRange(*stretch))
            for stretch in stretches
        )


def _entry(chance: random.Random) -> tuple[datetime, datetime]:
    start = NOW + timedelta(minutes=5 * chance.randrange(400 * 24 * 12))
    return start, start + timedelta(minutes=chance.choice([15, 30, 60]))


def page(seeker: "User") -> int:
    """All that a page of 30 days asks: what is free, and what is suggested."""
    from calendars.free import Host, free_starts
    from calendars.suggest import suggest
    from chats.my_times import diary_of

    first = NOW.date()
    last = first + timedelta(days=DAYS)
    diary = diary_of(seeker, first, last, NOW)
    found = free_starts(diary, LENGTH, first, last)
    suggest(diary, Host(ZoneInfo("America/New_York")), LENGTH, first=first, last=last)
    return len(found)


def measure(seeker: "User") -> tuple[int, float, float, int]:
    """Queries; milliseconds of our processor and by the clock, at best; how many are free."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        free = page(seeker)
    taken = [_timed(seeker) for _ in range(ROUNDS)]
    cpu, wall = (1000 * min(values) for values in zip(*taken, strict=True))
    return len(queries), cpu, wall, free


def _timed(seeker: "User") -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    page(seeker)
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    with throwaway_servers():
        from django.db import connection

        from tests.factories import make_seeker

        sys.stdout.write("entries in all   queries   Python ms   wall ms   free starts\n")
        for each in EACH:
            seeker = make_seeker()
            fill(seeker, each)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE calendars_busytime")
            queries, cpu, wall, free = measure(seeker)
            row = f"{each * CALENDARS:14,}   {queries:7}   {cpu:9.1f}   {wall:7.1f}   {free:11}\n"
            sys.stdout.write(row)


if __name__ == "__main__":
    main()
