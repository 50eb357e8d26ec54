"""The operations of the one reminder of an ask: planned, written, skipped, and how it leaves.

It is a row with its moment, asked again as it leaves; what keeps it back stands in
`chats.compose.nudge_stops`. It can leave once: there is one row for each ask, and its e-mail is not
repeated where nobody knows whether it left.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from calendars.free import Host
from calendars.good_hours import business_day_after, good_hours
from chats import agreed
from chats import event_kinds as kinds
from chats.compose import emails
from chats.compose.deafness import is_deaf_to
from chats.compose.nudge_stops import first_stop
from chats.errors import Refused, TooMany
from chats.locks import lock_both
from chats.meeting import limits
from chats.models import Invitation, Link, Nudge, Slot
from chats.notifications import has_the_letter
from chats.starters import fill
from chats.states import InvitationStatus, NudgeStatus
from chats.telling import tell
from chats.tokens import mint
from coach.nudge import STARTERS
from contacts.models import record

AFTER = 5
"""Working days of theirs, from the day the letter left."""
LATE = timedelta(hours=3)
"""So long after its moment the good hour is over."""
FIRST_WORDS = "once-more"

ONCE = "They have been reminded once, and that is enough."


def host_of(invitation: Invitation) -> Host:
    return Host(invitation.zone_for_host, is_guess=not invitation.knows_host_zone)


def first_day(invitation: Invitation) -> date:
    """Before it nobody is reminded; an absence that they told of comes first."""
    assert invitation.sent_at is not None  # a database constraint says so
    host = host_of(invitation)
    sent_on = invitation.sent_at.astimezone(host.zone).date()
    first = business_day_after(sent_on, AFTER, host)
    away = invitation.away_until
    return max(first, business_day_after(away, 1, host)) if away else first


def moment_for(invitation: Invitation, now: datetime) -> datetime | None:
    """The first good hour of theirs; none while the ask is open."""
    hours = good_hours(now, host_of(invitation), first_day(invitation))
    before = invitation.expires_at
    return next((at for at in hours if before is None or at < before), None)


def first_words(invitation: Invitation, key: str = FIRST_WORDS) -> str:
    _, message = fill(STARTERS[key], invitation.seeker, invitation.contact, invitation.minutes)
    return message


@transaction.atomic
def plan_nudge(invitation: Invitation, *, now: datetime) -> Nudge:
    """Remind them once, should no answer come. Twice is a quiet no-op."""
    invitation = lock_both(invitation)
    if nudge := Nudge.objects.filter(invitation=invitation).first():
        if nudge.status == NudgeStatus.SENT:
            raise Refused(gettext(ONCE))
        if nudge.is_waiting:
            return nudge
    if invitation.status != InvitationStatus.SENT or not invitation.contact.email:
        raise Refused(gettext("Only an ask that was sent by e-mail and waits can be reminded of."))
    at = moment_for(invitation, now)
    if at is None:
        raise Refused(gettext("The days to answer are over before they could be reminded."))
    return _begun(invitation, at)


def _begun(invitation: Invitation, at: datetime) -> Nudge:
    """One that was skipped, or stopped by what was taken back since, keeps its words."""
    begun = _as_begun(invitation, at)
    anew = begun | {"status": NudgeStatus.WAITING, "stop": "", "unheard_at": None}
    del anew["message"]
    nudge, _ = Nudge.objects.update_or_create(
        invitation=invitation, defaults=anew, create_defaults=begun
    )
    return nudge


def plan_with_the_letter(invitation: Invitation, now: datetime) -> None:
    """As it is sent, where that was chosen; under the caller's locks."""
    at = moment_for(invitation, now) if invitation.wants_nudge else None
    if at and invitation.contact.email:
        Nudge.objects.get_or_create(invitation=invitation, defaults=_as_begun(invitation, at))


def _as_begun(invitation: Invitation, at: datetime) -> dict[str, Any]:
    zone = invitation.zone_for_host
    return {
        "message": first_words(invitation),
        "local_time": agreed.local_time(at, zone),
        "zone": zone,
        "send_at": at,
    }


@transaction.atomic
def write_nudge(invitation: Invitation, message: str, *, now: datetime) -> None:
    """Its words, for as long as it waits."""
    lock_both(invitation)
    if not Nudge.objects.waiting().filter(invitation=invitation).update(message=message):
        raise Refused(gettext("It does not wait any more, so its words stay as they are."))


@transaction.atomic
def skip_nudge(invitation: Invitation, *, message: str = "", now: datetime) -> None:
    """What was written meanwhile stays, should it be chosen again."""
    lock_both(invitation)
    skipped: dict[str, str] = {"status": NudgeStatus.SKIPPED}
    written = {"message": message} if message else {}
    Nudge.objects.waiting().filter(invitation=invitation).update(**skipped, **written)


@transaction.atomic
def nothing_came(invitation: Invitation, *, now: datetime) -> None:
    """The seeker has looked into their own mailbox. What is late waits for the next good hour."""
    invitation = lock_both(invitation)
    nudge = Nudge.objects.waiting().filter(invitation=invitation).first()
    if nudge is None:
        return
    nudge.unheard_at = now
    if nudge.moment <= now:
        _put_off(nudge, invitation, now)
    nudge.save()


@transaction.atomic
def leave_nudge(nudge: Nudge, *, now: datetime) -> None:
    """Its moment has come: looked at under the locks that every answer takes."""
    if nudge.moment > now:
        return
    invitation = lock_both(nudge.invitation)
    fresh = Nudge.objects.waiting().filter(pk=nudge.pk).first()
    if fresh is None or fresh.moment > now:
        return
    if first_stop(invitation, now) is None:
        if waits_for_a_look(invitation, fresh):
            return
        if has_to_wait(invitation, now) or now - fresh.moment > LATE:
            _put_off(fresh, invitation, now)
            fresh.save()
            return
    _leave_or_stop(invitation, fresh, now)


@transaction.atomic
def send_nudge(invitation: Invitation, *, now: datetime) -> None:
    """By the seeker's own press, on no day before the first."""
    invitation = lock_both(invitation)
    nudge = Nudge.objects.filter(invitation=invitation).first()
    if nudge is None or not nudge.is_waiting:
        raise Refused(gettext("It does not wait any more."))
    if now.astimezone(nudge.zone).date() < first_day(invitation):
        raise Refused(gettext("That is too early: give them five working days, and their absence."))
    if first_stop(invitation, now) is None and not has_times(invitation, now):
        raise Refused(gettext("None of your times is free any more. Please offer new ones first."))
    _leave_or_stop(invitation, nudge, now)


def _leave_or_stop(invitation: Invitation, nudge: Nudge, now: datetime) -> None:
    if stop := first_stop(invitation, now):
        nudge.status, nudge.stop = NudgeStatus.STOPPED, stop.name
    elif now.astimezone(nudge.zone).date() < first_day(invitation):  # they are away
        _put_off(nudge, invitation, now)
    else:
        _leave(invitation, nudge, now)
    nudge.save()


def _put_off(nudge: Nudge, invitation: Invitation, now: datetime) -> None:
    at = moment_for(invitation, now)
    if at is None:
        nudge.status, nudge.stop = NudgeStatus.STOPPED, "over"
        return
    nudge.send_at, nudge.local_time = at, agreed.local_time(at, nudge.zone)


def _leave(invitation: Invitation, nudge: Nudge, now: datetime) -> None:
    try:
        with transaction.atomic():
            _tell(invitation, nudge, now)
    except TooMany:
        nudge.status, nudge.stop = NudgeStatus.STOPPED, "at_rest"
        return
    nudge.status, nudge.left_at = NudgeStatus.SENT, now
    record(invitation.contact, kinds.NUDGED, at=now, target=invitation)


def _tell(invitation: Invitation, nudge: Nudge, now: datetime) -> None:
    assert invitation.expires_at is not None  # a database constraint says so
    until, to = invitation.expires_at, invitation.contact.email
    limits.remember(invitation, is_first=False, now=now)
    invitation.emails_sent += 1
    invitation.save(update_fields=["emails_sent", "updated_at"])
    links = {
        "link": mint(invitation, purpose=Link.Purpose.ANSWER, after=until, to=to),
        "one_click": mint(invitation, purpose=Link.Purpose.OPT_OUT, after=until, to=to),
    }
    slots = list(Slot.objects.open(now).filter(invitation=invitation))
    tell(invitation, [emails.nudge(invitation, slots, message=nudge.message, now=now, **links)])


def has_times(invitation: Invitation, now: datetime) -> bool:
    left = Slot.objects.open(now).filter(invitation=invitation)
    return invitation.offers_any_free_time(now) or left.exists()


def has_to_wait(invitation: Invitation, now: datetime) -> bool:
    """The letter comes first, and new times where none is left."""
    if not (invitation.seeker.is_sample or has_the_letter(invitation, invitation.contact.email)):
        return True
    return not has_times(invitation, now)


def waits_for_a_look(invitation: Invitation, nudge: Nudge) -> bool:
    """Where nobody reads what they answer, the seeker is asked whether anything has come."""
    return not nudge.was_looked_for and is_deaf_to(invitation)
