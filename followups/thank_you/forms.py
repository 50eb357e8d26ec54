"""The forms of a thank-you."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.fields import ProseField
from calendars import clock
from calendars.moments import MomentForm
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


class ThankYouMomentForm(MomentForm):
    """When it leaves by itself: typed as a local time of the seeker's, in the day in which it
    counts most."""

    def __init__(self, *args: Any, follow_up: FollowUp, now: datetime, **kwargs: Any) -> None:
        zone = follow_up.seeker.time_zone
        label = f"Or at a time of your own, {clock.city(zone)}"
        moment = {"zone": zone, "now": now, "label": label, "send_at": follow_up.send_at}
        super().__init__(*args, **moment, **kwargs)
        self.follow_up = follow_up

    def clean_send_at(self) -> datetime:
        send_at = super().clean_send_at()
        if send_at >= self.follow_up.due_at:
            due = clock.say(self.follow_up.due_at, self.zone)
            raise forms.ValidationError(f"Please choose a time before {due}: its day ends then.")
        return send_at
