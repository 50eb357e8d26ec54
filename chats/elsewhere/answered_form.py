"""What a seeker notes of an answer that came elsewhere. Only what belongs to it is looked at."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import ProseField
from calendars import clock
from calendars.fields import MAX_AHEAD, LocalTimeField
from calendars.months import months_on
from chats.elsewhere.fields import DayField, MeetingForm
from chats.host_reply import HostReply
from chats.models import Invitation
from chats.states import AnswerKind, Way

SAID = [
    (AnswerKind.TAKE, _("Yes, and we agreed on a time")),
    (AnswerKind.AGREE, _("Yes, and the time comes later")),
    (AnswerKind.COUNTER, _("They proposed other times")),
    (AnswerKind.LATER, _("Not now")),
    (AnswerKind.DECLINE, _("No")),
    (AnswerKind.WORDS, _("Something else")),
]
ON_A_DAY = "day"
UNTIL = [
    ("1", _("In a month")),
    ("3", _("In three months")),
    ("6", _("In six months")),
    (ON_A_DAY, _("From a day on")),
]
"""When to ask again: by so many months, or a day."""
TIMES = ("time_1", "time_2", "time_3")
BELONGS: dict[str, tuple[str, ...]] = {
    AnswerKind.TAKE: ("starts_at", "minutes", "way", "where", "tells_host"),
    AnswerKind.COUNTER: (*TIMES, "way_then"),
    AnswerKind.LATER: ("until_in", "until"),
}
"""What is asked beside the day it came and a line; of all else nothing."""
ALWAYS = ("what", "came_on", "line")


class AnsweredForm(MeetingForm):
    what = forms.ChoiceField(
        label=_("What did they say?"),
        choices=SAID,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say what it was.")},
    )
    came_on = DayField(label=_("The day it came"))
    line = ProseField(
        label=_("In their words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you see this."),
    )
    time_1 = LocalTimeField(error_messages={"required": _("Please give at least one time.")})
    time_2 = LocalTimeField(required=False)
    time_3 = LocalTimeField(required=False)
    way_then = forms.ChoiceField(
        label=_("How"),
        choices=Way.choices,
        error_messages={"required": _("Please say how you would meet.")},
    )
    until_in = forms.ChoiceField(
        label=_("When to ask again"),
        choices=UNTIL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say when to ask again.")},
    )
    until = DayField(label=_("The day"))

    def __init__(self, *args: Any, invitation: Invitation, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, seeker=invitation.seeker, now=now, **kwargs)
        self.invitation = invitation
        self.offer_entry(invitation.contact)
        self.fields["where"].help_text = gettext(
            "A link, the number to call, or the place. Left empty, it is what you offered."
        )
        city = clock.city(invitation.seeker.time_zone)
        for number, name in enumerate(TIMES, 1):
            said = {"number": number, "city": city}
            self.fields[name].label = gettext("Time %(number)d, %(city)s") % said
        self.fields["came_on"].widget.attrs["max"] = self.today.isoformat()
        self.fields["came_on"].widget.attrs["min"] = self.asked_on.isoformat()

    @classmethod
    def begun(cls, invitation: Invitation, given: Any, now: datetime) -> "AnsweredForm":
        """As it is opened; `given` says what is known already, such as a time read in a reply."""
        form = cls(invitation=invitation, now=now)
        ways = invitation.ways or [Way.VIDEO]
        form.initial = {
            "came_on": form.today,
            "minutes": invitation.minutes,
            "way": ways[0],
            "way_then": ways[0],
            "until_in": "3",
            **{name: given[name] for name in ("what", "came_on", "starts_at") if given.get(name)},
        }
        return form

    @property
    def asked_on(self) -> date:
        asked = self.invitation.sent_at or self.now
        return asked.astimezone(self.seeker.time_zone).date()

    def clean_came_on(self) -> date:
        came_on: date = self.cleaned_data["came_on"]
        if came_on > self.today:
            raise forms.ValidationError(gettext("That day is still to come."))
        if came_on < self.asked_on:
            asked = {"day": clock.say_date(self.asked_on)}
            said = gettext("You asked on %(day)s, so it cannot have come before that.")
            raise forms.ValidationError(said % asked)
        return came_on

    def clean(self) -> dict[str, Any]:
        """Something typed in another part of the page is no fault of what was chosen."""
        what = self.cleaned_data.get("what", "")
        for name in set(self.errors) - {*ALWAYS, *BELONGS.get(what, ())}:
            del self.errors[name]
        check = {
            AnswerKind.TAKE: self._check_meeting,
            AnswerKind.COUNTER: self._check_times,
            AnswerKind.LATER: self._check_until,
            AnswerKind.WORDS: self._check_words,
        }.get(what)
        if check:
            check()
        return self.cleaned_data

    def _check_meeting(self) -> None:
        self.check_where()
        starts_at, asked = self.cleaned_data.get("starts_at"), self.invitation.sent_at
        if starts_at and asked and starts_at < asked:
            self.add_error("starts_at", gettext("That is before you asked."))

    def _check_times(self) -> None:
        for name in TIMES:
            typed = self.cleaned_data.get(name)
            if typed and typed <= self.now:
                said = gettext("That time has passed already. Please choose a later one.")
                self.add_error(name, said)

    def _check_until(self) -> None:
        if self.cleaned_data.get("until_in") != ON_A_DAY:
            self.errors.pop("until", None)
            return
        until = self.cleaned_data.get("until")
        if until and not self.today < until <= self.today + MAX_AHEAD:
            self.add_error("until", gettext("Please choose a day within the next year."))

    def _check_words(self) -> None:
        if "line" not in self.errors and not self.cleaned_data["line"]:
            self.add_error("line", gettext("Please write down what they said, in a line."))

    @property
    def kind(self) -> AnswerKind:
        return AnswerKind(self.cleaned_data["what"])

    @property
    def times(self) -> list[datetime]:
        """Without the empty ones, and each once."""
        typed = (self.cleaned_data.get(name) for name in TIMES)
        return sorted({time for time in typed if time})

    @property
    def reply(self) -> HostReply:
        """What they said, and on which day; it speaks for no address."""
        said = self.cleaned_data
        told = {"line": said["line"], "came_on": said["came_on"]}
        match self.kind:
            case AnswerKind.TAKE:
                phone = said["where"] if said["way"] == Way.PHONE else ""
                return HostReply("", way=said["way"], phone=phone, **told)
            case AnswerKind.COUNTER:
                return HostReply("", way=said["way_then"], **told)
            case AnswerKind.LATER:
                return HostReply("", until=self._until(), **told)
        return HostReply("", **told)

    def _until(self) -> date:
        said = self.cleaned_data
        if said["until_in"] == ON_A_DAY:
            day: date = said["until"]
            return day
        return months_on(said["came_on"], int(said["until_in"]))
