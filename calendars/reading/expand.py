"""From a calendar's text to the stretches of time somebody is busy, recurrences expanded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import icalendar
import x_wr_timezone

from calendars.intervals import Interval, merged
from calendars.reading import free_busy, lines, repeats, stream
from calendars.reading.blocks import Line
from calendars.reading.entries import Entry as Written
from calendars.reading.repeats import Budget
from calendars.reading.series import A_DAY, Entry, Stretch, Stretches, replaced, series
from calendars.reading.wire import CannotRead, Request
from calendars.reading.zones import Zones

MAX_NAMES, MAX_NAME_LENGTH = 3, 60


@dataclass(frozen=True)
class Expanded:
    busy: list[Interval]
    """Sorted and apart; whatever touches the time between `since` and `until`."""
    left_out: int
    """Entries that could not be read, or not be told from earlier versions of others, each series
    once: they make nobody busy. So is a series that is read but for a date it leaves out."""
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
    read = [_read(part, reduced.zones_of(part), request) for part in reduced.parts if part.matters]
    entries = [one for part in read for one in part.entries]
    events, bad = _busy_events(entries, request, budget)
    times = [*events, *(period for part in read for period in part.periods)]
    near = merged(_near(times, request))
    gone = [*replaced(entries), *(one for part in read for one in part.replaced)]
    missed = sum(_is_missed(one, request, budget) for one in gone)
    left_out = reduced.left_out + bad + missed + sum(part.left_out for part in read)
    unknown = frozenset(name for part in read for name in part.unknown_zones)
    return Expanded(near, left_out, unknown, reduced.name)


@dataclass(frozen=True)
class Read:
    """What one calendar of a stream says, in its own zones."""

    entries: list[Entry]
    replaced: list[Entry]
    periods: list[Interval]
    left_out: int
    unknown_zones: set[str]


def _read(part: lines.Part, zones: Zones, request: Request) -> Read:
    entries, bad = _entries(part.entries, zones, request)
    gone, worse = _entries(part.replaced, zones, request)
    periods, worst = free_busy.busy(part.free_busy, zones, zones.own(request.zone)[0])
    return Read(entries, gone, periods, bad + worse + worst, zones.unknown)


def _parsed(entries: Iterable[Written], zones: Zones) -> tuple[icalendar.Calendar, int]:
    """With how many could not be, or not wholly: each by itself, since one bad component spoils no
    other."""
    calendar = icalendar.Calendar()
    bad = 0
    for entry in entries:
        try:
            readable = entry.readable()
            calendar.add_component(icalendar.Event.from_ical(readable.to_ical(zones)))
        except (MemoryError, CannotRead):
            raise
        except Exception:  # the library fails in many ways on what is none; or its zone is unknown
            bad += 1
        else:
            bad += readable != entry
    return calendar, bad


def few(names: Iterable[str]) -> tuple[str, ...]:
    """For a page: as many, and of each as much, as somebody reads."""
    return tuple(sorted({name[:MAX_NAME_LENGTH] for name in names})[:MAX_NAMES])


def _busy_events(
    entries: list[Entry], request: Request, budget: Budget
) -> tuple[list[Interval], int]:
    """With how many could not be read, each on its own: one bad entry spoils no other."""
    found: list[Interval] = []
    bad: set[Entry] = set()
    for one in series(entries, budget):
        try:
            found += _busy_of(one, request, budget)
        except (MemoryError, CannotRead):
            raise
        except Exception:  # the libraries fail in many ways on what is no time
            times, alone = _each_alone(one, request, budget)
            found += times
            bad |= alone
    return found, len(bad)


def _entries(written: Iterable[Written], zones: Zones, request: Request) -> tuple[list[Entry], int]:
    """With how many of them cannot be read."""
    zone, said = zones.own(request.zone)
    calendar, bad = _parsed(written, zones)
    if said:
        calendar = x_wr_timezone.to_standard(calendar, timezone=zone)
    found = []
    for event in calendar.walk("VEVENT"):
        try:
            found.append(Entry(event, zone))
        except MemoryError:
            raise
        except Exception:  # it says no time
            bad += 1
    return found, bad


def _each_alone(
    entries: list[Entry], request: Request, budget: Budget
) -> tuple[list[Interval], set[Entry]]:
    """What can be read of entries that make no series: a day that was moved nobody knows where
    then keeps its first time too."""
    found: list[Interval] = []
    bad = set()
    for entry in entries:
        try:
            found += _busy_of([entry], request, budget)
        except (MemoryError, CannotRead):
            raise
        except Exception:
            bad.add(entry)
    return found, bad


def _is_missed(entry: Entry, request: Request, budget: Budget) -> bool:
    """Whether it would have made somebody busy, or nobody can tell."""
    times, bad = _each_alone([entry], request, budget)
    return bool(bad) or any(_near(times, request))


def _near(times: Iterable[Interval], request: Request) -> Iterator[Interval]:
    return (one for one in times if one[0] < request.until and one[1] > request.since)


def _busy_of(entries: list[Entry], request: Request, budget: Budget) -> list[Interval]:
    """Asked for a day more at both ends, since days and times without a zone are none in UTC."""
    start, end = request.since - A_DAY, request.until + A_DAY
    return [
        one.interval
        for one in _counted(Stretches(entries).between(start, end), budget)
        if one.is_busy(request.own_addresses)
    ]


def _counted(times: Iterable[Stretch], budget: Budget) -> Iterator[Stretch]:
    for one in times:
        budget.spend(times=1)
        yield one
