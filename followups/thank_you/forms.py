"""The forms of a thank-you."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.fields import ProseField
from calendars import clock
from calendars.fields import LocalTimeField
from followups.models import FollowUp


class ThankYouForm(forms.Form):
    is_doubted = False
    """Whether the page asks if it should leave as it is."""

    text = ProseField(
        label="Your thank-you",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "A line or two is enough. Which one thing stayed with you?"},
    )


class MomentForm(forms.Form):
    """When it leaves by itself: typed as a local time of the seeker's."""

    send_at = LocalTimeField(
        label="Or at", error_messages={"required": "Please choose a day and an hour."}
    )

    def __init__(self, *args: Any, follow_up: FollowUp, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follow_up, self.now = follow_up, now
        zone, field = follow_up.seeker.time_zone, self.fields["send_at"]
        field.label = f"Or at a time of your own, {clock.city(zone)}"
        field.initial = follow_up.send_at
        field.zone, field.now = zone, now  # type: ignore[attr-defined]

    def clean_send_at(self) -> datetime:
        send_at: datetime = self.cleaned_data["send_at"]
        if send_at <= self.now:
            raise forms.ValidationError(LocalTimeField.default_error_messages["past"])
        if send_at >= self.follow_up.due_at:
            due = clock.say(self.follow_up.due_at, self.follow_up.seeker.time_zone)
            raise forms.ValidationError(f"Please choose a time before {due}: its day ends then.")
        return send_at
