"""The desk an invitation is written at: what was typed, what it means, and what to change."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.forms.utils import ErrorList
from django.http import QueryDict

from accounts.merging import merge_lists
from accounts.together import Together, bases, together
from calendars.moments import WANTED
from chats.compose.asking import expiry_of
from chats.compose.forms import DETAIL, DraftForm, SendForm
from chats.compose.later import Later
from chats.models import Invitation
from chats.states import Way
from chats.times.desk import TimesDesk, times_in, week_in
from chats.times.typed import typed
from coach import invitation as invitation_coach
from coach.ask import Ask
from coach.hints import Hint
from contacts.models import Contact


@dataclass
class Desk(TimesDesk):
    """The whole of a draft."""

    form: DraftForm = field(kw_only=True)
    data: QueryDict | None = field(default=None, kw_only=True)
    sentence: str = ""
    """Why it could not be sent, although all is well with the form."""
    is_kept: bool = False
    """Whether there was still a draft to save it in."""
    saves_itself: ClassVar[bool] = True

    @classmethod
    def opened(cls, invitation: Invitation, now: datetime, view: QueryDict | None = None) -> "Desk":
        """As it is kept; `view` says which week was in sight."""
        form, view = DraftForm(invitation=invitation, now=now), view or QueryDict()
        day, all_hours = week_in(view), "all_hours" in view
        return cls(invitation, invitation.typed_times, now, day, all_hours=all_hours, form=form)

    @classmethod
    def typed(cls, invitation: Invitation, data: QueryDict, now: datetime) -> "Desk":
        """With everything that stands in the form, which the invitation takes over."""
        form = DraftForm(data, invitation=invitation, now=now)
        for name, value in form.kept().items():
            setattr(invitation, name, value)
        invitation.typed_times = times_in(data)
        raws, day, all_hours = invitation.typed_times, week_in(data), "all_hours" in data
        return cls(invitation, raws, now, day, all_hours=all_hours, form=form, data=data)

    @classmethod
    def as_kept(cls, invitation: Invitation, now: datetime) -> "Desk":
        """As if what is kept had just been typed: to be asked whether it may leave."""
        desk, data = cls.opened(invitation, now), QueryDict(mutable=True)
        for name, _is_list, values in bases(desk.form):
            data.setlist(name, values)
        desk.data = data
        return desk

    def keep(self) -> None:
        """Save the draft, unless it has been sent or thrown away meanwhile."""
        fields = {**self.form.kept(), "typed_times": self.raws, "updated_at": self.now}
        drafts = Invitation.objects.drafts().filter(pk=self.invitation.pk)
        self.is_kept = drafts.update(**fields) == 1

    @property
    def kept_form(self) -> DraftForm:
        """As it is kept, right or wrong."""
        return DraftForm(invitation=self.invitation, now=self.now)

    @property
    def may_be_cured(self) -> bool:
        """Whether the page says what is missing, so that it must go as soon as it is there."""
        return self.data is not None and "checked" in self.data

    def may_leave(self) -> bool:
        """Check all that an invitation needs. What is missing is then said beside each field."""
        blocks = invitation_coach.blocks(self.ask)
        self.form = SendForm(self.data, invitation=self.invitation, now=self.now, blocks=blocks)
        self.checked = True
        right_moment = not self.asks_for_later or self.later.form.is_valid()
        return self.form.is_valid() and not self.problem and right_moment

    @property
    def asks_for_later(self) -> bool:
        return self.data is not None and bool(self.data.keys() & WANTED)

    @property
    def may_leave_later(self) -> bool:
        """Without an address nothing leaves by itself."""
        return bool(self.invitation.contact.email)

    @cached_property
    def later(self) -> Later:
        return Later.of(self.invitation, self.now, self.data if self.asks_for_later else None)

    @property
    def fewest(self) -> int:
        """Where any free time is offered, none needs to be picked."""
        return 0 if self.invitation.free_weeks else super().fewest

    @cached_property
    def hints(self) -> list[Hint]:
        return invitation_coach.review(self.ask)

    @cached_property
    def ask(self) -> Ask:
        invitation, contact, seeker = (
            self.invitation,
            self.invitation.contact,
            self.invitation.seeker,
        )
        return Ask(
            subject=invitation.subject,
            message=invitation.message,
            seeker_name=seeker.name,
            contact_name=contact.name,
            contact_called=contact.called,
            contact_company=contact.company,
            contact_role=contact.role,
            connection=contact.connection,
            research=contact.research,
            known=f"{contact.connection} {contact.research} {contact.role} {seeker.about}",
            minutes=invitation.minutes,
            ways=invitation.ways,
            any_free=bool(invitation.free_weeks),
            days=[start.astimezone(self.mine).date() for start in self.good],
            recent=_recent_messages(invitation),
            others=_others_in(invitation),
        )

    @property
    def ways(self) -> list[dict[str, Any]]:
        """Each way to meet with the one thing it needs."""
        return [
            {
                "value": way.value,
                "label": way.label,
                "is_offered": way in self.invitation.ways,
                "detail": self.form[DETAIL[way]],
            }
            for way in Way
        ]

    @property
    def expires_at(self) -> datetime | None:
        """When the page would close, with the times as they are."""
        return expiry_of(self.invitation, self.good) if self.good else None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Where to look and what for, for the summary at the top."""
        found = [
            (self.form[name].id_for_label or f"id_{name}", str(error))
            for name, errors in self.form.errors.items()
            for error in errors
        ]
        return [*found, *super().problems, *self._of_the_moment()]

    def _of_the_moment(self) -> list[tuple[str, str]]:
        if not self.asks_for_later:
            return []
        errors = self.later.form.errors.get("send_at", ErrorList())
        return [("id_send_at", str(error)) for error in errors]


def typed_together(invitation: Invitation, data: QueryDict, now: datetime) -> Together:
    """What was typed, with what another tab or device kept since this page was shown."""
    both = together(DraftForm(invitation=invitation, now=now), data)
    if "base_times" in data:
        base, mine = typed(data.getlist("base_times")), times_in(data)
        times = merge_lists(base, invitation.typed_times, mine)
        if typed(times) != mine:
            both.put("times", times)
    return both


def _recent_messages(invitation: Invitation) -> list[str]:
    """The last twenty to other people."""
    sent = Invitation.objects.of(invitation.seeker).exclude(contact=invitation.contact)
    newest = sent.asked_here().filter(sent_at__isnull=False).order_by("-updated_at")
    return list(newest.values_list("message", flat=True)[:20])


def _others_in(invitation: Invitation) -> list[tuple[str, str]]:
    """Other contacts of whom a word may stand in the text; the coach looks closer."""
    others = Contact.objects.of(invitation.seeker).exclude(pk=invitation.contact_id)
    # Not in the database, whose capitals depend on how its cluster was made.
    text = f"{invitation.subject}\n{invitation.message}".casefold()
    return [
        (name, company)
        for name, company in others.values_list("name", "company")
        if any(word in text for word in f"{name} {company}".casefold().split())
    ]
