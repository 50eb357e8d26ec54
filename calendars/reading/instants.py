"""When a day or an hour of a calendar is."""

from datetime import UTC, date, datetime, time, tzinfo


def instant(value: date, zone: tzinfo) -> datetime:
    """A day begins at midnight in the zone; a time without one is in it as well."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
