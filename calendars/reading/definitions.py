"""What a calendar says a zone is (VTIMEZONE), well or badly, made into one the libraries know."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from hashlib import sha256

import icalendar
from icalendar.timezone import tzp

LINE = re.compile(
    r"^(BEGIN|END|DTSTART|RRULE|RDATE|TZOFFSETFROM|TZOFFSETTO)(?:;[^:\n]*)?:(.*)$", re.M | re.I
)
DATE_DIGITS = re.compile(r"\d{8}")
OFFSET = re.compile(r"([+-]?)([0-9]?[0-9][0-5][0-9]|[0-9]{2}(?:[0-5][0-9]){2})")
FIRST_DAY = "19700101T000000"
TWO_DAYS = (datetime(2027, 1, 15), datetime(2027, 7, 15))  # noqa: DTZ001  # on any clock


Part = dict[str, list[str]]
"""The values of each property of one STANDARD or DAYLIGHT."""


@cache
def made(words: str) -> str:
    """The name under which the libraries know this definition from now on, the same for all that
    say the same; blank where nothing can be made of it."""
    parts = list(_parts(words))
    return _known_as(parts if all("DTSTART" in part for part in parts) else [])


@cache
def made_of_offset(words: str) -> str:
    """The same by the one offset in it: of clocks that never change it does not matter when they
    did."""
    offsets = {part["TZOFFSETTO"][-1] for part in _parts(words)}
    return _known_as([{"TZOFFSETTO": list(offsets)}] if len(offsets) == 1 else [])


def _known_as(parts: list[Part]) -> str:
    """The libraries keep what they could make of a definition."""
    text = "".join(sorted(map(_written, parts)))
    name = f"zone-{sha256(text.encode()).hexdigest()[:20]}"
    return name if parts and _tells_time(name, text) else ""


def _tells_time(name: str, text: str) -> bool:
    try:
        icalendar.Timezone.from_ical(f"BEGIN:VTIMEZONE\nTZID:{name}\n{text}END:VTIMEZONE\n")
        offsets = [tzp.localize(day, name).utcoffset() for day in TWO_DAYS]
    except MemoryError:
        raise
    except Exception:  # they fail in many ways on what is no zone
        return False
    return None not in offsets


def _parts(words: str) -> Iterator[Part]:
    """When the clocks change, by what says so alone; a part without an offset says nothing."""
    part: Part = defaultdict(list)
    for found in LINE.finditer(words):
        name = found[1].upper()
        if name in ("BEGIN", "END"):
            yield from [part] if "TZOFFSETTO" in part else []
            part = defaultdict(list)
        else:
            value = found[2].strip().strip(";")
            part[name].append(_offset(value) if name.startswith("TZOFFSET") else value)


def _offset(said: str) -> str:
    """`+0200` for `2:00`, `+ 02:00` and `200`; blank where nobody can tell."""
    found = OFFSET.fullmatch("".join(said.replace(":", " ").split()))
    return f"{found[1] or '+'}{found[2].zfill(4)}" if found else ""


def _written(part: Part) -> str:
    """With what some leave out, and without the Z of others. What has no TZNAME is in no zone
    for x-wr-timezone."""
    start = part.get("DTSTART", [FIRST_DAY])[-1].rstrip("Zz")
    to = part["TZOFFSETTO"][-1]
    rows = [
        ("DTSTART", f"{start}T000000" if DATE_DIGITS.fullmatch(start) else start),
        ("TZOFFSETFROM", part.get("TZOFFSETFROM", [to])[-1]),
        ("TZOFFSETTO", to),
        ("TZNAME", "own"),
        *((name, value) for name in ("RRULE", "RDATE") for value in part.get(name, [])),
    ]
    body = "".join(f"{name}:{value}\n" for name, value in rows if value)
    return f"BEGIN:STANDARD\n{body}END:STANDARD\n"
