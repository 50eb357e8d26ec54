"""From a calendar's text to the stretches of time somebody is busy, recurrences expanded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar
import x_wr_timezone

from calendars.intervals import Interval, merged
from calendars.reading import free_busy, lines, repeats, stream, zones
from calendars.reading.blocks import Line
from calendars.reading.instants import instant
from calendars.reading.repeats import Budget
from calendars.reading.series import A_DAY, Entry, Stretch, Stretches, series
from calendars.reading.wire import CannotRead, Request

MOST_NAMES, LONGEST_NAME = 3, 60


@dataclass(frozen=True)
class Expanded:
    busy: list[Interval]
    """Sorted and apart; whatever touches the time between `since` and `until`."""
    left_out: int
    """Entries that could not be read, each series once: they make nobody busy."""
    unknown_zones: frozenset[str] = frozenset()
    """Those that some of them name."""
    name: str = ""
    """What the calendar calls itself, if it does."""


def expand(text: str, request: Request, budget: Budget | None = None) -> Expanded:
    """As `expand_all`, of what is here already."""
    return expand_all([text.encode("utf-8", "replace")], request, budget)


def expand_all(chunks: Iterable[bytes], request: Request, budget: Budget | None = None) -> Expanded:
    """Raises CannotRead where the whole is no calendar, or more than anybody has."""
    with repeats.until_year(request.until.year + 2):  # days that were moved come from beyond
        return _expanded(stream.lines(chunks), request, budget or Budget())


def _expanded(found: Iterable[Line], request: Request, budget: Budget) -> Expanded:
    reduced = lines.reduced(found, request, budget)
    zone, said = zone_of(reduced.head.zone, request.zone)
    calendar, bad = _parsed(reduced)
    if said:
        calendar = x_wr_timezone.to_standard(calendar, timezone=zone)
    events, worse = _busy_events(calendar, request, zone, budget)
    periods, worst = free_busy.busy(reduced.free_busy, zone)
    times = [*events, *periods]
    near = merged(one for one in times if one[0] < request.until and one[1] > request.since)
    left_out = reduced.left_out + bad + worse + worst
    return Expanded(near, left_out, frozenset(reduced.zones.unknown), reduced.head.name)


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


def zone_of(said: str, own: str) -> tuple[ZoneInfo, bool]:
    """The calendar's zone and true where it says one we know; else the seeker's, and false."""
    known = zones.of_tz_database(said) or zones.of_windows(said)
    return ZoneInfo(known or own), bool(known)


def _busy_events(
    calendar: icalendar.Calendar, request: Request, zone: ZoneInfo, budget: Budget
) -> tuple[list[Interval], int]:
    """With how many could not be read, each on its own: one bad entry spoils no other."""
    found: list[Interval] = []
    bad: set[Entry] = set()
    entries, unread = _entries(calendar, zone)
    for one in series(entries, budget):
        try:
            found += _busy_of(one, request, zone, budget)
        except (MemoryError, CannotRead):
            raise
        except Exception:  # the libraries fail in many ways on what is no time
            times, alone = _each_alone(one, request, zone, budget)
            found += times
            bad |= alone
    return found, unread + len(bad)


def _entries(calendar: icalendar.Calendar, zone: ZoneInfo) -> tuple[list[Entry], int]:
    found = []
    bad = 0
    for event in calendar.walk("VEVENT"):
        try:
            found.append(Entry(event, zone))
        except MemoryError:
            raise
        except Exception:  # it says no time
            bad += 1
    return found, bad


def _each_alone(
    entries: list[Entry], request: Request, zone: ZoneInfo, budget: Budget
) -> tuple[list[Interval], set[Entry]]:
    """What can be read of entries that make no series: a day that was moved nobody knows where
    then keeps its first time too."""
    found: list[Interval] = []
    bad = set()
    for entry in entries:
        try:
            found += _busy_of([entry], request, zone, budget)
        except (MemoryError, CannotRead):
            raise
        except Exception:
            bad.add(entry)
    return found, bad


def _busy_of(
    entries: list[Entry], request: Request, zone: ZoneInfo, budget: Budget
) -> list[Interval]:
    """Asked for a day more at both ends, since days and times without a zone are none in UTC."""
    start, end = request.since - A_DAY, request.until + A_DAY
    return [
        (instant(one.start, zone), instant(one.end, zone))
        for one in _counted(Stretches(entries).between(start, end), budget)
        if one.is_busy(request.own_addresses)
    ]


def _counted(times: Iterable[Stretch], budget: Budget) -> Iterator[Stretch]:
    for one in times:
        budget.spend(times=1)
        yield one
