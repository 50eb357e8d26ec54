"""Expanding a busy feed of 5,000 entries, against icalendar and recurring-ical-events alone."""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from calendars.reading.expand import expand
from calendars.reading.wire import Kind, Request
from tests.calendars.reading.test_expand import plain

ENTRIES = 5_000
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SPANS = (60, 400)
"""Days ahead: the goal's, and what we read."""
RECURRING = 0.1


def feed(entries: int) -> str:
    """Three years of somebody's life; one in ten repeats weekly."""
    chance = random.Random(1)
    events = "".join(_event(number, chance) for number in range(entries))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//b//EN\r\n{events}END:VCALENDAR\r\n"


def _event(number: int, chance: random.Random) -> str:
    start = NOW + timedelta(days=chance.randrange(-730, 365), hours=chance.randrange(8, 18))
    end = start + timedelta(minutes=chance.choice([30, 60, 90]))
    until = start + timedelta(weeks=chance.randrange(4, 40))
    rule = f"RRULE:FREQ=WEEKLY;UNTIL={until:%Y%m%dT%H%M%SZ}\r\n"
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@calendar.example\r\nDTSTAMP:{NOW:%Y%m%dT%H%M%SZ}\r\n"
        f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID=Europe/Berlin:{end:%Y%m%dT%H%M%S}\r\n"
        f"{rule if chance.random() < RECURRING else ''}SUMMARY:Meeting {number}\r\n"
        "LOCATION:Room 4\\, second floor\r\nDESCRIPTION:Agenda\\n1. Hello\\n2. Plans\r\n"
        "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"
    )


def timed(work: Callable[[str, Request], object], text: str, asked: Request) -> float:
    """Seconds of the processor."""
    begun = time.process_time()
    work(text, asked)
    return time.process_time() - begun


def main(entries: int) -> None:
    text = feed(entries)
    print(f"{entries} entries, {len(text) / 1e6:.1f} MB")
    for days in SPANS:
        asked = Request(Kind.FEED, "", NOW - timedelta(days=1), NOW + timedelta(days=days))
        assert expand(text, asked).busy == plain(text, asked)
        ours = min(timed(expand, text, asked) for _ in range(3))
        theirs = min(timed(plain, text, asked) for _ in range(3))
        print(f"{days} days: {ours:.2f} s, the pair {theirs:.2f} s, {theirs / ours:.1f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
