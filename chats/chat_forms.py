"""Forms of the seeker's chat page."""

from typing import Any

from django import forms

from calendars.fields import WallTimeField
from chats.models import Chat
from outbox.text import plain


class PreparationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the seeker writes before and during the chat; saved as they type."""

    class Meta:
        model = Chat
        fields = ["goal", "questions", "notes"]
        labels = {"goal": "Your goal in one line", "questions": "Your questions"}
        help_texts = {"questions": "Five to ten, the most important first."}
        widgets = {
            "goal": forms.TextInput(attrs={"autocomplete": "off"}),
            "questions": forms.Textarea(attrs={"rows": 7}),
            "notes": forms.Textarea(attrs={"rows": 10}),
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        return {name: plain(value) for name, value in self.cleaned_data.items()}


class LineForm(forms.Form):
    """A line to the other side."""

    line = forms.CharField(
        label="A line to them (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_line(self) -> str:
        return plain(self.cleaned_data["line"])


class MoveForm(LineForm):
    """A new time for a chat, in the seeker's zone."""

    starts_at = WallTimeField(label="New time")
    field_order = ["starts_at", "line"]

    def __init__(self, *args: Any, chat: Chat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].zone = chat.seeker.time_zone  # type: ignore[attr-defined]
        self.fields["starts_at"].initial = chat.starts_at
