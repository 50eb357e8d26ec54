"""A form field for a time as people type it: a wall time in somebody's zone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from calendars import clock

TYPED = "%Y-%m-%dT%H:%M"
"""What `<input type="datetime-local">` sends."""


AHEAD = timedelta(days=366)
"""Nobody plans a chat beyond it; and near the ends of the calendar no other zone has the time."""


class WallTimeField(forms.Field):
    """Cleans to an instant in UTC. The zone is set on the field by its form."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
    default_error_messages = {
        "invalid": "Please give a day and an hour, such as 2027-03-02 16:00.",
        "missing": "The clocks go forward that night and skip this time. Please choose another.",
        "ambiguous": "The clocks go back that night and this time comes twice. "
        "Please choose another.",
        "far": "This is more than a year away. Please choose an earlier one.",
        "past": "That time has passed already. Please choose a later one.",
    }
    zone = ZoneInfo("UTC")
    now: datetime | None = None
    """What the year ahead is counted from, unless it is the moment of reading."""

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = datetime.strptime(value.strip()[:16], TYPED)  # noqa: DTZ007  (a wall time)
            instant = clock.read_wall_time(typed, self.zone)
        except clock.MissingTime as error:
            raise forms.ValidationError(self.error_messages["missing"]) from error
        except clock.AmbiguousTime as error:
            raise forms.ValidationError(self.error_messages["ambiguous"]) from error
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        return self._within_a_year(instant)

    def _within_a_year(self, instant: datetime) -> datetime:
        now = self.now or timezone.now()
        if abs(instant - now) <= AHEAD:
            return instant
        raise forms.ValidationError(self.error_messages["far" if instant > now else "past"])

    def prepare_value(self, value: Any) -> Any:
        """An instant is shown in the zone; what was typed is shown as typed."""
        return value.astimezone(self.zone).strftime(TYPED) if isinstance(value, datetime) else value
