"""When the weekly e-mail comes."""

from typing import Any

from django import forms

from calendars.clock import say_time_of_day

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class DigestForm(forms.Form):
    weekday = forms.TypedChoiceField(label="Day", coerce=int, choices=list(enumerate(DAYS)))
    hour = forms.TypedChoiceField(label="Hour", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(hour, say_time_of_day(hour * 60)) for hour in range(24)]
        self.fields["hour"].choices = hours  # type: ignore[attr-defined]
