"""What is asked of a meeting that was agreed elsewhere: when, how long, how, and who is told."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField
from accounts.models import User
from calendars import clock
from calendars.fields import LocalTimeField
from chats.meeting.by_hand import Meeting
from chats.meeting.forms import MAX_NUMBER_LENGTH, is_link
from chats.states import Way
from contacts.models import Contact
from outbox.suppression import why_not

DAY_FORMAT = "%Y-%m-%d"
"""What `<input type="date">` sends and shows."""
LENGTHS = [*range(15, 65, 5), 75, 90, 120]
USUAL_LENGTH = 25
LONG_AGO = _("Please choose a day within the last year.")


def lengths() -> list[tuple[int, str]]:
    """In the language of whoever reads them."""
    return [
        (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
        for minutes in LENGTHS
    ]


class DayField(forms.DateField):
    """A day as the browser's own control sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format=DAY_FORMAT)
    input_formats = [DAY_FORMAT]
    default_error_messages = {
        "required": _("Please give the day."),
        "invalid": _("Please give a day, such as 2027-03-02."),
    }


class MeetingForm(forms.Form):
    """The part that both ways of noting a chat have."""

    use_required_attribute = False
    usual_length = USUAL_LENGTH
    starts_at = LocalTimeField(error_messages={"required": _("Please give the day and the hour.")})
    minutes = forms.TypedChoiceField(
        label=_("Length"), choices=lengths, coerce=int, required=False, empty_value=None
    )
    way = forms.ChoiceField(
        label=_("How"),
        choices=Way.choices,
        error_messages={"required": _("Please say how you meet.")},
    )
    where = LineField(
        label=_("Where"),
        max_length=200,
        required=False,
        help_text=_("The link of a video call, the number to call, or the place."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tells_host = forms.BooleanField(required=False)
    though_another = forms.CharField(required=False, widget=forms.HiddenInput)
    """The very time of which the seeker has read that they had another chat then."""

    def __init__(self, *args: Any, seeker: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seeker, self.now = seeker, now
        self.today = now.astimezone(seeker.time_zone).date()
        for field in self.fields.values():
            if isinstance(field, LocalTimeField):
                field.zone, field.now = seeker.time_zone, now
                field.error_messages = {**field.error_messages, "past": LONG_AGO}
        self.fields["starts_at"].label = gettext("When, %(city)s") % {
            "city": clock.city(seeker.time_zone)
        }

    def offer_entry(self, contact: Contact | None) -> None:
        """The tick for a calendar entry, where there may be an address we write to."""
        field = self.fields["tells_host"]
        field.help_text = gettext(
            "They also get the reminder of the day before, and hear of changes. Otherwise nothing "
            "about this chat goes to them from here."
        )
        if contact is None:
            field.label = gettext("Send them a calendar entry, to the address you noted")
            return
        said = {"name": contact.first_name, "email": contact.email}
        field.label = gettext("Send %(name)s a calendar entry, to %(email)s") % said
        if not contact.email or (not contact.seeker.is_sample and why_not(contact.email)):
            del self.fields["tells_host"]

    def check_where(self) -> None:
        """The same that is asked of a chat whose place is changed."""
        way, where = self.cleaned_data.get("way"), self.cleaned_data.get("where", "")
        if where and way == Way.VIDEO and not is_link(where):
            said = gettext("Please give the whole link, such as https://meet.example.org/me.")
            self.add_error("where", said)
        if way == Way.PHONE and len(where) > MAX_NUMBER_LENGTH:
            said = gettext("Please give the number alone, in %(most)d characters at most.")
            self.add_error("where", said % {"most": MAX_NUMBER_LENGTH})

    def meeting(self, where: str = "") -> Meeting:
        """`where` is said where the form leaves it open."""
        said = self.cleaned_data
        return Meeting(
            starts_at=said["starts_at"],
            minutes=said["minutes"] or USUAL_LENGTH,
            way=Way(said["way"]),
            where=said["where"] or where,
            tells_host=bool(said.get("tells_host")),
            though_another=self.data.get("though_another") == self["starts_at"].value(),
        )

    def ask_about_another(self, sentence: str) -> None:
        """Once more: pressed again with the same time, it is meant."""
        self.add_error("starts_at", sentence)
        self.data = {**self.data.dict(), "though_another": self["starts_at"].value()}  # type: ignore[attr-defined]
