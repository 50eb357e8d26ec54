"""What the name of a zone in a calendar means: never a guess in silence.

Programs write names of the tz database in any case of letters, Windows' ids, what Windows shows for
them, and names that the calendar itself explains (VTIMEZONE), well or badly.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib.resources import files
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calendars.reading.blocks import Block
from calendars.reading.definitions import DATE_DIGITS, made, made_of_offset
from calendars.reading.windows_zones import IDS_BY_DISPLAY_NAME, IDS_BY_OLD_ID

TZID = re.compile(r';TZID=("[^"]*"?|[^;]*)', re.I)
IS_DATE = re.compile(r";VALUE=\"?DATE\"?(?=;|$)", re.I)
MIDNIGHT = re.compile(r"(?<=^\d{8})T000000Z?$")
"""Of a day that is written as an hour."""
UNTIL = re.compile(r"UNTIL=([0-9]{8}T[0-9]{6})(?![0-9Z])")
OFFSET_SHOWN = re.compile(
    r"^(?:\((?:UTC|GMT)[^)]*\)|(?:UTC|GMT) ?[+-][0-9]{1,2}(?:[:.]?[0-9]{2})?(?= ))", re.I
)
BEFORE_MOMENTS = re.compile(r"(.*?):(?=\s*\d{4}-?\d\d-?\d\d|[^:]*$)", re.S)
BETWEEN_PLACES = re.compile(r"[,;/]")
SAID_NAME = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.M | re.I)
LOCATION = re.compile(r"^X-LIC-LOCATION(?:;[^:\n]*)?:(.*)$", re.M | re.I)
ESCAPED = re.compile(r"\\([,;\\])")
MAX_NAME_LENGTH = 255
MAX_DEFINITIONS = 10
"""Of one name; more explain nothing."""
FLOATING = {"local", "floating", "customized time zone", "tzone://microsoft/custom"}
"""What says "by the clock on the wall"; the last two say no more where Outlook explains nothing."""
OUTLOOKS_UTC = "tzone://microsoft/utc"
NO_ZONE = "Factory"
"""What the tz database has for a computer that was never told where it is."""


class UnknownZone(Exception):
    """Nobody can say when it is."""


Declared = Mapping[str, Mapping[str, Block]]
"""The definitions of each name, each by its words: the same one twice is one."""


def by_name(zones: Iterable[Block]) -> Declared:
    found: dict[str, dict[str, Block]] = defaultdict(dict)
    for zone in zones:
        found[_name(zone.words)][zone.words] = zone
    return dict(found)


class Zones:
    """The names within one calendar. What is `declared` first goes before what is later. `pay` is
    called for each definition whose rules are followed, and raises where that would cost more than
    anybody has. `own` is the calendar's, as it says, of all that names none; blank where it says
    none."""

    def __init__(
        self, declared: Iterable[Declared], pay: Callable[[Block], None], own: str = ""
    ) -> None:
        self._own = own
        self._declared = list(declared)
        self._pay = pay
        self._known: dict[str, str | None] = {}
        self.unknown: set[str] = set()

    def plain(self, line: str) -> Iterator[str]:
        """What follows the name of a property that holds moments, each kind of value by itself:
        a day is in no zone, and what ends with Z is in UTC, whatever zone is named beside it."""
        params, values = parted(line)
        bare = TZID.sub("", params)
        each = "".join(values.upper().split()).split(",")
        if IS_DATE.search(params):
            each = [MIDNIGHT.sub("", value) for value in each]
        found = sorted(filter(None, each), key=is_on_a_wall)
        for on_a_wall, group in groupby(found, is_on_a_wall):
            name = self.beside(params) if on_a_wall else ""
            zone = f";TZID={name}" if name else ""
            yield f"{zone}{bare}:{','.join(group)}"

    def plain_rule(self, line: str) -> str:
        """UNTIL in UTC, where a zone is named for it."""
        params, _, rule = line.rpartition(":")
        until = UNTIL.search(rule)
        name = self.beside(params) if until and params else ""
        if not until or not name:
            return f":{rule}"
        wall = datetime.strptime(until[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007  # told by its name
        moment = tzp.localize(wall, name).astimezone(UTC)
        return f":{rule[: until.start(1)]}{moment:%Y%m%dT%H%M%SZ}{rule[until.end() :]}"

    def beside(self, params: str) -> str:
        """The zone of hours on the wall."""
        said = TZID.search(params)
        return self._named(said[1].strip('"') if said else self._own)

    def beside_or(self, params: str, otherwise: tzinfo) -> tzinfo:
        """The same, where nothing names one the other."""
        return tzp.timezone(self.beside(params)) or otherwise

    def own(self, otherwise: str) -> tuple[tzinfo, bool]:
        """The calendar's and true, where it says one we know; else the other one, and false."""
        known = tzp.timezone(self._looked_up(self._own) or "")
        return known or ZoneInfo(otherwise), bool(known)

    def _named(self, said: str) -> str:
        """A name the libraries know; blank for the clock on the wall."""
        name = self._looked_up(said)
        if name is None:
            self.unknown.add(said)
            raise UnknownZone
        return name

    def _looked_up(self, said: str) -> str | None:
        key = _key(said)
        if key not in self._known:
            self._known[key] = self._meant(key)
        return self._known[key]

    def _meant(self, key: str) -> str | None:
        if len(key) > MAX_NAME_LENGTH:
            return None
        if not key or self._is_floating(key):
            return ""
        return (
            of_tz_database(key)
            or self._explained(key, self._paid(made))
            or self._explained(key, self._paid(made_of_offset))
            or of_windows(key)
            or _behind_a_vendor(key)
            or self._explained(key, _placed)
            or None
        )

    def _is_floating(self, key: str) -> bool:
        is_declared = any(key in declared for declared in self._declared)
        return key.partition(";")[0] in FLOATING and not is_declared

    def _explained(self, key: str, by: Callable[[Block], str]) -> str:
        found = (_agreed(one.get(key, {}).values(), by) for one in self._declared)
        return next(filter(None, found), "")

    def _paid(self, make: Callable[[str], str]) -> Callable[[Block], str]:
        def paid(zone: Block) -> str:
            try:
                self._pay(zone)
            except UnknownZone:  # it costs too much
                return ""
            return make(zone.words)

        return paid


def _agreed(zones: Collection[Block], by: Callable[[Block], str]) -> str:
    """Of several definitions, those count of which something can be made. Where they differ, they
    explain nothing: to take one of them would be a guess."""
    found = {by(zone) for zone in zones} if len(zones) <= MAX_DEFINITIONS else set()
    names = found - {""}
    return names.pop() if len(names) == 1 else ""


def of_tz_database(name: str) -> str:
    """As it is spelt there, also with blanks for `_`; blank where it is not there."""
    if name.casefold() == OUTLOOKS_UTC:
        return "UTC"
    plain = "/".join(map(str.strip, name.strip().strip("/").casefold().split("/")))
    return _spelt().get(plain.replace(" ", "_"), "")


def of_windows(name: str) -> str:
    """By its id, or by what is shown for it: `(UTC+09:00) Osaka, Sapporo, Tokyo`."""
    return _windows().get(_shown(name), "")


@cache
def _spelt() -> dict[str, str]:
    names = files("tzdata").joinpath("zones").read_text().split()
    return {name.casefold(): name for name in names if name != NO_ZONE}


@cache
def _windows() -> dict[str, str]:
    ids = {**IDS_BY_DISPLAY_NAME, **IDS_BY_OLD_ID}
    others = {text: WINDOWS_TO_OLSON[zone] for text, zone in ids.items()}
    return {_shown(name): zone for name, zone in {**others, **WINDOWS_TO_OLSON}.items()}


def _shown(name: str) -> str:
    """Its places in one order: others were in use, as were slashes between them, and "and"."""
    plain = " ".join(OFFSET_SHOWN.sub("", name.strip()).casefold().split())
    places = BETWEEN_PLACES.split(plain.replace(" and ", " & "))
    return ", ".join(sorted(map(str.strip, places)))


def _behind_a_vendor(name: str) -> str:
    """`/citadel.org/20210210_1/America/New_York`, as RFC 5545 (3.2.19) has unique names."""
    parts = name.strip("/").split("/") if name.startswith("/") else []
    tails = ("/".join(parts[start:]) for start in range(1, len(parts)))
    return next(filter(None, map(of_tz_database, tails)), "")


def _placed(zone: Block) -> str:
    return of_tz_database(_first(LOCATION, zone.words))


def _name(words: str) -> str:
    return _key(_first(SAID_NAME, words))


def _key(said: str) -> str:
    return ESCAPED.sub(r"\1", said).strip().strip('"').casefold()


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def parted(line: str) -> tuple[str, str]:
    """What stands before its moments, and they. Names of zones have colons without being quoted,
    and so have moments that are written at length."""
    found = BEFORE_MOMENTS.match(line)
    return (found[1], line[found.end() :]) if found else (line, "")


def is_on_a_wall(value: str) -> bool:
    """Rather than a day, or a moment or period in UTC."""
    upper = value.upper()
    return not (DATE_DIGITS.fullmatch(upper) or upper.endswith("Z") or "Z/" in upper)
