"""What people type to keep in touch: words, a link, a rhythm, a day, when the digest comes."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.fields import LineField, LinkField, ProseField
from calendars.clock import say_wall
from followups import dates
from followups.keeping_words import NOTE_LENGTH, not_ready
from followups.models.rhythm import CADENCES
from followups.states import Kind

EARLIEST = date(2000, 1, 1)
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class WordsForm(forms.Form):
    """`sending` asks for all there is to say; otherwise it is a draft."""

    text = ProseField(
        label="Your words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "A line or two is enough."},
    )

    def __init__(self, *args: Any, sending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending = sending
        if not sending and self.is_bound:
            for field in self.fields.values():
                field.required = False

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.sending and (left := not_ready(text)):
            raise ValidationError(f"Please replace {left} with your own words.")
        return text


class SharedForm(WordsForm):
    url = LinkField(
        label="Link",
        max_length=500,
        assume_scheme="https",
        error_messages={"required": "Which page is it? Please paste its link."},
    )
    field_order = ("url", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Why it made you think of them"


class NoteForm(WordsForm):
    text = ProseField(
        label="Your note",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"LinkedIn takes {NOTE_LENGTH} characters from a free account.",
    )


FORMS: dict[Kind, type[WordsForm]] = {Kind.RESOURCE: SharedForm, Kind.LINKEDIN: NoteForm}
"""Whatever is not named here is words alone."""


class CadenceForm(forms.Form):
    months = forms.TypedChoiceField(
        label="How often",
        coerce=int,
        choices=[("0", "Off"), *((str(months), f"Every {months} months") for months in CADENCES)],
    )


class InTouchForm(forms.Form):
    line = LineField(
        label="What about", max_length=200, required=False, help_text="One line for yourself."
    )
    on = forms.DateField(
        label="When",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty means today.",
        error_messages={"invalid": "Please give a date, such as 2026-11-25."},
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > timezone.now().astimezone(self.zone).date():
            raise ValidationError("That day is still to come.")
        if on and on < EARLIEST:
            raise ValidationError("That is long ago. Please check the year.")
        return on

    def moment(self, now: datetime) -> datetime:
        """Now where it was today, else noon of that day."""
        on = self.cleaned_data["on"]
        if not on or on == now.astimezone(self.zone).date():
            return now
        return dates.moment(datetime.combine(on, time(12)), self.zone)


class DigestForm(forms.Form):
    weekday = forms.TypedChoiceField(label="Day", coerce=int, choices=list(enumerate(DAYS)))
    hour = forms.TypedChoiceField(label="Hour", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(hour, say_wall(hour * 60)) for hour in range(24)]
        self.fields["hour"].choices = hours  # type: ignore[attr-defined]
