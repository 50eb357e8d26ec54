"""Forms of the seeker's chat page."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.fields import LineField, ProseField
from accounts.model_forms import OwnFieldsForm
from calendars import clock
from calendars.fields import WallTimeField
from chats.models import Chat

DAYTIME = range(7, 22)
"""Outside of these hours, a time is more often a slip than meant."""


class PreparationForm(OwnFieldsForm):
    """What the seeker writes before and during the chat; saved as they type."""

    goal = LineField(
        label="Your goal in one line",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    questions = ProseField(
        label="Your questions",
        max_length=5000,
        required=False,
        help_text="Five to ten, the most important first.",
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    notes = ProseField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 10}))

    class Meta:
        model = Chat
        fields = ["goal", "questions", "notes"]


class LineForm(forms.Form):
    """A line to the other side."""

    line = ProseField(
        label="A line to them",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(LineForm):
    """A new time for a chat, in the seeker's zone."""

    starts_at = WallTimeField()
    field_order = ["starts_at", "line"]
    to_confirm = ""
    """The time as typed, where it is an odd hour for the host and was not pressed twice yet."""

    def __init__(self, *args: Any, chat: Chat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chat = chat
        zone, field = chat.seeker.time_zone, self.fields["starts_at"]
        field.label = f"New time, {clock.city(zone)}"
        field.initial = chat.starts_at
        field.zone = zone  # type: ignore[attr-defined]

    def clean_starts_at(self) -> datetime:
        starts_at: datetime = self.cleaned_data["starts_at"]
        zone, typed = self.chat.invitation.zone_for_host, self.data["starts_at"]
        if starts_at.astimezone(zone).hour in DAYTIME or self.data.get("confirmed") == typed:
            return starts_at
        self.to_confirm = typed
        raise forms.ValidationError(
            f"For {self.chat.contact.first_name} that is {clock.say(starts_at, zone)}. "
            "Press again if you mean it."
        )
