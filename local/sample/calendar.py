"""Working days around today, for times that look like somebody chose them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


def working_day(count: int, hour: int, *, zone: ZoneInfo, now: datetime) -> datetime:
    """That hour on the n-th working day after today, or before it where the count is negative."""
    day = now.astimezone(zone).date()
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < SATURDAY
    return datetime.combine(day, time(hour), tzinfo=zone)
