"""What is shown of the one reminder: its moment on both clocks, its words, the coach."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import ProseField
from chats.compose import nudging
from chats.compose.desk import Desk
from chats.compose.nudge_stops import SAID, first_stop
from chats.email_groups import NUDGES
from chats.models import Invitation, Nudge, Slot
from chats.models.nudge import MAX_LENGTH
from chats.states import InvitationStatus, NudgeStatus
from coach import nudge as nudge_coach
from coach.hints import Hint
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.text import plain

FATES = {
    Status.PENDING: _("Your reminder is about to leave. There is never a second one."),
    Status.SENDING: _("Your reminder is about to leave. There is never a second one."),
    Status.CANCELLED: _("Your reminder was taken back before it left."),
    Status.DEAD: _("Your reminder could not be delivered. There is never a second one."),
    Status.HELD: _("Your reminder was kept back. There is never a second one."),
    Status.UNCERTAIN: _(
        "Something broke while your reminder was leaving, so we cannot tell whether it arrived. "
        "There is never a second one."
    ),
}


class NudgeForm(forms.Form):
    """A few lines. What would embarrass does not leave."""

    message = ProseField(
        label=_("Your reminder"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The times that are still free go below it by themselves."),
    )

    def __init__(self, *args: Any, invitation: Invitation, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation, self.now = invitation, now

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if found := nudge_coach.blocks(_words(self.invitation, message, self.now)):
            raise forms.ValidationError([hint.sentence for hint in found])
        return message


def put_in(invitation: Invitation, typed: str, starter: str) -> str:
    """What is typed already stays, above it."""
    typed = plain(typed[:MAX_LENGTH]).strip()
    untouched = {nudging.first_words(invitation, key).strip() for key in nudge_coach.STARTERS}
    words = nudging.first_words(invitation, starter)
    return f"{typed}\n\n{words}" if typed and typed not in untouched else words


def hints_for(invitation: Invitation, message: str, now: datetime) -> list[Hint]:
    return nudge_coach.review(_words(invitation, message, now))


def _words(invitation: Invitation, message: str, now: datetime) -> nudge_coach.Nudge:
    """In the place of the letter: the coach knows both people from its desk."""
    first = invitation.message
    written = Invitation.objects.select_related("seeker", "contact").get(pk=invitation.pk)
    written.subject, written.message = "", message
    return nudge_coach.Nudge(Desk.opened(written, now).ask, first)


@dataclass(frozen=True)
class Shown:
    """As the page of the invitation has it."""

    invitation: Invitation
    nudge: Nudge | None
    now: datetime

    @cached_property
    def moment(self) -> datetime | None:
        """When it leaves, or would."""
        if self.nudge and self.nudge.status != NudgeStatus.SKIPPED:
            return self.nudge.moment
        return nudging.moment_for(self.invitation, self.now)

    @cached_property
    def is_late(self) -> bool:
        return self.moment is not None and self.moment <= self.now

    @cached_property
    def fate(self) -> str:
        """What became of its e-mail, where that is not that it left."""
        emails = OutgoingEmail.objects.about(self.invitation.about).filter(kind__in=NUDGES.kinds)
        status = emails.order_by("-pk").values_list("status", flat=True).first()
        return str(FATES.get(Status(status), "")) if status else ""

    @property
    def zone(self) -> ZoneInfo:
        zone: ZoneInfo = self.nudge.zone if self.nudge else self.invitation.zone_for_host
        return zone

    @cached_property
    def stop(self) -> str:
        """Why it will not leave, or did not."""
        if self.nudge is None or self.nudge.status == NudgeStatus.SENT:
            return ""
        if self.nudge.status == NudgeStatus.STOPPED:
            return str(SAID.get(self.nudge.stop, ""))
        stop = first_stop(self.invitation, self.now) if self.nudge.is_waiting else None
        return str(stop.said) if stop else ""

    @cached_property
    def waits_for_times(self) -> bool:
        return not nudging.has_times(self.invitation, self.now)

    @property
    def waits_for_a_look(self) -> bool:
        return self.nudge is not None and nudging.waits_for_a_look(self.invitation, self.nudge)

    @cached_property
    def first_day(self) -> date:
        return nudging.first_day(self.invitation)

    @property
    def may_leave_now(self) -> bool:
        return self.now.astimezone(self.zone).date() >= self.first_day


def shown(invitation: Invitation, now: datetime) -> Shown | None:
    """None where there is nothing to say of it: no letter waits, and none was reminded of."""
    nudge = Nudge.objects.filter(invitation=invitation).first()
    if nudge and (nudge.status == NudgeStatus.SENT or invitation.status == InvitationStatus.SENT):
        return Shown(invitation, nudge, now)
    waits = invitation.status == InvitationStatus.SENT and bool(invitation.contact.email)
    may_begin = waits and invitation.heard_at is None and invitation.offers.count() == 1
    return Shown(invitation, None, now) if may_begin else None


def context_for(
    invitation: Invitation, nudge: Nudge, now: datetime, form: NudgeForm
) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "contact": invitation.contact,
        "mine": invitation.seeker.time_zone,
        "shown": Shown(invitation, nudge, now),
        "slots": list(Slot.objects.open(now).filter(invitation=invitation)),
        "form": form,
        "hints": hints_for(invitation, form["message"].value() or "", now),
        "starters": nudge_coach.STARTERS.values(),
    }
