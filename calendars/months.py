"""Months on from a day. Pure."""

from calendar import monthrange
from datetime import date


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last one that month has."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
