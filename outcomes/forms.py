"""What came of which chats, and when."""

from datetime import date, datetime
from typing import Any

from django import forms

from accounts.fields import LineField
from accounts.models import User
from chats.models import Chat
from outcomes.lifecycle import Noted
from outcomes.states import Kind

MAX_CHATS = 50
DAY_FORMAT = "%Y-%m-%d"
"""What `<input type="date">` sends and shows."""


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format=DAY_FORMAT)


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(
        label="What came of it",
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Please say what it was."},
    )
    text = LineField(
        label="In a few words",
        max_length=300,
        required=False,
        help_text="What it was, as you would tell a friend. Only you see this.",
    )
    happened_on = forms.DateField(
        label="When",
        widget=DayInput(),
        input_formats=[DAY_FORMAT],
        error_messages={
            "required": "Please give the day.",
            "invalid": "Please give a day, such as 2027-03-02.",
        },
    )
    chats = forms.ModelMultipleChoiceField(
        queryset=Chat.objects.none(),
        error_messages={"required": "Please choose at least one chat that led to it."},
    )

    def __init__(
        self, data: Any = None, *, seeker: User, now: datetime, lost: bool = False, **kwargs: Any
    ) -> None:
        """`lost`: its chats are gone, and it stays without."""
        super().__init__(data, **kwargs)
        self.fields["chats"].required = not lost
        self.today = now.astimezone(seeker.time_zone).date()
        self.fields["chats"].queryset = Chat.objects.of(seeker).ended(now)  # type: ignore[attr-defined]
        self.fields["happened_on"].widget.attrs["max"] = self.today.isoformat()

    def clean_happened_on(self) -> date:
        happened_on: date = self.cleaned_data["happened_on"]
        if happened_on > self.today:
            raise forms.ValidationError("That day is still to come.")
        return happened_on

    def clean_chats(self) -> list[Chat]:
        chats = list(self.cleaned_data["chats"])
        if len(chats) > MAX_CHATS:
            raise forms.ValidationError(f"Please keep to {MAX_CHATS} chats.")
        return chats

    def chosen(self) -> list[int]:
        """The chats that are ticked, whether or not the form was sent."""
        ticked = self["chats"].value() or []
        return [int(each) for each in map(str, ticked) if each.isdecimal() and len(each) < 19]

    def noted(self) -> Noted:
        said = self.cleaned_data
        return Noted(Kind(said["kind"]), said["text"], said["happened_on"], said["chats"])
