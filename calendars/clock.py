"""Say an instant in somebody's zone, and read a local time typed in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import match_skeleton, parse_pattern
from django.utils.translation import gettext, to_locale

from accounts.zones import offset as offset  # it is said here
from outbox.languages import spoken

H12, H24 = "12", "24"
"""`3:00 pm` and `15:00`."""

MINUTE = timedelta(minutes=1)

_hours: ContextVar[str] = ContextVar("hours", default=H24)
"""How whoever is being spoken to just now reads hours."""


WHOLE_DAY, DAY_AND_MONTH, BRIEF_DAY = "yMMMMEEEEd", "MMMMEEEEd", "MMMEd"
PLAIN_DATE, SHORT_WEEKDAY, SHORT_MONTH = "yMMMMd", "E", "MMM"
WHOLE = {WHOLE_DAY: "full", PLAIN_DATE: "long"}
SKELETONS = {H12: "hm", H24: "Hm"}
"""What is said of a day or an hour; in which order and with which signs, CLDR knows for each
language (UTS #35, "Date Format Patterns")."""

ENGLISH, BRITISH = Locale("en"), Locale("en", "GB")
OURS = {WHOLE_DAY: "EEEE d MMMM y", BRIEF_DAY: "E d MMM", SHORT_MONTH: "MMM"}
"""In British English CLDR has a comma behind the weekday, which is one too many where the hour
follows, and shortens September to four letters, where all others have three."""


class AmbiguousTime(ValueError):
    """The local time happens twice on that day: the clocks go back."""


class MissingTime(ValueError):
    """The local time does not happen on that day: the clocks go forward."""


@contextmanager
def hours_as(cycle: str) -> Iterator[None]:
    """Say every time within as `12` or `24` hours."""
    token = _hours.set(cycle)
    try:
        yield
    finally:
        _hours.reset(token)


def use_hours(cycle: str) -> None:
    """The same from here on, until the end of the `hours_as` around it."""
    _hours.set(cycle)


def hours() -> str:
    """`12` or `24`, as times are said just now."""
    return _hours.get()


def city(zone: ZoneInfo) -> str:
    """`America/Argentina/Buenos_Aires` is said as `Buenos Aires`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def say_day(instant: datetime, zone: tzinfo) -> str:
    """`Tuesday 24 November 2026`."""
    return say_date(instant.astimezone(zone).date())


def say_date(day: date) -> str:
    """The same of a day that is one everywhere."""
    return _written(day, WHOLE_DAY, spoken())


def say_plain_date(day: date) -> str:
    """`24 November 2026`, of a day gone by, where nobody needs its weekday."""
    return _written(day, PLAIN_DATE, spoken())


def say_weekday(day: date) -> str:
    """`Tue`, at the head of a column."""
    return _written(day, SHORT_WEEKDAY, spoken())


def say_month(day: date) -> str:
    """`Nov`, at the head of a column."""
    return _written(day, SHORT_MONTH, spoken())


def say_date_and_month(day: date) -> str:
    """`Tuesday 24 November`, where the year goes without saying."""
    return _written(day, DAY_AND_MONTH, spoken())


def say_day_and_month(instant: datetime, zone: tzinfo) -> str:
    """The same of the day of an instant."""
    return say_date_and_month(instant.astimezone(zone).date())


def say_hour(instant: datetime, zone: tzinfo) -> str:
    """`15:00`, or `3:00 pm` to whoever reads it so."""
    local = instant.astimezone(zone)
    return say_time_of_day(local.hour * 60 + local.minute)


def say_time_of_day(minutes: int) -> str:
    """The same of minutes since midnight, without a date; the end of the day has a name."""
    hour, minute = divmod(minutes, 60)
    if hour == 24:
        return gettext("midnight")
    return _written(time(hour, minute), SKELETONS[hours()], spoken())


def say_zone(instant: datetime, zone: ZoneInfo) -> str:
    """`Berlin, UTC+1`; the offset is the one in force at that instant."""
    named, distance = city(zone), offset(instant, zone)
    return distance if named == distance else f"{named}, {distance}"


def say(instant: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 24 November 2026, 15:00 (Berlin, UTC+1)`: all that is needed to be there."""
    return _whole(say_day(instant, zone), say_hour(instant, zone), say_zone(instant, zone))


def say_typed(wall: datetime, zone: ZoneInfo) -> str:
    """`Sunday 31 October 2027, 02:30 (Berlin)`: what was typed, where no instant is known yet."""
    as_if = wall.replace(tzinfo=UTC)
    return _whole(say_day(as_if, UTC), say_hour(as_if, UTC), city(zone))


def say_then(instant: datetime, zone: ZoneInfo, wall: datetime) -> str:
    """`Tuesday 24 November 2026, 15:00 (Berlin, UTC+1 then)`: what a zone's clocks were to show at
    that instant by the rules of another day."""
    then = timezone(wall.replace(tzinfo=UTC) - instant)
    where = gettext("%(city)s, %(offset)s then") % {
        "city": city(zone),
        "offset": offset(instant, then),
    }
    return _whole(say_day(instant, then), say_hour(instant, then), where)


def _whole(day: str, hour: str, where: str) -> str:
    parts = {"day": day, "hour": hour, "where": where}
    return gettext("%(day)s, %(hour)s (%(where)s)") % parts


def say_briefly(instant: datetime, zone: ZoneInfo) -> str:
    """`Tue 24 Nov, 15:00 Berlin (UTC+1)`: for a subject line, which has no room for more."""
    day = _written(instant.astimezone(zone).date(), BRIEF_DAY, spoken())
    return f"{day}, {_briefly(instant, zone)}"


def say_both(instant: datetime, zone: ZoneInfo, other: ZoneInfo) -> str:
    """`Tue 24 Nov, 15:00 Berlin (UTC+1) / 09:00 New York (UTC−5)`; the other day too if it differs.

    Zones that agree then are one to read.
    """
    mine, theirs = instant.astimezone(zone), instant.astimezone(other)
    if mine.utcoffset() == theirs.utcoffset():
        return say_briefly(instant, zone)
    same_day = mine.date() == theirs.date()
    rest = _briefly(instant, other) if same_day else say_briefly(instant, other)
    return f"{say_briefly(instant, zone)} / {rest}"


def _briefly(instant: datetime, zone: ZoneInfo) -> str:
    named, distance = city(zone), offset(instant, zone)
    where = distance if named == distance else f"{named} ({distance})"
    return f"{say_hour(instant, zone)} {where}"


@lru_cache(maxsize=10_000)  # all minutes of a day both ways in some languages, and the days in use
def _written(what: date | time, skeleton: str, language: str) -> str:
    locale = Locale.parse(to_locale(language))
    if locale == BRITISH and skeleton in OURS:
        return parse_pattern(OURS[skeleton]).apply(what, ENGLISH)
    said: str = _pattern(skeleton, locale).apply(what, locale)
    return said


def _pattern(skeleton: str, locale: Locale) -> Any:
    """Of skeletons that a language lacks Babel takes the nearest, which may shorten the names; a
    whole date has a format of its own everywhere."""
    if skeleton in WHOLE:
        return locale.date_formats[WHOLE[skeleton]]
    return locale.datetime_skeletons[match_skeleton(skeleton, locale.datetime_skeletons)]


def read_local_time(typed: datetime, zone: ZoneInfo, chosen: str = "") -> datetime:
    """The instant in UTC of a local time without a zone.

    Raises `MissingTime` or `AmbiguousTime` on the nights the clocks change: we ask, never guess.
    Of two readings, `chosen` names the offset that is meant, as `readings` gave it.
    """
    both = readings(typed, zone)
    if not both:
        raise MissingTime
    if len(both) == 1:
        return both[0]
    meant = [instant for instant in both if offset(instant, zone) == chosen]
    if not meant:
        raise AmbiguousTime
    return meant[0]


def readings(typed: datetime, zone: ZoneInfo) -> list[datetime]:
    """The instants at which the clocks of a zone show that local time: none, one or two."""
    folds = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = (instant for instant in folds if instant.astimezone(zone).replace(tzinfo=None) == typed)
    return sorted(set(shown))


def beside_gap(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute before the clocks skip that local time, and the first moment after.

    Read with the offset of before, a time in the gap comes out as long after it as it stands in
    it; and the other way round (PEP 495).
    """
    after, before = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        same = middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset()
        before, after = (middle, after) if same else (before, middle)
    after = after.replace(second=0, microsecond=0)
    return after - MINUTE, after
