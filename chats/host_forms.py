"""What a host may send from their page. Drawn by the templates, read and checked here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from accounts.fields import LineField, ProseField
from calendars import clock
from calendars.fields import WallTimeField
from chats.models import Invitation
from chats.states import Way

TIMES = ("time_1", "time_2", "time_3")


class LineForm(forms.Form):
    """An optional line to the seeker, which every answer may carry."""

    line = ProseField(required=False, max_length=500)

    def __init__(
        self, data: Mapping[str, Any], *, invitation: Invitation, zone: ZoneInfo, now: datetime
    ) -> None:
        super().__init__(data)
        self.invitation, self.zone, self.now = invitation, zone, now
        self.hours = clock.hours() if "hours" in data else ""


class WayForm(LineForm):
    """How to meet, among the ways the seeker offers; and a number where it takes one."""

    way = forms.CharField(required=False)
    phone = LineField(required=False, max_length=40)

    def clean_way(self) -> str:
        way: str = self.cleaned_data["way"]
        if way not in self.invitation.ways:
            raise forms.ValidationError("Please choose how you would like to meet.")
        return way

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        nobody_to_call = not answer.get("phone") and not self.invitation.phone
        if answer.get("way") == Way.PHONE and nobody_to_call and "phone" not in self.errors:
            name = self.invitation.seeker.first_name
            self.add_error("phone", f"Please leave a number that {name} can call.")
        return answer


class TakeForm(WayForm):
    """One of the offered times."""

    slot = forms.IntegerField(error_messages={"required": "Please press one of the times."})


class MoveFreeForm(LineForm):
    """Any other time at which the seeker is free, as the button sends it: an instant."""

    starts_at = forms.CharField(error_messages={"required": "Please press one of the times."})

    def clean_starts_at(self) -> datetime:
        try:
            typed = datetime.strptime(self.cleaned_data["starts_at"], "%Y-%m-%dT%H:%MZ")  # noqa: DTZ007
        except ValueError as error:
            raise forms.ValidationError("Please press one of the times.") from error
        return typed.replace(tzinfo=UTC)


class FreeForm(MoveFreeForm, WayForm):
    """The same, and how to meet then."""


class KeepForm(LineForm):
    """The time before a move, as the button names it."""

    back_to = forms.DateTimeField()


class SettleForm(LineForm):
    """What the host says to new clock rules: the instant their button names."""

    on = forms.DateTimeField()


class WithTimes(LineForm):
    """Times typed in the zone the page shows, all still to come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, WallTimeField):
                field.zone = self.zone

    def check_still_to_come(self, name: str) -> None:
        typed = self.cleaned_data.get(name)
        if typed and typed <= self.now:
            self.add_error(name, "That time has passed already. Please choose a later one.")


class ProposeForm(WithTimes, WayForm):
    """Up to three other times."""

    time_1 = WallTimeField(error_messages={"required": "Please give at least one time."})
    time_2 = WallTimeField(required=False)
    time_3 = WallTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        answer = super().clean()
        for name in TIMES:
            self.check_still_to_come(name)
        return answer

    @property
    def times(self) -> list[datetime]:
        """Without the empty ones, and each once."""
        return sorted({self.cleaned_data[name] for name in TIMES if self.cleaned_data[name]})


class MoveForm(WithTimes):
    """One of the offered times, or one of the host's own."""

    slot = forms.IntegerField(required=False)
    starts_at = WallTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        self.check_still_to_come("starts_at")
        if not self.errors and not answer.get("slot") and not answer.get("starts_at"):
            self.add_error("starts_at", "Please give a new time.")
        return answer
