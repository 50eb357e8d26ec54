"""What a seeker's chats need around them, and days that differ from the usual week."""

from datetime import date
from typing import Any

from babel import Locale
from django import forms

from calendars.models import Availability, DayException
from calendars.models.availability import MIDNIGHT
from calendars.public_holidays import supported
from calendars.week_form import WEEKDAYS, too_early

MINUTES = [(0, "None"), *((number, f"{number} minutes") for number in (5, 10, 15, 30, 45, 60))]
HOW_MANY = "Please give a whole number from 1 to 20, or leave it empty for as many as come."
WHICH_DAY = "Please give the day that differs."
WHICH_HOUR = "Please give an hour, such as 09:00, or leave it empty."
NOTICE = [
    (0, "None"),
    (4, "4 hours"),
    (12, "12 hours"),
    (24, "1 day"),
    (48, "2 days"),
    (72, "3 days"),
    (168, "1 week"),
]


def _countries() -> list[tuple[str, str]]:
    named = Locale("en", "GB").territories
    known = sorted((named[code], code) for code in supported() if code in named)
    return [("", "As my time zone"), *((code, name) for name, code in known)]


def _with_own(choices: list[tuple[int, str]], stored: int, unit: str) -> list[tuple[int, str]]:
    """What is stored already stays among them."""
    if stored in dict(choices):
        return choices
    return sorted([*choices, (stored, f"{stored} {unit}")])


class PreferencesForm(forms.Form):
    buffer_before = forms.TypedChoiceField(label="Kept free before a chat", coerce=int)
    buffer_after = forms.TypedChoiceField(label="Kept free after a chat", coerce=int)
    notice_hours = forms.TypedChoiceField(
        label="Shortest notice",
        coerce=int,
        help_text="Offered times close this long before they begin.",
    )
    most_per_day = forms.IntegerField(
        label="Most chats a day",
        min_value=1,
        max_value=20,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOW_MANY),
    )
    quiet_days = forms.TypedMultipleChoiceField(
        label="Quiet days",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nothing is suggested on these. You can still offer them yourself.",
    )
    country = forms.ChoiceField(label="Public holidays of", choices=_countries, required=False)

    def __init__(self, data: Any = None, *, preferences: Availability) -> None:
        names = [*self.base_fields]
        super().__init__(data, initial={name: getattr(preferences, name) for name in names})
        for name in ("buffer_before", "buffer_after"):
            self._offer(name, _with_own(MINUTES, getattr(preferences, name), "minutes"))
        self._offer("notice_hours", _with_own(NOTICE, preferences.notice_hours, "hours"))

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ExceptionForm(forms.Form):
    """Cleans to the columns of a `DayException`; hours left empty are the whole day."""

    day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), WHICH_DAY),
    )
    kind = forms.ChoiceField(label="That day I am", choices=DayException.Kind)
    starts = forms.TimeField(
        label="From",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": WHICH_HOUR},
    )
    ends = forms.TimeField(
        label="Until",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": WHICH_HOUR},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not 0 <= (day - self.today).days <= 730:
            raise forms.ValidationError("Please give a day within the next two years.")
        return day

    def refuse(self, standing: DayException) -> None:
        """Two that overlap on one date would leave open which of them holds."""
        kind = standing.get_kind_display().lower()
        self.add_error("day", f"You are already {kind} for {standing.said}. Remove that first.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get(name) for name in ("starts", "ends")]
        starts, ends = (one and one.hour * 60 + one.minute for one in given)
        cleaned["starts"], cleaned["ends"] = starts or 0, ends or MIDNIGHT
        if cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", too_early(cleaned["starts"], cleaned["ends"]))
        return cleaned
