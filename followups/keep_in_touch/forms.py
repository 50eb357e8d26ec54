"""What people type to keep in touch: words, a link, a cadence, a day."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import LineField, LinkField, ProseField
from followups import dates
from followups.keep_in_touch.words import not_ready
from followups.kinds.spec import Spec, WordsField
from followups.models.cadence import CADENCES

EARLIEST = date(2000, 1, 1)


class WordsForm(forms.Form):
    """`sending` asks for all there is to say; otherwise it is a draft."""

    url = LinkField(
        label="Link",
        max_length=500,
        assume_scheme="https",
        error_messages={"required": "Which page is it? Please paste its link."},
    )

    def __init__(self, *args: Any, spec: Spec, sending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending = sending
        self.fields["text"] = _words_field(spec.words)
        if not spec.with_link:
            del self.fields["url"]
        if not sending and self.is_bound:
            for field in self.fields.values():
                field.required = False

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.sending and (left := not_ready(text)):
            raise ValidationError(f"Please replace {left} with your own words.")
        return text


def _words_field(words: WordsField) -> ProseField:
    return ProseField(
        label=words.label,
        max_length=words.max_length,
        widget=forms.Textarea(attrs={"rows": words.rows}),
        help_text=words.help_text,
        error_messages={"required": "A line or two is enough."},
    )


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

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > self._today:
            raise ValidationError("That day is still to come.")
        if on and on < EARLIEST:
            raise ValidationError("That is long ago. Please check the year.")
        return on

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self) -> datetime:
        """Now where it was today, else noon of that day."""
        on = self.cleaned_data["on"]
        if not on or on == self._today:
            return self.now
        return dates.moment(datetime.combine(on, time(12)), self.zone)
