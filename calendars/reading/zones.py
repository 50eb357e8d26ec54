"""What the name of a zone in a calendar means: never a guess in silence.

Programs write names of the tz database in any case of letters, Windows' ids, what Windows shows for
them, and names that the calendar itself explains (VTIMEZONE), well or badly.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby

import icalendar
from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calendars.reading.blocks import Block
from calendars.reading.windows_zones import SHOWN

TZID = re.compile(r';TZID=("[^"]*"?|[^;]*)', re.I)
DAY = re.compile(r"\d{8}")
OFFSET_SHOWN = re.compile(r"^\((?:UTC|GMT)[^)]*\)", re.I)
LINE = re.compile(
    r"^(BEGIN|END|DTSTART|RRULE|RDATE|TZOFFSETFROM|TZOFFSETTO)(?:;[^:\n]*)?:(.*)$", re.M | re.I
)
SAID_NAME = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.M | re.I)
LOCATION = re.compile(r"^X-LIC-LOCATION(?:;[^:\n]*)?:(.*)$", re.M | re.I)
ESCAPED = re.compile(r"\\([,;\\])")
LONGEST = 255
FLOATING = {"local", "floating", "customized time zone", "tzone://microsoft/custom"}
"""What says "by the clock on the wall"; the last two say no more where Outlook explains nothing."""
FIRST_DAY = "19700101T000000"
TWO_DAYS = (datetime(2027, 1, 15), datetime(2027, 7, 15))  # noqa: DTZ001  # on any clock


Part = dict[str, list[str]]
"""The values of each property of one STANDARD or DAYLIGHT."""


class UnknownZone(Exception):
    """Nobody can say when it is."""


class Zones:
    """The names within one calendar. `pay` is called for each definition whose rules are followed,
    and raises where that would cost more than anybody has."""

    def __init__(self, declared: Iterable[Block], pay: Callable[[Block], None]) -> None:
        self._declared = {_name(zone.words): zone for zone in reversed(list(declared))}
        self._pay = pay
        self._known: dict[str, str | None] = {}
        self.unknown: set[str] = set()

    def plain(self, line: str) -> Iterator[str]:
        """What follows the name of a property that holds moments, each kind of value by itself:
        a day is in no zone, and what ends with Z is in UTC, whatever zone is named beside it."""
        params, _, values = line.rpartition(":")
        bare = TZID.sub("", params)
        found = sorted(filter(None, map(str.strip, values.split(","))), key=_is_on_a_wall)
        for is_on_a_wall, group in groupby(found, _is_on_a_wall):
            zone = self._param(params) if is_on_a_wall else ""
            yield f"{zone}{bare}:{','.join(group)}"

    def _param(self, params: str) -> str:
        said = TZID.search(params)
        name = self.named(said[1].strip('"')) if said else ""
        return f";TZID={name}" if name else ""

    def named(self, said: str) -> str:
        """A name the libraries know; blank for the clock on the wall."""
        key = _key(said)
        if key not in self._known:
            self._known[key] = self._meant(key)
        name = self._known[key]
        if name is None:
            self.unknown.add(said)
            raise UnknownZone
        return name

    def _meant(self, key: str) -> str | None:
        if len(key) > LONGEST:
            return None
        if not key or key.partition(";")[0] in FLOATING - self._declared.keys():
            return ""
        declared = self._declared.get(key)
        return (
            of_tz_database(key)
            or (declared and self._made(declared))
            or of_windows(key)
            or _behind_a_vendor(key)
            or (declared and of_tz_database(_first(LOCATION, declared.words)))
            or None
        )

    def _made(self, zone: Block) -> str:
        self._pay(zone)
        return made(zone.words)


def of_tz_database(name: str) -> str:
    """As it is spelt there; blank where it is not there."""
    return _spelt().get(name.strip().strip("/").casefold(), "")


def of_windows(name: str) -> str:
    """By its id, or by what is shown for it: `(UTC+09:00) Osaka, Sapporo, Tokyo`."""
    return _windows().get(_shown(name), "")


@cache
def _spelt() -> dict[str, str]:
    names = files("tzdata").joinpath("zones").read_text().split()
    return {name.casefold(): name for name in names}


@cache
def _windows() -> dict[str, str]:
    shown = {text: WINDOWS_TO_OLSON[zone] for text, zone in SHOWN.items()}
    return {_shown(name): zone for name, zone in {**shown, **WINDOWS_TO_OLSON}.items()}


def _shown(name: str) -> str:
    """Exchange has put slashes between places."""
    name = OFFSET_SHOWN.sub("", name.strip()).replace("/", ", ")
    return " ".join(name.casefold().split())


def _behind_a_vendor(name: str) -> str:
    """`/citadel.org/20210210_1/America/New_York`, as RFC 5545 (3.2.19) has unique names."""
    parts = name.strip("/").split("/") if name.startswith("/") else []
    tails = ("/".join(parts[start:]) for start in range(1, len(parts)))
    return next(filter(None, map(of_tz_database, tails)), "")


@cache
def made(words: str) -> str:
    """The name under which the libraries know this definition from now on; blank where nothing can
    be made of it. Of clocks that never change it does not matter when they did."""
    name = f"zone-{sha256(words.encode()).hexdigest()[:20]}"
    parts = list(_parts(words))
    if all("DTSTART" in part for part in parts) and _tells_time(name, parts):
        return name
    offsets = {part["TZOFFSETTO"][-1]: part for part in parts}
    same = [{"TZOFFSETTO": list(offsets)}] if len(offsets) == 1 else []
    return f"{name}-same" if _tells_time(f"{name}-same", same) else ""


def _tells_time(name: str, parts: Iterable[Part]) -> bool:
    """The libraries keep what they could make of a definition."""
    text = "".join(map(_written, parts))
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
            part[name].append(found[2].strip().strip(";"))


def _written(part: Part) -> str:
    """With what some leave out, and without the colons and the Z of others."""
    start = part.get("DTSTART", [FIRST_DAY])[-1].rstrip("Zz")
    to = part["TZOFFSETTO"][-1]
    rows = [
        ("DTSTART", f"{start}T000000" if DAY.fullmatch(start) else start),
        ("TZOFFSETFROM", part.get("TZOFFSETFROM", [to])[-1].replace(":", "")),
        ("TZOFFSETTO", to.replace(":", "")),
        *((name, value) for name in ("RRULE", "RDATE") for value in part.get(name, [])),
    ]
    body = "".join(f"{name}:{value}\n" for name, value in rows if value)
    return f"BEGIN:STANDARD\n{body}END:STANDARD\n"


def _name(words: str) -> str:
    return _key(_first(SAID_NAME, words))


def _key(said: str) -> str:
    return ESCAPED.sub(r"\1", said).strip().strip('"').casefold()


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _is_on_a_wall(value: str) -> bool:
    """Rather than a day, or a moment or period in UTC."""
    upper = value.upper()
    return not (DAY.fullmatch(upper) or upper.endswith("Z") or "Z/" in upper)
