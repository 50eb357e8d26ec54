"""Times that somebody names: "Thursday at 3", "Donnerstag um 15 Uhr", "the 8th at 10".

For a button that says the whole date, and books nothing by itself. What could be meant otherwise is
read as people who work mean it: at 3 is in the afternoon, at 10 in the morning, and a day of the
week is the next one. Where somebody says that a time does not suit them, it is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mail.dates import days_in
from mail.months import NUMBERS, WEEKDAYS
from mail.time_words import (
    AT,
    CLAUSE,
    DENIED,
    HALF,
    HALF_PAST,
    HOUR,
    IN_WORDS,
    JOINED,
    NEXT_WEEK,
    NOON,
    NOT_A_TIME,
    OF_THE_MONTH,
    RELATIVE,
    STEPS,
    TO_ANOTHER,
    TOMORROW,
    WEEKDAY,
    YOURS,
    ZONE,
    ZONES,
)

MAX_LENGTH = 10_000
MAX_TIMES = 6
FURTHEST = timedelta(days=200)
NEAR = 60
"""So many letters may stand between a day and its hour."""


@dataclass(frozen=True)
class Day:
    start: int
    end: int
    day: date


@dataclass(frozen=True)
class Hour:
    start: int
    end: int
    at: time
    sure: bool
    """Whether it can be nothing but an hour."""


def times_in(
    text: str, *, sent_at: datetime, zone: ZoneInfo, other_zone: ZoneInfo
) -> list[datetime]:
    """In the zone of whoever wrote it; `other_zone` is that of whom they write to."""
    found = dict[datetime, None]()
    sent_on = sent_at.astimezone(zone).date()
    for clause in _clauses(text[:MAX_LENGTH]):
        if DENIED.search(clause):
            continue
        clock = _zone_of(clause, zone, other_zone)
        for moment in _moments(clause, sent_on, clock):
            if sent_at < moment < sent_at + FURTHEST:
                found[moment] = None
    return list(found)[:MAX_TIMES]


def _clauses(text: str) -> Iterator[str]:
    """Sentences; quoted lines are not theirs."""
    own = "\n".join(line for line in text.split("\n") if not line.startswith(">"))
    at = 0
    for end in CLAUSE.finditer(own):
        yield own[at : end.start()]
        at = end.end()
    yield own[at:]


def _zone_of(clause: str, zone: ZoneInfo, other_zone: ZoneInfo) -> ZoneInfo:
    if YOURS.search(clause):
        return other_zone
    named = ZONE.search(clause)
    return ZoneInfo(ZONES[named[1]]) if named else zone


def _moments(clause: str, sent_on: date, zone: ZoneInfo) -> Iterator[datetime]:
    days = sorted(_days(clause, sent_on), key=lambda one: one.start)
    for hour in _hours(clause, days):
        for day in _days_of(hour, days, clause):
            if moment := _moment(day.day, hour.at, zone):
                yield moment


def _days(clause: str, sent_on: date) -> Iterator[Day]:
    dates = [Day(one.start, one.end, one.day) for one in days_in(clause, sent_on) if one.day]
    yield from dates
    taken = [(one.start, one.end) for one in dates]
    weeks = 1 if NEXT_WEEK.search(clause) else 0
    for found in WEEKDAY.finditer(clause):
        if not _belongs_to(found, taken, clause):
            yield Day(
                found.start(), found.end(), _next(WEEKDAYS[found["day"].lower()], sent_on, weeks)
            )
    for found in (*RELATIVE.finditer(clause), *TOMORROW.finditer(clause)):
        step = STEPS.get(found[0].lower(), 1)
        yield Day(found.start(), found.end(), sent_on + timedelta(days=step))
    for found in OF_THE_MONTH.finditer(clause):
        day = _of_the_month(int(found["d"]), sent_on)
        if day and not any(start <= found.start("d") < end for start, end in taken):
            yield Day(found.start(), found.end(), day)


def _belongs_to(found: re.Match[str], taken: list[tuple[int, int]], clause: str) -> bool:
    """A date right behind a day of the week says which of them."""
    return any(
        (
            0 <= start - found.end() <= 6
            and not re.search(r"\b(or|oder)\b", clause[found.end() : start])
        )
        or (0 <= found.start() - end <= 3 and clause[end : found.start()].strip(" ,(") == "")
        for start, end in taken
    )


def _next(weekday: int, sent_on: date, weeks: int) -> date:
    """The one to come, never the day it was written on; with `next week` that of the week after."""
    if weeks:
        monday = sent_on - timedelta(days=sent_on.weekday()) + timedelta(weeks=1)
        return monday + timedelta(days=weekday)
    return sent_on + timedelta(days=(weekday - sent_on.weekday() - 1) % 7 + 1)


def _of_the_month(number: int, sent_on: date) -> date | None:
    """The next day of that number within two months."""
    for step in range(1, 62):
        day = sent_on + timedelta(days=step)
        if day.day == number:
            return day
    return None


def _hours(clause: str, days: list[Day]) -> list[Hour]:
    found = [*_in_numbers(clause, days), *_in_words(clause)]
    found += [Hour(one.start(), one.end(), time(12), True) for one in NOON.finditer(clause)]
    return sorted(found, key=lambda one: one.start)


def _in_numbers(clause: str, days: list[Day]) -> Iterator[Hour]:
    for found in HOUR.finditer(clause):
        if any(day.start <= found.start() < day.end for day in days):
            continue
        before, after = (
            clause[max(0, found.start() - 25) : found.start()],
            clause[found.end() :][:14],
        )
        marked = bool(found["m"] or found["after"])
        if TO_ANOTHER.search(before) or NOT_A_TIME.match(after):
            continue
        if marked or AT.search(before) or HALF.search(before):
            yield Hour(found.start(), found.end(), _at(found, before), marked)


def _at(found: re.Match[str], before: str) -> time:
    hour, minute = int(found["h"]), int(found["m"] or 0)
    said = (found["after"] or "").strip().lower()
    hour = _by_day(hour, said, written=found["h"].startswith("0"))
    return _half(hour, minute, before)


def _by_day(hour: int, said: str, *, written: bool = False) -> int:
    if said.startswith("p"):
        return hour + 12 if hour < 12 else hour
    if said.startswith("a"):
        return 0 if hour == 12 else hour
    return hour + 12 if 1 <= hour <= 6 and not written else hour


def _half(hour: int, minute: int, before: str) -> time:
    """Half past three is not "halb drei", which is half an hour before it."""
    if HALF.search(before):
        return time((hour - 1) % 24, 30)
    return time(hour % 24, 30 if HALF_PAST.search(before) else minute)


def _in_words(clause: str) -> Iterator[Hour]:
    for found in IN_WORDS.finditer(clause):
        said = (found["after"] or "").strip().lower()
        hour = _by_day(NUMBERS[found["n"].lower()], said)
        before = f"{found['before'].lower()} "
        yield Hour(found.start(), found.end(), _half(hour, 0, before), bool(said))


def _days_of(hour: Hour, days: list[Day], clause: str) -> list[Day]:
    """The day before it, with those it is joined to; else the one right behind it."""
    before = [day for day in days if day.end <= hour.start and hour.start - day.end <= NEAR]
    if before:
        joined = [before[-1]]
        for day in reversed(before[:-1]):
            if not JOINED.fullmatch(clause[day.end : joined[-1].start]):
                break
            joined.append(day)
        return joined[::-1]
    behind = [day for day in days if 0 <= day.start - hour.end <= 25]
    return behind[:1]


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Nothing where the clocks jump over it."""
    local = datetime.combine(day, at, tzinfo=zone)
    moment = local.astimezone(ZoneInfo("UTC"))
    return (
        moment
        if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
        else None
    )
