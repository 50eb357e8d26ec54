"""Something that comes to stand in a seeker's own calendar."""

from datetime import datetime, timedelta

from accounts.models import User
from calendars.models import BusyTime, Calendar, CalendarAccount

URL = "https://calendar.example.org/secret.ics"


def make_busy(seeker: User, start: datetime, minutes: int = 60) -> BusyTime:
    """As a worker writes it down once it has read the calendar."""
    account, _ = CalendarAccount.objects.get_or_create(
        seeker=seeker, name="Work", defaults={"kind": "feed", "url": URL, "is_on": False}
    )
    calendar, _ = Calendar.objects.get_or_create(
        account=account, seeker=seeker, defaults={"name": "Work", "url": URL}
    )
    during = (start, start + timedelta(minutes=minutes))
    return BusyTime.objects.create(seeker=seeker, calendar=calendar, during=during)
