"""After a no, or "not now", nobody is asked again for half a year, unless they write themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from calendars import clock
from chats.errors import Refused
from chats.models import Answer, Chat, Invitation
from chats.states import AnswerKind
from contacts.models import Contact

HALF_A_YEAR = timedelta(days=183)
NOS = (AnswerKind.DECLINE, AnswerKind.LATER)


@dataclass(frozen=True)
class Rest:
    """Until when somebody is left in peace, and what they said."""

    answer: Answer
    until: date

    @property
    def sentence(self) -> str:
        invitation = self.answer.invitation
        said = {
            "name": invitation.contact.first_name,
            "day": clock.say_day(self.answer.at, invitation.seeker.time_zone),
            "until": clock.say_date(self.until),
        }
        if self.answer.kind == AnswerKind.LATER:
            return (
                gettext(
                    "%(name)s said not now on %(day)s. They are asked again on %(until)s at the "
                    "earliest, unless they write to you themselves."
                )
                % said
            )
        return (
            gettext(
                "%(name)s said no on %(day)s. Nobody is asked again within six months, so until "
                "%(until)s, unless they write to you themselves."
            )
            % said
        )


def rest_of(contact: Contact, now: datetime) -> Rest | None:
    """By the newest answer of theirs to any ask. Two queries at most."""
    answers = Answer.objects.standing().filter(invitation__contact=contact)
    newest = answers.select_related("invitation__contact", "invitation__seeker").first()
    if newest is None or newest.kind not in NOS:
        return None
    rest = Rest(newest, _until(newest))
    today = now.astimezone(newest.invitation.seeker.time_zone).date()
    return None if rest.until <= today or _came_back(contact, newest) else rest


def _until(answer: Answer) -> date:
    """A day that they named themselves comes first."""
    named: date | None = answer.until
    said_on = answer.at.astimezone(answer.invitation.seeker.time_zone).date()
    return named or said_on + HALF_A_YEAR


def _came_back(contact: Contact, answer: Answer) -> bool:
    """They wrote since, or the two met all the same."""
    wrote = Q(heard_at__gt=answer.at)
    met = Chat.objects.filter(contact=contact, booked_at__gt=answer.at)
    return Invitation.objects.filter(wrote, contact=contact).exists() or met.exists()


def check_rested(invitation: Invitation, now: datetime) -> None:
    if rest := rest_of(invitation.contact, now):
        raise Refused(rest.sentence)
