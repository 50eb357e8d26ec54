"""A form field for a time as people type it: a local time in somebody's zone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars import clock

TYPED = "%Y-%m-%dT%H:%M"
"""What `<input type="datetime-local">` sends."""


MAX_AHEAD = timedelta(days=366)
"""Nobody plans a chat beyond it; and near the ends of the calendar no other zone has the time."""


def typed_as(instant: datetime, zone: ZoneInfo) -> str:
    """What somebody would type for it; where that comes twice, with the offset that tells which."""
    wall = instant.astimezone(zone).strftime(TYPED)
    both = clock.readings(datetime.strptime(wall, TYPED), zone)  # noqa: DTZ007 - a local time
    return f"{wall} {clock.offset(instant, zone)}" if len(both) > 1 else wall


class LocalTimeInput(forms.DateTimeInput):
    """The control, and beside it the answer to which of two readings is meant."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        typed, chosen = data.get(name) or "", data.get(f"{name}_offset") or ""
        return f"{typed} {chosen}".strip()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The answer stays with the time while the rest of the form is put right."""
        typed, chosen = _parted(value) if isinstance(value, str) else (value, "")
        control = super().render(name, typed, attrs, renderer)
        kept = '{}<input type="hidden" name="{}_offset" value="{}">'
        return format_html(kept, control, name, chosen) if chosen else control


def _parted(value: str) -> tuple[str, str]:
    """The local time, and the offset behind it."""
    return value.strip()[:16], value.strip()[16:].strip()


class LocalTimeField(forms.Field):
    """Cleans to an instant in UTC. The zone is set on the field by its form.

    A time that comes twice is refused with both readings in the error's `params`; the template
    `components/_which_time.html` offers them, and the offset chosen comes back behind the time.
    `meant` holds the instants to choose from, for that and for a time that is skipped.
    """

    widget = LocalTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
    default_error_messages = {
        "invalid": _("Please give a day and an hour, such as 2027-03-02 16:00."),
        "missing": _(
            "The clocks go forward then and skip this time. The nearest times are "
            "%(before)s and %(after)s."
        ),
        "ambiguous": _(
            "The clocks go back then, so this time comes twice: first %(first)s, then "
            "%(second)s. Which one do you mean?"
        ),
        "far": _("This is more than a year away. Please choose an earlier one."),
        "past": _("That time has passed already. Please choose a later one."),
    }
    zone = ZoneInfo("UTC")
    now: datetime
    """From which a year is counted: whoever makes the form gives it by `read_in`."""

    def read_in(self, zone: ZoneInfo, now: datetime) -> None:
        """By the clocks of this zone, at the moment of the request."""
        self.zone, self.now = zone, now

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        typed, chosen = self._read(value)
        try:
            instant = clock.read_local_time(typed, self.zone, chosen)
        except clock.MissingTime as error:
            raise self._missing(typed) from error
        except clock.AmbiguousTime as error:
            raise self._ambiguous(typed) from error
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        return self._within_a_year(instant)

    def _read(self, value: str) -> tuple[datetime, str]:
        """The local time and, behind it, the offset that was chosen if it comes twice."""
        typed, chosen = _parted(value)
        try:
            return datetime.strptime(typed, TYPED), chosen  # noqa: DTZ007  (a local time)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error

    def _missing(self, typed: datetime) -> forms.ValidationError:
        nearest = clock.beside_gap(typed, self.zone)
        before, after = (clock.say(near, self.zone) for near in nearest)
        params = {"before": before, "after": after, "meant": nearest}
        return forms.ValidationError(self.error_messages["missing"], params=params)

    def _ambiguous(self, typed: datetime) -> forms.ValidationError:
        both = clock.readings(typed, self.zone)
        first, second = (clock.say(instant, self.zone) for instant in both)
        said = [
            gettext("The first: %(time)s") % {"time": first},
            gettext("The second: %(time)s") % {"time": second},
        ]
        offsets = (clock.offset(instant, self.zone) for instant in both)
        which = list(zip(offsets, said, strict=True))
        params = {"first": first, "second": second, "which": which, "meant": both}
        return forms.ValidationError(self.error_messages["ambiguous"], params=params)

    def _within_a_year(self, instant: datetime) -> datetime:
        if abs(instant - self.now) <= MAX_AHEAD:
            return instant
        raise forms.ValidationError(self.error_messages["far" if instant > self.now else "past"])

    def prepare_value(self, value: Any) -> Any:
        """An instant is shown as it would be typed; what was typed is shown as it was."""
        return typed_as(value, self.zone) if isinstance(value, datetime) else value
