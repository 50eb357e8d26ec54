"""What came by e-mail, as the page of an invitation shows it, and the times that stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from calendars.fields import typed_as
from chats.models import IncomingEmail, Invitation
from chats.states import AnswerKind, IncomingKind
from mail.times import times_in

MAX_SHOWN = 3
"""Of what is new; the conversation has the rest."""


@dataclass(frozen=True)
class Named:
    """A time that somebody names, and what the page of their answer begins with for it."""

    starts_at: datetime
    begins_with: str


@dataclass(frozen=True)
class Heard:
    """One answer that the seeker has not put away yet."""

    email: IncomingEmail
    begins_with: str
    """What the page of their answer begins with."""
    times: Sequence[Named]


def heard_on(invitation: Invitation, emails: Sequence[IncomingEmail], now: datetime) -> list[Heard]:
    """The newest first. Nothing where the seeker has said since what it meant."""
    said = invitation.answered_at
    new = [
        one
        for one in emails
        if one.kind == IncomingKind.REPLY
        and one.read_at is None
        and not (said and said >= one.arrived_at)
    ]
    return [_heard(invitation, one, now) for one in new[:MAX_SHOWN]]


def _heard(invitation: Invitation, email: IncomingEmail, now: datetime) -> Heard:
    came = {"came_on": email.arrived_at.astimezone(invitation.seeker.time_zone).date().isoformat()}
    times = [Named(time, _for_a_time(invitation, time, came)) for time in _times(invitation, email)]
    return Heard(email, urlencode(came), [one for one in times if one.starts_at > now])


def _times(invitation: Invitation, email: IncomingEmail) -> list[datetime]:
    """By the host's clock, offered and never booked by themselves."""
    return times_in(
        email.text,
        sent_at=email.written_at,
        zone=invitation.zone_for_host,
        other_zone=invitation.seeker.time_zone,
    )


def _for_a_time(invitation: Invitation, time: datetime, came: dict[str, str]) -> str:
    typed = typed_as(time, invitation.seeker.time_zone)
    return urlencode({"what": AnswerKind.TAKE, "starts_at": typed, **came})


def absence(emails: Sequence[IncomingEmail]) -> IncomingEmail | None:
    """The newest note of a program, unless somebody has written since."""
    notes = [one for one in emails if one.kind != IncomingKind.BOUNCE]
    return notes[0] if notes and notes[0].kind == IncomingKind.AUTO else None


def came_back(emails: Sequence[IncomingEmail]) -> IncomingEmail | None:
    """The newest of all, where that is a bounce."""
    return emails[0] if emails and emails[0].kind == IncomingKind.BOUNCE else None
