"""Forms of the seeker's chat page."""

from typing import Any

from django import forms

from accounts.fields import LineField, ProseField
from accounts.model_forms import OwnFieldsForm
from calendars.fields import WallTimeField
from chats.models import Chat


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
        label="A line to them (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(LineForm):
    """A new time for a chat, in the seeker's zone."""

    starts_at = WallTimeField(label="New time")
    field_order = ["starts_at", "line"]

    def __init__(self, *args: Any, chat: Chat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].zone = chat.seeker.time_zone  # type: ignore[attr-defined]
        self.fields["starts_at"].initial = chat.starts_at
