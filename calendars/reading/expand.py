"""From a calendar's text to the stretches of time somebody is busy, recurrences expanded."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import x_wr_timezone
from recurring_ical_events import EventAdapter, Occurrence
from recurring_ical_events.series import Series

from calendars.intervals import Interval, merged
from calendars.reading import free_busy, lines, repeats, zones
from calendars.reading.instants import instant
from calendars.reading.people import address_of
from calendars.reading.repeats import Budget
from calendars.reading.wire import CannotRead, Request

A_DAY = timedelta(days=1)
MOST_NAMES, LONGEST_NAME = 3, 60
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Expanded:
    busy: list[Interval]
    """Sorted and apart; whatever touches the time between `since` and `until`."""
    left_out: int
    """Entries that could not be read, each series once: they make nobody busy."""
    unknown_zones: frozenset[str] = frozenset()
    """Those that some of them name."""


def expand(text: str, request: Request, budget: Budget | None = None) -> Expanded:
    """Raises CannotRead where the whole is no calendar, or more than anybody has."""
    with repeats.until_year(request.until.year + 2):  # days that were moved come from beyond
        return _expanded(lines.unfolded(text), request, budget or Budget())


def _expanded(text: str, request: Request, budget: Budget) -> Expanded:
    zone, said = zone_of(text, request.zone)
    reduced = lines.reduced(text, request, budget)
    calendar, bad = _parsed(reduced)
    if said:
        calendar = x_wr_timezone.to_standard(calendar, timezone=zone)
    events, worse = _busy_events(calendar, request, zone, budget)
    periods, worst = free_busy.busy(reduced.free_busy, zone)
    found = [*events, *periods]
    near = merged(one for one in found if one[0] < request.until and one[1] > request.since)
    left_out = reduced.left_out + bad + worse + worst
    return Expanded(near, left_out, frozenset(reduced.zones.unknown))


def _parsed(reduced: lines.Reduced) -> tuple[icalendar.Calendar, int]:
    """With how many could not be: each by itself, since one bad component spoils no other."""
    calendar = icalendar.Calendar()
    bad = 0
    for entry in reduced.entries:
        try:
            calendar.add_component(icalendar.Event.from_ical(entry.to_ical(reduced.zones)))
        except (MemoryError, CannotRead):
            raise
        except Exception:  # the library fails in many ways on what is none; or its zone is unknown
            bad += 1
    return calendar, bad


def few(names: Iterable[str]) -> tuple[str, ...]:
    """For a page: as many, and of each as much, as somebody reads."""
    return tuple(sorted({name[:LONGEST_NAME] for name in names})[:MOST_NAMES])


def name_of(text: str) -> str:
    """What the calendar calls itself, if it does."""
    found = lines.NAME.search(lines.unfolded(text[:10_000]))
    return lines.ESCAPED.sub(r"\1", found[1].strip())[:100] if found else ""


def zone_of(text: str, own: str) -> tuple[ZoneInfo, bool]:
    """The calendar's zone and true where it says one we know; else the seeker's, and false."""
    found = lines.ZONE_NAME.search(text)
    said = found[1] if found else ""
    known = zones.of_tz_database(said) or zones.of_windows(said)
    return ZoneInfo(known or own), bool(known)


class Entry(EventAdapter):  # type: ignore[misc]  # the library is untyped
    """As calendar programs mean it where RFC 5545 has no meaning for it."""

    def __init__(self, component: icalendar.Component, zone: ZoneInfo) -> None:
        super().__init__(component)
        self.component, self.zone = component, zone
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


def _busy_events(
    calendar: icalendar.Calendar, request: Request, zone: ZoneInfo, budget: Budget
) -> tuple[list[Interval], int]:
    """With how many could not be read, each on its own: one bad entry spoils no other."""
    found: list[Interval] = []
    bad = 0
    for components in _by_uid(calendar):
        try:
            found += _busy_of(components, request, zone, budget)
        except (MemoryError, CannotRead):
            raise
        except Exception:  # the libraries fail in many ways on what is no time
            bad += 1
    return found, bad


def _by_uid(calendar: icalendar.Calendar) -> Iterable[list[icalendar.Component]]:
    """An entry that repeats comes with those of its times that were moved."""
    found: dict[str, list[icalendar.Component]] = defaultdict(list)
    for component in calendar.walk("VEVENT"):
        found[str(component.get("UID", id(component)))].append(component)
    return found.values()


def _busy_of(
    components: list[icalendar.Component], request: Request, zone: ZoneInfo, budget: Budget
) -> list[Interval]:
    """Asked for a day more at both ends, since days and times without a zone are none in UTC."""
    start, end = request.since - A_DAY, request.until + A_DAY
    times = Stretches([Entry(one, zone) for one in components]).between(start, end)
    return [
        (instant(one.start, zone), instant(one.end, zone))
        for one in _counted(times, budget)
        if one.is_busy(request.own_addresses)
    ]


def _counted(times: Iterable[Stretch], budget: Budget) -> Iterator[Stretch]:
    for one in times:
        budget.spend(times=1)
        yield one


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
    mine = {address.lower() for address in own}
    return any(
        address_of(person).lower() in mine
        and str(person.params.get("PARTSTAT", "")).upper() == "DECLINED"
        for person in (people if isinstance(people, list) else [people])
    )
