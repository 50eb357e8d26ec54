"""A chat that was agreed on elsewhere, or that has been, as the seeker notes it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils.translation import gettext

from chats.errors import Refused
from chats.event_kinds import BOOKED
from chats.meeting import booking, limits, marking
from chats.models import Attendance, Chat, ChatQuerySet, Invitation
from chats.notifications import has_the_letter
from chats.states import ChatStatus, Side, Way
from chats.telling import tell
from contacts.models import record
from contacts.states import Stage


@dataclass(frozen=True)
class Meeting:
    """What was agreed on."""

    starts_at: datetime
    minutes: int
    way: Way
    where: str = ""
    tells_host: bool = False
    """They get a calendar entry by e-mail, since the seeker wants them to."""
    though_another: bool = False
    """The seeker has seen that they had another chat at that time."""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)


class AnotherThen(Refused):
    """A chat that has been meets another one: asked about once, and then kept."""

    def __init__(self) -> None:
        super().__init__(
            gettext("You had another chat at that time. Press again if it was so all the same.")
        )


def note(invitation: Invitation, meeting: Meeting, now: datetime) -> Chat:
    """Write it down under the caller's locks, who has checked the step. Nobody is told what they
    know already: the host gets a calendar entry where the seeker wants that.

    Raises `TimeTaken` where the seeker has another chat then. What is over holds no time any more,
    so that it keeps nobody from anything.
    """
    is_over = meeting.ends_at <= now
    tells = meeting.tells_host and not is_over
    if is_over and not meeting.though_another and _had_another(invitation, meeting):
        raise AnotherThen
    chat = booking.write_chat(
        invitation,
        starts_at=meeting.starts_at.astimezone(UTC),
        ends_at=meeting.ends_at,
        way=meeting.way,
        where=meeting.where,
        host_address=address_to_tell(invitation, now) if tells else "",
        told_by_seeker=True,
        booked_at=now,
    )
    if not is_over:
        booking.hold(chat, now)
    booking.close_ask(invitation, now)
    stage = None if is_over else Stage.BOOKED
    record(chat.contact, BOOKED, at=now, side=Side.SEEKER, target=chat, stage=stage)
    if is_over:
        marking.mark_held(chat, now=now)
    else:
        _tell(chat, now)
    return chat


def address_to_tell(invitation: Invitation, now: datetime) -> str:
    """Where the calendar entry goes, counted as a letter where none has gone there yet: an e-mail
    to somebody who did not ask for it is one, whatever it says."""
    email = invitation.contact.email
    if not email:
        raise Refused(gettext("There is no e-mail address of theirs to send it to."))
    if has_the_letter(invitation, email):
        limits.check_may_write(invitation)
    else:
        limits.check_may_ask(invitation, now=now)
        limits.remember(invitation, is_first=True, now=now)
    return email


def _tell(chat: Chat, now: datetime) -> None:
    rendered = booking.without_times_now(chat, now)
    if chat.host_address:
        rendered.append(booking.news_for_host(chat, now))
    tell(chat, rendered)


def _had_another(invitation: Invitation, meeting: Meeting) -> bool:
    """As a seeker or as somebody's host. What was noted afterwards attends nothing."""
    seeker = invitation.seeker
    during = DateTimeTZRange(meeting.starts_at, meeting.ends_at)
    attended = Attendance.objects.filter(person=seeker.person_key, during__overlap=during)
    return attended.exists() or _chats_in(invitation, meeting).exists()


def _chats_in(invitation: Invitation, meeting: Meeting) -> ChatQuerySet:
    happened = Q(status__in=[ChatStatus.SCHEDULED, ChatStatus.HELD])
    chats = Chat.objects.of(invitation.seeker).filter(happened)
    return chats.filter(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
