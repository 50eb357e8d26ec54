"""Who the seeker is and how they like to meet."""

from datetime import datetime
from typing import Any

from django import forms

import names
from accounts import zone_field
from accounts.fields import LineField, NameField
from accounts.model_forms import OwnFieldsForm
from accounts.models import User
from accounts.states import HourCycle


class ProfileForm(OwnFieldsForm):
    name = NameField(label="Your name", max_length=100, help_text="As the people you ask read it.")
    called = NameField(
        label="What people call you",
        max_length=100,
        required=False,
        help_text="As in “Hello Ana”. Left empty, we take it from your name.",
    )
    about = LineField(
        label="One line about you",
        max_length=160,
        required=False,
        help_text="Such as: data analyst, on my way to climate work.",
    )
    video_link = forms.URLField(
        label="Video link",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Please give the whole link, as you would open it."},
        help_text="A room of yours that is always the same.",
    )
    phone = LineField(label="Phone number", max_length=40, required=False)
    place = LineField(
        label="Favourite place",
        max_length=200,
        required=False,
        help_text="A café where one can hear each other, with its town.",
    )

    class Meta:
        model = User
        fields = [
            "name",
            "called",
            "about",
            "time_zone",
            "hour_cycle",
            "video_link",
            "phone",
            "place",
        ]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "time_zone": zone_field.ZoneSelect,
        }

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named_before = self.instance.name
        self.initial["called"] = self.instance.called or names.called(self.named_before)
        hours = self.fields["hour_cycle"]
        hours.choices = [("", "Follow my browser"), *HourCycle.choices]  # type: ignore[attr-defined]
        zone_field.offer(self, now)

    def clean_called(self) -> str:
        typed: str = self.cleaned_data["called"]
        return names.beyond_guess(typed, self.named_before, self.cleaned_data.get("name", ""))
