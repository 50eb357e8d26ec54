"""The entries of a calendar by their lines, and which of them could matter between two days.

Nothing is decided here but "this cannot matter"; what is left goes to the libraries.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from icalendar.prop import vDDDTypes

from calendars.reading import repeats
from calendars.reading.blocks import Block, Line
from calendars.reading.people import declined
from calendars.reading.stream import MOMENTS
from calendars.reading.wire import Request
from calendars.reading.zones import Zones, parted

REPEATING = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
STAMPED_DAY = re.compile(r":[ \t]*(\d{8})(?:T\d{6}Z?)?[ \t]*$")
BARE_DATE = re.compile(r":\d{8}$")
UNTIL = re.compile(r";UNTIL=(\d{8})", re.I)
DURATION = re.compile(
    r":[ \t]*P(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:\d{1,4}S)?)?[ \t]*$"
)
AROUND = timedelta(days=2)
"""No zone is further from another."""
MAX_DURATION = timedelta(days=62)
"""What repeats lasts no longer."""
LAST_DAY = "99991231"


@dataclass(frozen=True)
class Entry:
    """One VEVENT: its lines that say when, by name."""

    lines: tuple[Line, ...]

    def values(self, name: str) -> list[str]:
        return [line for found, line in self.lines if found == name]

    @property
    def uid(self) -> str:
        return self._first("UID")

    @property
    def version(self) -> int:
        said = self._first("SEQUENCE")[:9]
        return int(said) if said.isdecimal() else 0

    @property
    def of(self) -> tuple[str, str]:
        """Which entry, or which date of one, it is a version of."""
        return self.uid, self._first("RECURRENCE-ID")

    def _first(self, name: str) -> str:
        return next((line.partition(":")[2].strip() for line in self.values(name)), "")

    @property
    def is_repeating(self) -> bool:
        return any(name in REPEATING for name, _ in self.lines)

    def days(self) -> list[str]:
        """Those it touches as `20260131`, its first and its last at least, wherever they are plain
        to see; else none. Of a changed date, the day it was before is one of them."""
        lines = self.values("DTSTART") + self.values("DTEND") + self.values("RECURRENCE-ID")
        found = [day[1] for line in lines if (day := STAMPED_DAY.search(line))]
        lengths = [_last_day(found[:1], line) for line in self.values("DURATION")]
        return found + lengths if len(found) == len(lines) and all(lengths) else []

    def all_days(self) -> list[str]:
        """The same of all its repeats; none where they have no end that is plain to see."""
        names = {name for name, _ in self.lines} & REPEATING
        days, rules = self.days(), self.values("RRULE")
        if not names or names == {"RECURRENCE-ID"}:
            return days
        until = UNTIL.search(rules[0]) if len(rules) == 1 and "RDATE" not in names else None
        return [*days, _later(until[1], min(days), max(days))] if days and until else []

    def readable(self) -> "Entry":
        """Without what is no moment among the dates that a series leaves out: that it takes place
        on one too many hides nothing."""
        return Entry(
            tuple((name, _moments(line) if name == "EXDATE" else line) for name, line in self.lines)
        )

    def to_ical(self, zones: Zones) -> str:
        body = "".join(f"{name}{line}\n" for name, line in self._plain(zones))
        return f"BEGIN:VEVENT\n{body}END:VEVENT\n"

    def _plain(self, zones: Zones) -> Iterator[Line]:
        for name, line in self.lines:
            if name == "SEQUENCE" and not line.partition(":")[2].strip().isdecimal():
                continue  # it says no version, and spoils nothing else
            if name == "RRULE" and not repeats.says_how_often(line):
                raise ValueError(name)
            plain = list(_in_known_zones(name, line, zones))
            if not plain and self._needs(name, zones):
                raise ValueError(name)
            yield from ((name, one) for one in plain)

    def _needs(self, name: str, zones: Zones) -> bool:
        """Whether it is another entry where that is blank: one of the series, or one without an
        end. A day has its own, and what says how long it lasts."""
        if name != "DTEND":
            return name == "RECURRENCE-ID"
        starts = (plain for line in self.values("DTSTART") for plain in zones.plain(line))
        return not self.values("DURATION") and not any(map(BARE_DATE.search, starts))


def _moments(line: str) -> str:
    """The line, but for values that are none."""
    params, values = parted(line)
    each = values.split(",")
    good = [value for value in each if not value.strip() or _is_moment(value)]
    return line if good == each else f"{params}:{','.join(good)}"


def _is_moment(value: str) -> bool:
    try:
        vDDDTypes.from_ical("".join(value.upper().split()))  # type: ignore[no-untyped-call]
    except ValueError:
        return False
    return True


def _in_known_zones(name: str, line: str, zones: Zones) -> Iterable[str]:
    if name == "RRULE":
        return [zones.plain_rule(line)]
    if name == "DURATION":
        return ["".join(line.upper().split())]
    return zones.plain(line) if name in MOMENTS else [line]


class Entries:
    """Those that could matter, and of those that are over how late their versions were and when
    they began: one that is over may be what another was moved to."""

    def __init__(self, request: Request, budget: repeats.Budget) -> None:
        self._request, self._budget = request, budget
        self._ours = frozenset(request.own_uids)
        self._first = f"{request.since - AROUND:%Y%m%d}"
        self._first_changed = f"{request.since - MAX_DURATION:%Y%m%d}"
        self._last = f"{request.until + AROUND:%Y%m%d}"
        self._over: dict[tuple[str, str], tuple[int, list[str]]] = {}
        self.left_out = 0

    def near(self, block: Block) -> list[Entry]:
        """The entry, if it could matter."""
        entry = Entry(tuple(_without_others(block.lines, self._request.own_addresses)))
        if self._is_ours(entry):
            return []
        if self._is_elsewhere(entry):
            self._remember(entry)
            return []
        if not entry.values("DTSTART") or _too_often(entry, self._request):
            self.left_out += 1
            return []
        self._budget.spend(series=entry.is_repeating, steps=steps(entry, self._request))
        return [entry]

    def held(self, entries: Iterable[Entry]) -> list[Entry]:
        """Of all that were near, once all are known."""
        return [one for one in entries if one.version >= self._latest_over(one)[0]]

    def replaced(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those that are not held, but for what is over and begins at another time. It may be no
        version of theirs, but an entry of the same UID; of one date of a series it is one."""
        found = ((one, *self._latest_over(one)) for one in entries if not one.of[1])
        return [
            one
            for one, version, start in found
            if one.version < version and one.values("DTSTART") != start
        ]

    def _is_ours(self, entry: Entry) -> bool:
        """One of our own chats."""
        ending = self._request.our_uids
        return entry.uid in self._ours or (bool(ending) and entry.uid.endswith(ending))

    def _is_elsewhere(self, entry: Entry) -> bool:
        """Before or after the days asked for, with all its repeats. A change from some date on is
        never over, and one of a single date hides what stood there, however long that was."""
        days, changed = entry.all_days(), entry.values("RECURRENCE-ID")
        if not days or any("RANGE" in line.upper() for line in changed):
            return False
        first = self._first_changed if changed else self._first
        return max(days) < first or min(days) > self._last

    def _remember(self, entry: Entry) -> None:
        if entry.uid and entry.version:
            version = entry.version, entry.values("DTSTART")
            self._over[entry.of] = max(version, self._latest_over(entry))

    def _latest_over(self, entry: Entry) -> tuple[int, list[str]]:
        return self._over.get(entry.of, (0, []))


def _without_others(lines: Iterable[Line], own: tuple[str, ...]) -> Iterator[Line]:
    """Of the people asked only the seeker's own "no" counts, written so that it is understood."""
    people = []
    for name, line in lines:
        if name == "ATTENDEE":
            people.append(line)
        else:
            yield name, repeats.plain(line) if name == "RRULE" else line
    for who in declined(people, {address.lower() for address in own}):
        yield "ATTENDEE", f";PARTSTAT=DECLINED:mailto:{who}"


def _too_often(entry: Entry, request: Request) -> bool:
    """Whether finding its times could take longer than all others together, or never end."""
    often = sum(repeats.times_a_day(rule) for rule in entry.values("RRULE"))
    return often > repeats.MAX_TIMES_A_DAY or steps(entry, request) > repeats.MAX_STEPS


def steps(one: Entry | Block, request: Request) -> float:
    return repeats.steps(one.values("RRULE"), one.values("DTSTART"), request.until.year)


def _last_day(starts: list[str], duration: str) -> str:
    """Of what lasts as long as that line says; blank where nobody can tell."""
    found = DURATION.search(duration)
    if not starts or not found:
        return ""
    weeks, days, hours, minutes = (int(number or 0) for number in found.groups())
    lasts = timedelta(weeks=weeks, days=days + 1, hours=hours, minutes=minutes)
    return _after(starts[0], lasts)


def _later(until: str, first: str, last: str) -> str:
    """The last day of what begins until then and lasts as long as from the first to the last."""
    try:
        return _after(until, _date(last) - _date(first))
    except ValueError:
        return LAST_DAY


def _after(day: str, lasts: timedelta) -> str:
    try:
        return f"{_date(day) + lasts:%Y%m%d}"
    except (ValueError, OverflowError):
        return LAST_DAY


def _date(day: str) -> date:
    return date(int(day[:4]), int(day[4:6]), int(day[6:8]))
