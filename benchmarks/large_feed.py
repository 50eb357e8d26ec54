"""Feeds of twenty megabytes, read by the child from a server: what they take of a machine."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from calendars.reading.fetch import MAX_BYTES
from calendars.reading.wire import Kind, Request
from tests.calendars.reading.server import running_server

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WORDS = "DESCRIPTION:" + "Agenda\\, notes and a link https://meet.example/abcdefgh\\n" * 3
MEASURED = """if True:
    import resource
    from calendars.reading import child
    child.main()
    print(child._peak(), resource.getrusage(resource.RUSAGE_SELF).ru_utime)
"""
"""The child, and then what it took: its own memory, without that of whoever started it."""


def main() -> None:
    with running_server() as server:
        for name, make in FEEDS.items():
            text = feed(make)
            url = server.answer("/a.ics", text)
            since, until = NOW - timedelta(days=1), NOW + timedelta(days=400)
            request = Request(Kind.FEED, url, since, until, own_hosts=(server.name,))
            print(f"{name}, {len(text) / 2**20:.1f} MB: {measured(request)}")


def measured(request: Request) -> str:
    """The child's standard input stays open: it ends where nobody listens."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", MEASURED], stdin=pipe, stdout=pipe) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{request.to_json()}\n".encode())
        child.stdin.flush()
        said = child.stdout.read().decode().splitlines()
    if child.returncode:
        return f"ended by {child.returncode}"
    *_, answer, took = said
    known, (peak, seconds) = json.loads(answer), took.split()
    found = sum(len(one["busy"]) for one in known["calendars"])
    what = known["problem"] or f"{found} busy times"
    return f"{what}, {float(seconds):.1f} s of the processor, {int(peak) / 2**20:.0f} MB"


def feed(entries: Callable[[int], str]) -> bytes:
    """As many entries as there is room for."""
    body, room = [], MAX_BYTES - 200
    for number in range(MAX_BYTES):
        entry = entries(number)
        room -= len(entry)
        if room < 0:
            break
        body.append(entry)
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//b//EN\r\n{''.join(body)}END:VCALENDAR\r\n"
    return whole.encode()


def entry(number: int, days: range, more: str = "") -> str:
    chance = random.Random(number)
    start = NOW + timedelta(days=chance.choice(days), hours=chance.randrange(8, 18))
    end = start + timedelta(minutes=30)
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@calendar.example\r\nDTSTAMP:{NOW:%Y%m%dT%H%M%SZ}\r\n"
        f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID=Europe/Berlin:{end:%Y%m%dT%H%M%S}\r\n"
        f"{more}SUMMARY:Meeting {number}\r\n{folded(WORDS)}END:VEVENT\r\n"
    )


def repeating(number: int) -> str:
    """Each tenth for some weeks, as long ago as the others."""
    until = NOW + timedelta(days=random.Random(number).choice(LIFE) + 100)
    rule = f"RRULE:FREQ=WEEKLY;UNTIL={until:%Y%m%dT%H%M%SZ}\r\n"
    return entry(number, LIFE, rule if number % 10 == 0 else "")


def folded(line: str) -> str:
    return "\r\n ".join(cut(line)) + "\r\n"


def cut(line: str) -> Iterator[str]:
    for at in range(0, len(line), 74):
        yield line[at : at + 74]


LIFE = range(-3650, 60)
"""Ten years back."""
FEEDS: dict[str, Callable[[int], str]] = {
    "ten years, hardly any ahead": lambda number: entry(number, LIFE),
    "the same, one in ten repeats": repeating,
    "all of it over": lambda number: entry(number, range(-3650, -2)),
    "all of it ahead": lambda number: entry(number, range(400)),
    "one attachment": lambda number: folded("ATTACH:" + "A" * 2**20),
    "empty lines": lambda number: "\r\n" * 2**10,
}


if __name__ == "__main__":
    main()
