"""What a page of free times costs: 30 days, three calendars, and how it grows."""

import math
import os
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
READ = timedelta(days=400)
"""How far a calendar is read."""
BUSY = 1 / 3
"""Of all that time, whatever the number of entries: more of them are shorter. At one length the
largest number would fill every hour, and a month that is busy throughout is no work at all."""
ROUNDS = 20
TITLES = "entries   rows     stretches   busy   queries   Python ms   wall ms   free starts"


def fill(seeker: "User", each: int) -> None:
    """Entries over all the time that is read, stored as a reading stores them."""
    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

    from calendars.intervals import merged
    from calendars.models import BusyTime, Calendar, CalendarAccount

    chance, length = random.Random(each), length_of(each * CALENDARS)
    account = CalendarAccount.objects.create(
        seeker=seeker, kind="feed", name="A", url="https://calendar.example/a.ics", is_on=False
    )
    for number in range(CALENDARS):
        calendar = Calendar.objects.create(
            account=account, seeker=seeker, url="https://calendar.example/a.ics", name=str(number)
        )
        stretches = merged(_entry(chance, length) for _ in range(each))
        BusyTime.objects.bulk_create(
            BusyTime(seeker=seeker, calendar=calendar, during=DateTimeTZRange(*stretch))
            for stretch in stretches
        )


def length_of(entries: int) -> timedelta:
    """With which so many, begun at any moment and overlapping as they will, fill `BUSY`."""
    return READ * -math.log(1 - BUSY) / entries


def _entry(chance: random.Random, length: timedelta) -> tuple[datetime, datetime]:
    start = NOW + timedelta(seconds=chance.randrange(READ // timedelta(seconds=1)))
    return start, start + length


def stored(seeker: "User") -> tuple[int, int, float]:
    """Rows, stretches they make in the month of the page, and how much of it is busy."""
    from calendars.busy import busy_between
    from calendars.models import BusyTime

    start, end = NOW, NOW + timedelta(days=DAYS)
    stretches = [(max(one[0], start), min(one[1], end)) for one in busy_between(seeker, start, end)]
    busy = sum((until - since for since, until in stretches), timedelta())
    return BusyTime.objects.of(seeker).count(), len(stretches), busy / (end - start)


def page(seeker: "User") -> int:
    """All that a page of 30 days asks: what is free, and what is suggested."""
    from calendars.free import Host, free_starts
    from calendars.suggest import suggest
    from chats.times.mine import free_busy_of

    first = NOW.date()
    last = first + timedelta(days=DAYS)
    free_busy = free_busy_of(seeker, first, last, NOW)
    found = free_starts(free_busy, LENGTH, first, last)
    suggest(free_busy, Host(ZoneInfo("America/New_York")), LENGTH, first=first, last=last)
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

        sys.stdout.write(f"{TITLES}\n")
        for each in EACH:
            seeker = make_seeker()
            fill(seeker, each)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE calendars_busytime")
            sys.stdout.write(_row(each * CALENDARS, stored(seeker), measure(seeker)))
        sys.stdout.write(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n")


def _row(
    entries: int, kept: tuple[int, int, float], measured: tuple[int, float, float, int]
) -> str:
    (rows, stretches, busy), (queries, cpu, wall, free) = kept, measured
    return (
        f"{entries:7,}   {rows:6,}   {stretches:9,}   {busy:4.0%}   {queries:7}   "
        f"{cpu:9.1f}   {wall:7.1f}   {free:11}\n"
    )


if __name__ == "__main__":
    main()
