"""Good hours for a letter to arrive: on a morning in the middle of the other side's week. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from calendars.free import Host

MORNING = time(9)
MIDDLE_OF_THE_WEEK = frozenset({1, 2, 3})
"""Tuesday to Thursday: neither the pile of Monday nor the wish to be gone of Friday."""
WEEKEND = frozenset({5, 6})
"""Where nobody knows in which country they are."""
MIN_LEAD = timedelta(minutes=30)
"""Anything nearer is now."""
LOOKED_AHEAD = 60
"""In days: more than any run of holidays."""
MAX_SUGGESTED = 3
DAY = timedelta(days=1)


def good_hours(now: datetime, host: Host, first: date | None = None) -> list[datetime]:
    """The first few after now, by the host's clock, and on no holiday of theirs; none before the
    `first` day."""
    today = now.astimezone(host.zone).date()
    begins = max(today, first or today)
    days = (begins + DAY * ahead for ahead in range(LOOKED_AHEAD))
    mornings = (
        datetime.combine(day, MORNING, tzinfo=host.zone).astimezone(UTC)
        for day in days
        if day.weekday() in MIDDLE_OF_THE_WEEK and not host.is_off(day)
    )
    return list(islice((at for at in mornings if at >= now + MIN_LEAD), MAX_SUGGESTED))


def business_day_after(day: date, number: int, host: Host) -> date:
    """So many working days of theirs later: no weekend of their country, and no holiday."""
    later = (day + DAY * ahead for ahead in range(1, LOOKED_AHEAD))
    working = (one for one in later if not _is_off(one, host))
    return next(islice(working, number - 1, None))


def _is_off(day: date, host: Host) -> bool:
    return host.is_off(day) if host.knows_days_off else day.weekday() in WEEKEND
