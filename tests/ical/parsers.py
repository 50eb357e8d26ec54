"""Three libraries that read calendar entries, each written by other people, and what they read."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from icalendar import Calendar
from icalendar.prop import vText

HERE = Path(__file__).parent

Entry = dict[str, Any]
"""`method`, `events` (the values of each by name, times as 20261126T150000Z) and `trouble`."""

Reader = Callable[[Sequence[str]], list[Entry]]


def with_icalendar(texts: Sequence[str]) -> list[Entry]:
    """Python's."""
    return [_entry(Calendar.from_ical(text)) for text in texts]


def _entry(calendar: Any) -> Entry:
    events = [_values(event) for event in calendar.walk("VEVENT")]
    errors = [*calendar.errors, *(error for one in calendar.walk() for error in one.errors)]
    trouble = f"{len(errors)} errors" if errors else ""
    return {"trouble": trouble, "method": str(calendar.get("method", "")), "events": events}


def _values(event: Any) -> dict[str, Any]:
    people = event.get("attendee", [])
    people = people if isinstance(people, list) else [people]
    return {
        **{name: _value(value) for name, value in event.items() if name != "ATTENDEE"},
        "ATTENDEE": [str(person) for person in people],
    }


def _value(value: Any) -> str:
    return str(value) if isinstance(value, vText) else str(value.to_ical(), "utf-8")


def with_libical(texts: Sequence[str]) -> list[Entry]:
    """That of Evolution and KOrganizer, which also checks what RFC 5546 asks of each METHOD."""
    return _ask([sys.executable, str(HERE / "read_with_libical.py")], texts)


def with_icaljs(texts: Sequence[str]) -> list[Entry]:
    """Thunderbird's."""
    entries = _ask(["node", str(HERE / "read_with_icaljs.cjs")], texts)
    for event in [event for entry in entries for event in entry["events"]]:
        for name in ("DTSTAMP", "DTSTART", "DTEND"):
            event[name] = event[name].replace("-", "").replace(":", "")
    return entries


def _ask(command: list[str], texts: Sequence[str]) -> list[Entry]:
    """One process for all of them."""
    asked = json.dumps(list(texts))
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    entries: list[Entry] = json.loads(done.stdout)
    return entries


PARSERS: list[Reader] = [with_icalendar, with_libical, with_icaljs]
