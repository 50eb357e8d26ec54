"""Whatever a calendar is made of, reading four times as much costs about four times as much.

Not the square of it: with that, a hundred kilobytes take the whole limit on processor time.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import icalendar
import pytest
from icalendar.timezone import tzp

from calendars.reading import Request
from calendars.reading.definitions import made, made_of_offset
from calendars.reading.expand import expand
from calendars.reading.lines import reduced
from calendars.reading.repeats import Budget
from calendars.reading.series import Entry, Stretches
from calendars.reading.stream import lines
from tests.calendars.reading.requests import feed
from tests.growth import LINEAR, growth

ASKED = feed(own_addresses=("me@x.example",), our_uids="@coffee.example")
HOUR = "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z\n"
DAILY = "RRULE:FREQ=DAILY\n"
ZONE_HEAD = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\n"


def whole(body: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:t\n{body}END:VCALENDAR\n"


def entry(*lines: str) -> str:
    return f"BEGIN:VEVENT\n{''.join(lines)}END:VEVENT\n"


def zone(name: str, body: str = "") -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{ZONE_HEAD}{body}END:STANDARD\nEND:VTIMEZONE\n"


def in_zone(name: str) -> str:
    """Only of a zone that is named is anything made."""
    return entry(f"DTSTART;TZID={name}:20261201T100000\nDURATION:PT1H\n")


def free(lines: list[str]) -> str:
    return f"BEGIN:VFREEBUSY\n{''.join(lines)}END:VFREEBUSY\n"


def moment(number: int) -> str:
    """Another one for each number."""
    minutes, hours = number % 60, number // 60 % 24
    day, month = number // 1440 % 28 + 1, number // 40_320 % 12 + 1
    return f"2027{month:02}{day:02}T{hours:02}{minutes:02}00Z"


def moved(number: int, how: str = "") -> str:
    return entry("UID:1\n", f"RECURRENCE-ID{how}:{moment(number)}\n", HOUR)


TEXTS: dict[str, Callable[[int], str]] = {
    "alarms without an end": lambda n: "BEGIN:VALARM\n" * n,
    "alarms on one line": lambda n: "BEGIN:VALARM\nEND:VALARM \t" * n + "\n",
    "entries without an end": lambda n: "BEGIN:VEVENT\n" * n,
    "zones without an end": lambda n: "BEGIN:VTIMEZONE\n" * n,
    "free times without an end": lambda n: "BEGIN:VFREEBUSY\n" * n,
    "each without an end": lambda n: "BEGIN:VEVENT\nBEGIN:VALARM\nBEGIN:VTIMEZONE\n" * n,
    "ends alone": lambda n: "END:VALARM\nEND:VEVENT\n" * n,
    "a beginning with spaces": lambda n: f"BEGIN:VEVENT{' ' * n}x\n",
    "spaces in the name of the zone": lambda n: f"X-WR-TIMEZONE:x{' ' * n}y\n",
    "names of zones": lambda n: "X-WR-TIMEZONE:x y\n" * n,
    "colons without a zone": lambda n: f"X-WR-TIMEZONE{':' * n}\n",
    "edges after spaces": lambda n: f"{' ' * n}BEGIN:VCALENDA\n" + " \nEND:VCALENDAR" * n + "\n",
    "folds": lambda n: "X:a" + "\n \n " * n + "\n",
    "empty lines": lambda n: "\r\n" * n + "x\n",
    "a day after spaces": lambda n: entry(f"DTSTART:{' :' * n}{' ' * n}20261201x\n"),
}
"""Of lines alone."""

CALENDARS: dict[str, Callable[[int], str]] = {
    "entries": lambda n: "".join(entry(f"UID:{i}\n", HOUR) for i in range(n)),
    "entries of one name": lambda n: entry("UID:1\n", HOUR) * n,
    "versions of one name": lambda n: "".join(
        entry("UID:1\n", f"SEQUENCE:{i}\n", f"DTSTART:{moment(i)}\nDURATION:PT1H\n")
        for i in range(n)
    ),
    "entries without a name": lambda n: entry("UID:\n", HOUR) * n,
    "changes of one date": lambda n: entry("UID:1\n", HOUR, DAILY) + moved(1) * n,
    "changes that cannot be read": lambda n: (
        entry("UID:1\n", HOUR, DAILY) + moved(1).replace("DTSTART", "DTSTART;X") * n
    ),
    "rules": lambda n: entry("UID:1\n", HOUR, "RRULE:FREQ=YEARLY\n" * n),
    "days left out": lambda n: entry("UID:1\n", HOUR, DAILY, "EXDATE:20261202T100000Z\n" * n),
    "days more": lambda n: entry("UID:1\n", HOUR, *[f"RDATE:{moment(i)}\n" for i in range(n)]),
    "moved days": lambda n: entry("UID:1\n", HOUR, DAILY) + "".join(map(moved, range(n))),
    "people": lambda n: entry(HOUR, "ATTENDEE;PARTSTAT=DECLINED:mailto:me@x.example\n" * n),
    "parameters": lambda n: entry(HOUR, f"ATTENDEE{';PARTSTAT=DECLINED' * n}:me@x.example\n"),
    "zones": lambda n: "".join(zone(f"X{i}") + in_zone(f"X{i}") for i in range(n)),
    "zones of one name": lambda n: (
        "".join(zone("X", f"X-LIC-LOCATION:{i}\n") for i in range(n)) + in_zone("X")
    ),
    "zones nobody names": lambda n: "".join(zone(f"X{i}") for i in range(10 * n)),
    "zones nobody knows": lambda n: "".join(in_zone(f"/{i}" + "/a" * 99) for i in range(n)),
    "zone changes": lambda n: (
        zone("X", "".join(f"RDATE:{moment(i)[:-1]}\n" for i in range(n))) + in_zone("X")
    ),
    "parts of a zone": lambda n: zone("X", f"END:STANDARD\n{ZONE_HEAD}" * n) + in_zone("X"),
    "remarks in a zone": lambda n: zone("X", "COMMENT:a\n" * 20 * n) + in_zone("X"),
    "parts within parts": lambda n: (
        zone("X", "BEGIN:DAYLIGHT\n" * n + "END:DAYLIGHT\n" * n) + in_zone("X")
    ),
    "calendars": lambda n: whole(zone("X") + in_zone("X")) * n,
    "calendars of different zones": lambda n: "".join(
        whole(zone("X", f"X-LIC-LOCATION:{i}\n") + in_zone("X")) for i in range(n)
    ),
    "beginnings of calendars": lambda n: "BEGIN:VCALENDAR\n" * 20 * n,
    "free times": lambda n: free(["FREEBUSY:20261202T100000Z/PT1H\n"] * n),
}


MADE_OF_LINES: dict[str, Callable[[int], bytes]] = {
    "bytes of one line": lambda n: b"X" * n,
    "bytes of one name": lambda n: b"DTSTART:" + b"1" * n,
    "folds of one line": lambda n: b"UID:1" + b"\r\n 1" * n,
    "folds of a line passed over": lambda n: b"SUMMARY:1" + b"\r\n 1" * n,
    "ends of lines": lambda n: b"\r" * n,
}


@pytest.mark.parametrize("name", MADE_OF_LINES)
def test_what_arrives_bit_by_bit_costs_as_much_as_there_is(name: str) -> None:
    def chunks(size: int) -> list[bytes]:
        body = MADE_OF_LINES[name](40 * size)
        return [body[at : at + 20] for at in range(0, len(body), 20)]

    def pass_over(given: list[bytes]) -> None:
        for _ in lines(given):
            pass

    assert growth(pass_over, chunks, 1_000) < LINEAR


def read(text: str) -> None:
    """As in a new child, which knows no zones yet."""
    made.cache_clear()
    made_of_offset.cache_clear()
    tzp.use_default()
    expand(text, ASKED)


@pytest.mark.parametrize("name", TEXTS)
def test_lines_cost_as_much_as_there_are(name: str) -> None:
    assert growth(read, lambda size: whole(TEXTS[name](size)), 2_000) < LINEAR


@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_costs_as_much_as_it_holds(name: str) -> None:
    assert growth(read, lambda size: whole(CALENDARS[name](size)), 150) < LINEAR


def test_our_own_chats_cost_as_much_as_there_are() -> None:
    def make(size: int) -> tuple[str, Request]:
        theirs = "".join(entry(f"UID:not-one-of-ours-{n:06}\n") for n in range(size))
        ours = tuple(f"our-own-chat-no-{n:06}" for n in range(size))
        return whole(theirs), feed(own_uids=ours)

    def keep(given: tuple[str, Request]) -> None:
        text, request = given
        reduced(lines([text.encode()]), request, Budget())

    assert growth(keep, make, 1_000) < LINEAR


def test_finding_the_last_change_costs_as_much_as_there_are_times() -> None:
    def series(size: int) -> Stretches:
        first = entry("UID:1\n", HOUR, DAILY)
        changes = (moved(number, ";RANGE=THISANDFUTURE") for number in range(size))
        parsed = icalendar.Calendar.from_ical(whole(first + "".join(changes)))
        return Stretches([Entry(one, ZoneInfo("UTC")) for one in parsed.walk("VEVENT")])

    def ask_for_each(found: Stretches) -> None:
        for moment in found.this_and_future:
            found.get_component_for_recurrence_id(moment)

    assert growth(ask_for_each, series, 300) < LINEAR
