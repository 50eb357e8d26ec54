"""When a seeker is free, which calendars say otherwise, and what stands in those."""

from calendars.models.availability import Availability, DayException, WeeklyHours
from calendars.models.busy import BusyTime, Calendar, CalendarAccount
from calendars.models.entries import CalendarEntry

__all__ = [
    "Availability",
    "BusyTime",
    "Calendar",
    "CalendarAccount",
    "CalendarEntry",
    "DayException",
    "WeeklyHours",
]
