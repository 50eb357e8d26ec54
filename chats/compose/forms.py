"""The form an invitation is written with: kept as it is typed, checked when it is sent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import ProseField
from calendars.fields import MAX_AHEAD
from chats.models import Invitation
from chats.states import Way
from coach.hints import Hint
from outbox.text import one_line, plain

MINUTES = [(minutes, f"{minutes} minutes") for minutes in range(15, 65, 5)]
DETAIL = {Way.VIDEO: "video_link", Way.PHONE: "phone", Way.IN_PERSON: "place"}
FREE_WEEKS = [
    ("", "Only these times"),
    (1, "Or any free time of mine in the next week"),
    *((weeks, f"Or any free time of mine in the next {weeks} weeks") for weeks in range(2, 9)),
]
MISSING = {
    Way.VIDEO: "Please add the link you would meet at.",
    Way.PHONE: "Please add your number, so that they can ring you.",
    Way.IN_PERSON: "Please say where you would meet.",
}
CHOSEN = ("wants_nudge", "ways", "minutes", "expires_on", "video_link", "free_weeks")
MAX_LENGTHS = {"subject": 150, "message": 4000, "video_link": 200, "phone": 40, "place": 200}

OWN_WAY = {"dir": "auto"}
"""The field runs the way of what is typed."""

WITHIN_A_YEAR = "Please choose a day within the next year."


class DraftForm(forms.Form):
    """Nothing is asked for yet; only what can be read at all is checked."""

    subject = forms.CharField(
        max_length=MAX_LENGTHS["subject"], required=False, widget=forms.TextInput(attrs=OWN_WAY)
    )
    message = forms.CharField(
        max_length=MAX_LENGTHS["message"],
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, **OWN_WAY}),
        help_text="As you would write it by hand. The times go below it by themselves.",
    )
    minutes = forms.TypedChoiceField(label="Length", choices=MINUTES, coerce=int)
    ways = forms.MultipleChoiceField(choices=Way.choices, required=False)
    video_link = forms.URLField(
        label="Video link",
        max_length=MAX_LENGTHS["video_link"],
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Please give the whole link, such as https://meet.example.org/me."
        },
    )
    phone = forms.CharField(
        label="Your number",
        max_length=MAX_LENGTHS["phone"],
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    place = forms.CharField(
        label="Where",
        max_length=MAX_LENGTHS["place"],
        required=False,
        widget=forms.TextInput(attrs=OWN_WAY),
    )
    free_weeks = forms.TypedChoiceField(
        label="Other free times",
        choices=FREE_WEEKS,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=(
            "They see when you are free within your hours, never why you are not. "
            "With any free time, you need not pick times above."
        ),
    )
    wants_nudge = forms.BooleanField(
        label=_("Remind them once, should no answer come"),
        required=False,
        help_text=_(
            "After five working days of theirs, at a good hour, in the same thread. Whatever comes "
            "before that, by whichever road, keeps it back; and there is never a second one."
        ),
    )
    expires_on = forms.DateField(
        label="Last day to answer",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a day, such as 2027-03-02."},
    )

    def __init__(self, *args: Any, invitation: Invitation, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(invitation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.today = now.astimezone(invitation.seeker.time_zone).date()
        self.fields["expires_on"].validators += [
            MinValueValidator(self.today - MAX_AHEAD, WITHIN_A_YEAR),
            MaxValueValidator(self.today + MAX_AHEAD, WITHIN_A_YEAR),
        ]

    def clean_message(self) -> str:
        return plain(self.cleaned_data["message"])

    def clean_video_link(self) -> str:
        link: str = self.cleaned_data["video_link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(self.fields["video_link"].error_messages["invalid"])
        return link

    def kept(self) -> dict[str, Any]:
        """What a draft remembers: text as it was typed, right or wrong; choices that make sense."""
        self.is_valid()
        texts = {name: self._typed(name)[:longest] for name, longest in MAX_LENGTHS.items()}
        sound = {name: self.cleaned_data[name] for name in CHOSEN if name in self.cleaned_data}
        return texts | sound

    def _typed(self, name: str) -> str:
        value = str(self.data.get(name) or "")
        return plain(value) if name == "message" else one_line(value)


class SendForm(DraftForm):
    """The same form with everything an invitation needs before it may leave."""

    def __init__(self, *args: Any, blocks: list[Hint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks
        for name, sentence in (
            ("subject", "Please write a subject: it is the first thing they read."),
            ("message", "Please write a message. A few lines are enough."),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def clean_expires_on(self) -> date | None:
        day = cast("date | None", self.cleaned_data["expires_on"])
        if day is not None and day <= self.today:
            raise forms.ValidationError("Please choose a day after today, so that they can answer.")
        return day

    def clean_message(self) -> str:
        message = super().clean_message()
        if not message.strip():
            raise forms.ValidationError(self.fields["message"].error_messages["required"])
        return message

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._need_a_way(cleaned)
        for hint in self.blocks:
            self.add_error(hint.field, hint.sentence)
        return cleaned

    def _need_a_way(self, cleaned: Mapping[str, Any]) -> None:
        if "ways" in cleaned and not cleaned["ways"]:
            self.add_error("ways", "Please offer at least one way to meet.")
        for way in cleaned.get("ways", []):
            name = DETAIL[Way(way)]
            if name in cleaned and not cleaned[name]:
                self.add_error(name, MISSING[Way(way)])


class OfferForm(forms.Form):
    """The line that goes with other times; the times themselves are read by the desk."""

    line = ProseField(required=False, max_length=500)

    @property
    def sentence(self) -> str:
        return " ".join(str(error) for error in self.errors.get("line", []))
