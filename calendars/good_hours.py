"""Good hours for a letter to arrive: on a morning in the middle of the other side's week. Pure."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice

from calendars.free import Host

MORNING = time(9)
MIDDLE_OF_THE_WEEK = frozenset({1, 2, 3})
"""Tuesday to Thursday: neither the pile of Monday nor the wish to be gone of Friday."""
MIN_LEAD = timedelta(minutes=30)
"""Anything nearer is now."""
LOOKED_AHEAD = 60
"""In days: more than any run of holidays."""
MAX_SUGGESTED = 3
DAY = timedelta(days=1)


def good_hours(now: datetime, host: Host) -> list[datetime]:
    """The first few after now, by the host's clock, and on no holiday of theirs."""
    today = now.astimezone(host.zone).date()
    days = (today + DAY * ahead for ahead in range(LOOKED_AHEAD))
    mornings = (
        datetime.combine(day, MORNING, tzinfo=host.zone).astimezone(UTC)
        for day in days
        if day.weekday() in MIDDLE_OF_THE_WEEK and not host.is_off(day)
    )
    return list(islice((at for at in mornings if at >= now + MIN_LEAD), MAX_SUGGESTED))
