"""What a host may send from their page. Drawn by the templates, read and checked here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField, ProseField
from calendars.fields import LocalTimeField
from chats.host.visit import Visit
from chats.states import Way

PRESS_ONE = _("Please press one of the times.")

TIMES = ("time_1", "time_2", "time_3")

ANCHORS = {name: name for name in (*TIMES, "starts_at")} | {"slot": "times"}
"""Where these stand, the same on every page; every other field is named after its form."""

ON_THE_PAGE = (*ANCHORS, "way", "phone", "line")
"""The fields people see, in the order in which one is led to them."""


class LineForm(forms.Form):
    """An optional line to the seeker, which every answer may carry."""

    line = ProseField(required=False, max_length=500)

    def __init__(self, data: Mapping[str, Any], visit: Visit) -> None:
        super().__init__(data)
        self.visit = visit


class WayForm(LineForm):
    """How to meet, among the ways the seeker offers; and a number where it takes one."""

    way = forms.CharField(required=False)
    phone = LineField(required=False, max_length=40)

    def clean_way(self) -> str:
        way: str = self.cleaned_data["way"]
        if way not in self.visit.invitation.ways:
            raise forms.ValidationError(gettext("Please choose how you would like to meet."))
        return way

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        invitation = self.visit.invitation
        nobody_to_call = not answer.get("phone") and not invitation.phone
        if answer.get("way") == Way.PHONE and nobody_to_call and "phone" not in self.errors:
            name = invitation.seeker.first_name
            said = gettext("Please leave a number that %(name)s can call.") % {"name": name}
            self.add_error("phone", said)
        return answer


class TakeForm(WayForm):
    """One of the offered times."""

    slot = forms.IntegerField(error_messages={"required": PRESS_ONE})


class MoveFreeForm(LineForm):
    """Any other time at which the seeker is free, as the button sends it: an instant."""

    starts_at = forms.CharField(error_messages={"required": PRESS_ONE})

    def clean_starts_at(self) -> datetime:
        try:
            typed = datetime.strptime(self.cleaned_data["starts_at"], "%Y-%m-%dT%H:%MZ")  # noqa: DTZ007
        except ValueError as error:
            raise forms.ValidationError(PRESS_ONE) from error
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
            if isinstance(field, LocalTimeField):
                field.read_in(self.visit.zone, self.visit.now)

    def check_still_to_come(self, name: str) -> None:
        typed = self.cleaned_data.get(name)
        if typed and typed <= self.visit.now:
            self.add_error(
                name, gettext("That time has passed already. Please choose a later one.")
            )


class ProposeForm(WithTimes, WayForm):
    """Up to three other times."""

    time_1 = LocalTimeField(error_messages={"required": _("Please give at least one time.")})
    time_2 = LocalTimeField(required=False)
    time_3 = LocalTimeField(required=False)

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
    starts_at = LocalTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        self.check_still_to_come("starts_at")
        if not self.errors and not answer.get("slot") and not answer.get("starts_at"):
            self.add_error("starts_at", gettext("Please give a new time."))
        return answer
