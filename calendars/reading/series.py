"""The entries of a calendar as series: each with the changes of single dates that belong to it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import icalendar
from recurring_ical_events import EventAdapter, Occurrence
from recurring_ical_events.series import Series

from calendars.intervals import Interval
from calendars.reading.instants import instant
from calendars.reading.repeats import Budget

A_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
STEPS_A_CHANGE = 10
"""What it costs that a change is looked at, in steps of a rule."""


class Entry(EventAdapter):  # type: ignore[misc]  # the library is untyped
    """As calendar programs mean it where RFC 5545 has no meaning for it."""

    def __init__(self, component: icalendar.Component, zone: tzinfo) -> None:
        super().__init__(component)
        self.component, self.zone = component, zone
        self.version = int(self.sequence)
        self.date = next(iter(self.recurrence_ids), None)
        """Of a series, where it speaks of that one alone."""
        assert self.span
        rules = component.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if "UNTIL" in rule:
                rule["UNTIL"] = [self._until(until) for until in rule["UNTIL"]]

    def _until(self, until: date) -> date:
        """The last time, as the first one is written: RFC 5545 (3.3.10) wants it so, and not all
        programs do."""
        start = self.raw_start
        if not isinstance(start, datetime):
            return until  # of which the library takes the day, as it is written
        if not isinstance(until, datetime):  # what repeats until a day is held on that day too
            until = datetime.combine(until, LAST_SECOND)
        if start.tzinfo:
            return (until if until.tzinfo else until.replace(tzinfo=start.tzinfo)).astimezone(UTC)
        return until.astimezone(self.zone).replace(tzinfo=None) if until.tzinfo else until

    @property
    def exdates(self) -> list[date]:
        """Of days, the days."""
        found: list[date] = super().exdates
        if isinstance(self.raw_start, datetime):
            return found
        return [_day(one, self.zone) for one in found]

    def of_series(self, start: date) -> "Entry":
        """A change of one date, which is named as the series names its own: a day, or an hour."""
        said: Any = self.component["RECURRENCE-ID"]
        if isinstance(said.dt, datetime) == isinstance(start, datetime):
            return self
        if isinstance(start, datetime):
            said.dt = datetime.combine(said.dt, start.timetz())
        else:
            said.dt = _day(said.dt, self.zone)
        return Entry(self.component, self.zone)

    @property
    def raw_end(self) -> date:
        """A day lasts until a day, itself at least, also where its end is written as an hour."""
        start: date = self.raw_start
        end: date = super().raw_end
        if not isinstance(start, datetime):
            return max(_free_from(end, self.zone), start + A_DAY)
        return start + A_DAY if start == end and self._is_day(start) else end

    def _is_day(self, start: datetime) -> bool:
        """By Outlook's mark, and only where it begins as a day does."""
        marked = str(self.component.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).strip().upper()
        return marked == "TRUE" and time.min in (start.time(), _local(start, self.zone).time())


def _local(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone) if moment.tzinfo else moment


def _day(value: date, zone: tzinfo) -> date:
    """Midnight is that of the day it is written with; another hour may be midnight in the zone."""
    if not isinstance(value, datetime):
        return value
    return value.date() if value.time() == time.min else _local(value, zone).date()


def _free_from(end: date, zone: tzinfo) -> date:
    """The first day of which nothing is taken until then."""
    day = _day(end, zone)
    midnights = (end.time(), _local(end, zone).time()) if isinstance(end, datetime) else [time.min]
    return day if time.min in midnights else day + A_DAY


class Stretch(Occurrence):  # type: ignore[misc]
    """An occurrence that says whether it makes anybody busy."""

    def __init__(self, entry: Entry, *when: Any) -> None:
        super().__init__(entry, *when)
        self.entry = entry

    def is_busy(self, own: tuple[str, ...]) -> bool:
        return is_busy(self.entry.component, own)

    @property
    def interval(self) -> Interval:
        """What begins at an hour that the clocks skip lasts as long as it would on another day."""
        start, end = (instant(when, self.entry.zone) for when in (self.start, self.end))
        return start, end if start < end else start + (self.end - self.start)


class Stretches(Series):  # type: ignore[misc]
    occurrence = Stretch

    def get_component_for_recurrence_id(self, recurrence_id: datetime) -> Any:
        """The last change "from here on" before it: found by halves, since each of thousands of
        times asks, and thousands of changes may be there."""
        later = bisect_left(self.this_and_future, recurrence_id)
        if not later:
            return self.recurrence.core
        return self.recurrence_id_to_modification[self.this_and_future[later - 1]]


def series(entries: Iterable[Entry], budget: Budget) -> Iterator[list[Entry]]:
    """An entry that repeats comes with those of its times that were moved."""
    for one in _by_uid(entries):
        yield from _of_one_uid(one, budget)


def replaced(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those that a higher SEQUENCE of their UID replaces which begins at another time: it may be a
    later version of theirs, or an entry of its own that wrongly has their UID."""
    for one in _by_uid(entries):
        firsts = [entry for entry in one if entry.date is None]
        starts = {entry.raw_start for entry in _latest(firsts)[0]}
        latest = max((entry.version for entry in firsts), default=0)
        for entry in firsts:
            if entry.version < latest and entry.raw_start not in starts:
                yield entry


def _by_uid(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[str(entry.component.get("UID") or "").strip() or str(id(entry))].append(entry)
    return found.values()


def _of_one_uid(entries: list[Entry], budget: Budget) -> Iterator[list[Entry]]:
    """A UID should be an entry's own. Where several have it, those of the highest SEQUENCE hold, as
    it is of versions of one (others are `replaced`); where that does not tell which, all of them
    do. So do changes of one date."""
    firsts, changes = _latest(_named_alike(entries))
    by_date: dict[Any, Entry] = {}
    for change in changes:
        if by_date.setdefault(change.date, change) is not change:
            yield [change]
    if len(firsts) > 1:
        budget.spend(steps=STEPS_A_CHANGE * len(firsts) * len(by_date))
    for first in firsts:
        yield [first, *by_date.values()]
    if not firsts:
        yield list(by_date.values())


def _named_alike(entries: list[Entry]) -> list[Entry]:
    """Some name a date of a series by its day alone, or a day by its midnight in UTC."""
    start = next((one.raw_start for one in entries if one.date is None), None)
    if start is None:
        return entries
    return [one if one.date is None else one.of_series(start) for one in entries]


def _latest(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Of entries and of changes those that no other one replaces."""
    latest: dict[Any, int] = defaultdict(lambda: -1)
    for entry in entries:
        latest[entry.date] = max(latest[entry.date], entry.version)
    held = [entry for entry in entries if entry.version == latest[entry.date]]
    return [one for one in held if one.date is None], [one for one in held if one.date is not None]


def is_busy(event: Any, own: tuple[str, ...]) -> bool:
    """Not when it is called off, marked free, or the seeker has said no to it."""
    return not (
        _says(event, "STATUS", "CANCELLED")
        or _says(event, "STATUS", "CANCELED")
        or _says(event, "TRANSP", "TRANSPARENT")
        or _says(event, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
        or _is_declined(event, own)
    )


def _says(event: Any, name: str, value: str) -> bool:
    """In any letters; after a blank in capitals alone: `Status: cancelled` is a line of somebody's
    words, broken where it should be folded."""
    said = str(event.get(name, ""))
    return said.upper() == value or said.strip() == value


def _is_declined(event: Any, own: tuple[str, ...]) -> bool:
    """By all addresses of theirs that were asked."""
    people = event.get("ATTENDEE", [])
    mine = {f"mailto:{address}".lower() for address in own}
    said = {
        str(person.params.get("PARTSTAT", "")).upper()
        for person in (people if isinstance(people, list) else [people])
        if str(person).lower() in mine
    }
    return said == {"DECLINED"}
