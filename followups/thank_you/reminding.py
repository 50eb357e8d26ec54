"""When the two reminders of a thank-you come: near 2 and 20 hours after the chat, by day.

Pure. Nobody is reminded in their night. What would fall into it waits for the morning, or, where
the deadline comes before the morning, is said the evening before.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_AFTER = timedelta(hours=2)
LAST_AFTER = timedelta(hours=20)
WAKES, SLEEPS = time(8), time(21, 30)
"""By the seeker's wall clock, both still awake."""
NIGHT_BEGINS = time(22)
"""A sweep comes a little after the moment it looks for, and that of the evening has no morning."""
DAY = timedelta(days=1)


def moments(ends_at: datetime, due_at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last reminder of a chat that ended then."""
    first = awake(ends_at + FIRST_AFTER, due_at, zone)
    return first, awake(ends_at + LAST_AFTER, due_at, zone)


def awake(moment: datetime, due_at: datetime, zone: ZoneInfo) -> datetime:
    """That moment by day; else the morning after, or where that is too late the evening before."""
    if is_awake(moment, zone):
        return moment
    morning = next_morning(moment, zone)
    return morning if morning < due_at else _evening_before(moment, zone)


def is_awake(moment: datetime, zone: ZoneInfo) -> bool:
    return WAKES <= moment.astimezone(zone).time() <= SLEEPS


def may_be_said(now: datetime, zone: ZoneInfo) -> bool:
    """Whether a reminder that is due can still leave, or has to wait for the morning."""
    return WAKES <= now.astimezone(zone).time() < NIGHT_BEGINS


def next_morning(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first eight o'clock after a moment of the night."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() < WAKES else local.date() + DAY
    return datetime.combine(day, WAKES, tzinfo=zone).astimezone(UTC)


def _evening_before(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    day = local.date() if local.time() > SLEEPS else local.date() - DAY
    return datetime.combine(day, SLEEPS, tzinfo=zone).astimezone(UTC)
