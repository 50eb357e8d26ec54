"""Forms of the seeker's chat page."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator

from accounts.fields import LineField, ProseField
from accounts.together import TogetherForm
from calendars import clock
from calendars.fields import LocalTimeField
from chats.meeting.move_desk import chosen_in
from chats.models import Chat
from chats.states import Way

MAX_NUMBER_LENGTH = 40
"""As long as the number of an invitation may be, which it becomes."""

DAYTIME = range(7, 22)
"""Outside of these hours, a time is more often a slip than meant."""


NO_MEMORY = {"autocomplete": "off"}
"""A browser that fills in what stood there before a reload would part a text from its base."""


class PreparationForm(TogetherForm):
    """What the seeker writes before and during the chat; saved as they type.

    A `base_` is the version that a text began from: another device may write it meanwhile.
    """

    MAX_LENGTHS = {"notes": 20_000}

    goal = LineField(
        label="Your goal in one line",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=NO_MEMORY),
        help_text="Only you see this.",
    )
    hope = LineField(
        label="What you hope to learn",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=NO_MEMORY),
    )
    notes = ProseField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, **NO_MEMORY}),
    )
    base_goal = LineField(required=False, widget=forms.HiddenInput(attrs=NO_MEMORY))
    base_hope = LineField(required=False, widget=forms.HiddenInput(attrs=NO_MEMORY))
    base_notes = ProseField(required=False, widget=forms.HiddenInput(attrs=NO_MEMORY))

    @classmethod
    def of(cls, chat: Chat) -> "PreparationForm":
        """As it is kept."""
        kept = {"goal": chat.goal, "hope": chat.hope, "notes": chat.notes}
        return cls(initial=kept | {f"base_{name}": text for name, text in kept.items()})


class LineForm(forms.Form):
    """A line to the other side."""

    line = ProseField(
        label="A line to them",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmForm(LineForm):
    """A line that goes with the word that it stands; its id leaves that of a move alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "confirm_%s", **kwargs})


class KeepForm(LineForm):
    """The time before a move, as the button names it: an instant."""

    back_to = forms.DateTimeField(widget=forms.HiddenInput)


class SettleForm(forms.Form):
    """The answer to new clock rules: the instant a button names."""

    on = forms.DateTimeField(widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    """How they meet, and where that is."""

    way = forms.ChoiceField(label="How", choices=Way.choices, widget=forms.RadioSelect)
    where = LineField(
        label="Where",
        max_length=200,
        help_text="The link of a video call, your number for a phone call, or the place.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, chat: Chat, **kwargs: Any) -> None:
        kwargs["initial"] = {"way": chat.way, "where": chat.where}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        way, where = answer.get("way"), answer.get("where", "")
        if where and way == Way.VIDEO and not is_link(where):
            said = "Please give the whole link, such as https://meet.example.org/me."
            self.add_error("where", said)
        if way == Way.PHONE and len(where) > MAX_NUMBER_LENGTH:
            said = f"Please give the number alone, in {MAX_NUMBER_LENGTH} characters at most."
            self.add_error("where", said)
        return answer


def is_link(where: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(where)
    except forms.ValidationError:
        return False
    return True


class MoveForm(LineForm):
    """A new time for a chat, in the seeker's zone: typed, or picked in the week."""

    starts_at = LocalTimeField(
        required=False, error_messages={"required": "Please give a new time."}
    )
    was = forms.DateTimeField(required=False)
    """When the chat was as the page showed it."""
    field_order = ["starts_at", "line"]
    to_confirm = ""
    """The time as typed, where it is an odd hour for the host and was not pressed twice yet."""

    def __init__(
        self,
        *args: Any,
        chat: Chat,
        now: datetime,
        suggested: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        """`suggested` is a time to begin with, instead of the one it has."""
        super().__init__(*args, **kwargs)
        self.chat = chat
        zone, field = chat.seeker.time_zone, self.fields["starts_at"]
        field.label = f"New time, {clock.city(zone)}"
        field.initial = suggested
        field.help_text = "Or type it: that takes the place of what is picked above."
        cast("LocalTimeField", field).read_in(zone, now)

    def clean_starts_at(self) -> datetime:
        field, typed = self.fields["starts_at"], chosen_in(self.data)
        starts_at: datetime | None = self.cleaned_data["starts_at"] or field.clean(typed)
        if starts_at is None:
            raise forms.ValidationError(field.error_messages["required"])
        if starts_at == self.chat.starts_at == self._was():
            raise forms.ValidationError("That is the time it has now. Please choose another.")
        zone = self.chat.invitation.zone_for_host
        if starts_at.astimezone(zone).hour in DAYTIME or self.data.get("confirmed") == typed:
            return starts_at
        self.to_confirm = typed
        raise forms.ValidationError(
            f"For {self.chat.contact.first_name} that is {clock.say(starts_at, zone)}. "
            "Press again if you mean it."
        )

    def _was(self) -> datetime | None:
        """A page that was pressed twice names the time before, so the second press is quiet."""
        try:
            was: datetime | None = self.fields["was"].clean(self.data.get("was"))
        except forms.ValidationError:
            return None
        return was
