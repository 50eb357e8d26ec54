"""The entries of a calendar as series: each with the changes of single dates that belong to it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from recurring_ical_events import EventAdapter, Occurrence
from recurring_ical_events.series import Series

from calendars.reading.repeats import Budget

A_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
STEPS_A_CHANGE = 10
"""What it costs that a change is looked at, in steps of a rule."""


class Entry(EventAdapter):  # type: ignore[misc]  # the library is untyped
    """As calendar programs mean it where RFC 5545 has no meaning for it."""

    def __init__(self, component: icalendar.Component, zone: ZoneInfo) -> None:
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
    def raw_end(self) -> date:
        """A day that ends on itself lasts that day."""
        start: date = self.raw_start
        end: date = super().raw_end
        is_day = not isinstance(start, datetime) and start == end
        return start + A_DAY if is_day else end


class Stretch(Occurrence):  # type: ignore[misc]
    """An occurrence that says whether it makes anybody busy."""

    def __init__(self, entry: Entry, *when: Any) -> None:
        super().__init__(entry, *when)
        self.entry = entry

    def is_busy(self, own: tuple[str, ...]) -> bool:
        return is_busy(self.entry.component, own)


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
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[str(entry.component.get("UID") or id(entry))].append(entry)
    for one in found.values():
        yield from _of_one_uid(one, budget)


def _of_one_uid(entries: list[Entry], budget: Budget) -> Iterator[list[Entry]]:
    """A UID should be an entry's own. Where several have it, those of the highest SEQUENCE hold, as
    it is of versions of one; where that does not tell which, all of them do. So do changes of one
    date."""
    firsts, changes = _latest(entries)
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
        str(event.get("STATUS", "")).upper() == "CANCELLED"
        or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
        or _is_declined(event, own)
    )


def _is_declined(event: Any, own: tuple[str, ...]) -> bool:
    people = event.get("ATTENDEE", [])
    mine = {f"mailto:{address}".lower() for address in own}
    return any(
        str(person).lower() in mine and str(person.params.get("PARTSTAT", "")).upper() == "DECLINED"
        for person in (people if isinstance(people, list) else [people])
    )
