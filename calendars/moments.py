"""A moment at which something leaves by itself: typed as a local time, or pressed as suggested."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from calendars.fields import LocalTimeField, typed_as

WANTED = frozenset({"at", "send_then"})
"""What the buttons of `components/_moments.html` are called: one asks for it to leave later."""


class MomentForm(forms.Form):
    """Typed as a local time of one zone."""

    send_at = LocalTimeField(
        error_messages={"required": _("Please choose a day and an hour.")},
    )

    def __init__(
        self,
        *args: Any,
        zone: ZoneInfo,
        now: datetime,
        label: str,
        send_at: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now, field = zone, now, self.fields["send_at"]
        field.label, field.initial = label, send_at
        cast("LocalTimeField", field).read_in(zone, now)

    def clean_send_at(self) -> datetime:
        send_at: datetime = self.cleaned_data["send_at"]
        if send_at <= self.now:
            raise forms.ValidationError(LocalTimeField.default_error_messages["past"])
        return send_at


def typed_moment(data: QueryDict, zone: ZoneInfo) -> QueryDict | dict[str, str]:
    """What a form was sent with: the suggestion of the button pressed as if it had been typed."""
    pressed = data.get("at", "")
    if not pressed:
        return data
    try:
        said = typed_as(datetime.fromisoformat(pressed).astimezone(zone), zone)
    except (ValueError, OverflowError):
        return {"send_at": pressed}
    typed, _space, offset = said.partition(" ")
    return {"send_at": typed, "send_at_offset": offset}
