"""When something comes round again: in months, on a morning, on a weekday at an hour.

All by the wall clock of a zone. Pure: no database, no clock of its own.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.clock import beside_gap, readings
from calendars.months import months_on

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MORNING = time(9)
HALF_A_WEEK = 3


def moment(typed: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a local time. One the clocks skip is the next that exists; of two, the first.

    Nobody is there to be asked, unlike where a time is typed (`calendars.clock.read_local_time`).
    """
    found = readings(typed, zone)
    return found[0] if found else beside_gap(typed, zone)[1]


def months_later(instant: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The same local time of the same day so many months on, or of the last day a month has."""
    local = instant.astimezone(zone).replace(tzinfo=None)
    day = months_on(local.date(), months)
    return moment(datetime.combine(day, local.time().replace(fold=0)), zone)


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock."""
    return moment(datetime.combine(day, MORNING), zone)


def morning_in(days: int, now: datetime, zone: ZoneInfo) -> datetime:
    """The same for everybody who asks on one day: asking twice is asking once."""
    return morning(now.astimezone(zone).date() + timedelta(days=days), zone)


def month_of_mornings(now: datetime, zone: ZoneInfo) -> datetime:
    """Nine o'clock a calendar month from today."""
    return morning(months_later(now, 1, zone).astimezone(zone).date(), zone)


def weekly_after(now: datetime, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """The first time after now that it is this weekday and this hour."""
    today = now.astimezone(zone).date()
    ahead = (weekday - today.weekday()) % 7
    days = (today + timedelta(days=ahead + extra) for extra in (0, 7))
    return next(at for at in (_at(day, hour, zone) for day in days) if at > now)


def weekly_near(instant: datetime, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """The same weekday and hour on the day nearest to an instant, whether before or after it."""
    near = instant.astimezone(zone).date()
    away = (weekday - near.weekday() + HALF_A_WEEK) % 7 - HALF_A_WEEK
    return _at(near + timedelta(days=away), hour, zone)


def weekly_next(planned: datetime, now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """So many whole weeks after one that was planned that it is still to come."""
    day = planned.astimezone(zone).date() + WEEK
    while (at := _at(day, hour, zone)) <= now:
        day += WEEK
    return at


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return moment(datetime.combine(day, time(hour)), zone).astimezone(UTC)
