"""Good moments for a thank-you to arrive: in the host's day, before its own day is over. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOURS = (time(9), time(12, 30), time(18))
"""When people look at their e-mail, by the host's clock."""
MIN_LEAD = timedelta(minutes=30)
"""Anything nearer is now."""
DAY = timedelta(days=1)
MAX_SUGGESTED = 3


def moments(now: datetime, due_at: datetime, zone: ZoneInfo) -> list[datetime]:
    """The first few after now and before the deadline."""
    today = now.astimezone(zone).date()
    times = (
        datetime.combine(today + DAY * ahead, hour, tzinfo=zone).astimezone(UTC)
        for ahead in range(3)
        for hour in HOURS
    )
    return [at for at in times if now + MIN_LEAD <= at < due_at][:MAX_SUGGESTED]
