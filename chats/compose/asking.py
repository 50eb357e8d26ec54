"""The seeker's operations: start, send, offer new times, copy the link, withdraw. And silence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext

from accounts.models import User
from chats import event_kinds as kinds
from chats.compose import emails, nudging
from chats.compose.resting import check_rested
from chats.email_groups import ASKS, NUDGES
from chats.errors import Refused, TooMany
from chats.host.speaking import why_unwanted
from chats.locks import check_none_open_beside, check_step, lock_both, lock_invitation
from chats.meeting import limits
from chats.meeting.emails import no_times_left_seeker
from chats.models import Chat, Invitation, Link, Offer, Plan, Slot
from chats.notifications import has_the_letter, say, take_back
from chats.starters import after_a_miss
from chats.states import OFFERABLE, REACHABLE, InvitationStatus
from chats.telling import tell
from chats.times.mine import free_busy_around
from chats.times.offered import offered_slot
from chats.tokens import mint
from contacts.events import EventKind
from contacts.models import Contact, record
from contacts.states import Stage
from outbox import queue
from outbox.rendered import RenderedEmail, new_message_id
from outbox.suppression import Reason, is_suppressed

AT_ONCE = timedelta(0)
ANSWER_WITHIN = timedelta(days=14)
"""How long after the last time an invitation can still be answered, unless the seeker says else."""

NO_LINK = {
    Reason.OPT_OUT: "{} asked not to be written to, so a link takes no answer. Please leave it.",
    Reason.BOUNCE: "{} cannot be reached at {}, and while that address stands here a link takes no "
    "answer. Please correct it, or take it out of the contact, and copy the link then.",
}


@transaction.atomic
def start(seeker: User, contact: Contact, *, now: datetime) -> Invitation:
    """The contact's open draft, or a new one that begins with how the seeker likes to meet.

    One that is planned to leave is a draft as well. After a chat that one of them missed it begins
    with a line that says so.
    """
    unsent = Invitation.objects.of(seeker).unsent().filter(contact=contact)
    if draft := unsent.select_for_update(of=("self",)).first():
        return draft
    last = Chat.objects.of(seeker).filter(contact=contact).order_by("starts_at").last()
    subject, message = after_a_miss(last)
    draft = Invitation.objects.create(
        seeker=seeker,
        contact=contact,
        subject=subject,
        message=message,
        video_link=seeker.video_link,
        phone=seeker.phone,
        place=seeker.place,
    )
    if contact.stage in {Stage.TO_ASK, Stage.CLOSED, Stage.THANKED}:
        record(contact, kinds.STARTED, at=now, target=draft, stage=Stage.DRAFT)
    return draft


@transaction.atomic
def send(
    invitation: Invitation,
    *,
    times: Sequence[datetime],
    waits: timedelta = AT_ONCE,
    now: datetime,
) -> Invitation:
    """Send the draft with these times. Without an e-mail address it waits behind its link.

    Its e-mail `waits` where somebody sits there who may take it back.
    """
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.SENT:
        return invitation
    check_step(invitation, InvitationStatus.SENT)
    check_none_open_beside(invitation, now)
    check_rested(invitation, now)
    limits.check_may_ask(invitation, now=now)
    invitation.sent_at = now
    invitation.free_until = _end_of_weeks(invitation, now)
    _offer(invitation, times, "", now, waits)
    Plan.objects.filter(invitation=invitation).delete()
    _record_ask(invitation, times, now)
    nudging.plan_with_the_letter(invitation, now)
    return invitation


def _record_ask(invitation: Invitation, times: Sequence[datetime], now: datetime) -> None:
    """With where the contact stood, for whoever takes it back."""
    contact, before = invitation.contact, invitation.contact.stage
    kind = kinds.INVITED if times else kinds.INVITED_FREELY
    many, stage = len(times) or "", Stage.ASKED
    record(contact, kind, at=now, target=invitation, stage=stage, times=many, stage_before=before)


@transaction.atomic
def offer_times(
    invitation: Invitation, *, times: Sequence[datetime], line: str = "", now: datetime
) -> Invitation:
    """Offer other times in place of those before, in the same thread."""
    invitation = lock_both(invitation)
    if invitation.status not in OFFERABLE:
        raise Refused("New times can be offered while the invitation waits for an answer.")
    if invitation.status == InvitationStatus.DEFERRED:
        check_rested(invitation, now)
    if invitation.status == InvitationStatus.SENT and not lacks_times(invitation, now):
        raise Refused("There are still free times to choose from, so please give it a little time.")
    check_none_open_beside(invitation, now)
    if invitation.contact.email and not invitation.seeker.is_sample:
        limits.check_may_write(invitation)
    invitation.slots.filter(withdrawn_at=None).update(withdrawn_at=now)
    invitation.expires_on = None
    _offer(invitation, times, line, now)
    contact = invitation.contact
    record(contact, kinds.OFFERED_TIMES, at=now, target=invitation, stage=Stage.ASKED)
    return invitation


def lacks_times(invitation: Invitation, now: datetime) -> bool:
    """Whether any of the offered times can no longer be taken."""
    offered = Slot.objects.offered().filter(invitation=invitation)
    still_open = Slot.objects.open(now).filter(invitation=invitation)
    return offered.exclude(pk__in=still_open.values("pk")).exists()


def _offer(
    invitation: Invitation,
    times: Sequence[datetime],
    line: str,
    now: datetime,
    waits: timedelta = AT_ONCE,
) -> None:
    invitation.status = InvitationStatus.SENT
    invitation.heard_at = None  # what they wrote was about the times before
    invitation.expires_at = expiry_of(invitation, times)
    offer = Offer.objects.create(invitation=invitation, line=line, at=now)
    free_busy = free_busy_around(invitation, times or [now], now)
    slots = Slot.objects.bulk_create(
        offered_slot(invitation, start, offer, free_busy) for start in sorted(times)
    )
    invitation.thread_id = invitation.thread_id or new_message_id()
    if invitation.contact.email:
        _write(invitation, slots, line, now, waits)
    invitation.save()


def _end_of_weeks(invitation: Invitation, now: datetime) -> datetime | None:
    """The end of the seeker's day so many weeks from now, where any free time is offered."""
    if invitation.free_weeks is None:
        return None
    zone = invitation.seeker.time_zone
    day_after = now.astimezone(zone).date() + timedelta(weeks=invitation.free_weeks, days=1)
    return datetime.combine(day_after, datetime.min.time(), tzinfo=zone)


def expiry_of(invitation: Invitation, times: Sequence[datetime]) -> datetime:
    """The end of the day the seeker named, in their zone; else 14 days after the last time, which
    is the end of the weeks where any free time is offered and no other."""
    if invitation.expires_on is None:
        return max(times or [any_free_until(invitation)]) + ANSWER_WITHIN
    next_day = invitation.expires_on + timedelta(days=1)
    return datetime.combine(next_day, datetime.min.time(), tzinfo=invitation.seeker.time_zone)


def any_free_until(invitation: Invitation) -> datetime:
    if invitation.free_until is None:
        raise Refused("Please offer a time, so that there is one to choose.")
    return invitation.free_until


def _write(
    invitation: Invitation, slots: Sequence[Slot], line: str, now: datetime, waits: timedelta
) -> None:
    """The letter with these times, to an address it has not reached; else the times alone."""
    if invitation.emails_sent >= settings.EMAILS_PER_INVITATION:
        raise TooMany(
            f"{invitation.contact.first_name} has had {invitation.emails_sent} e-mails about this. "
            "Please copy the link and send it yourself, or leave it here."
        )
    assert invitation.expires_at is not None  # set by the caller just above
    until, to = invitation.expires_at, invitation.contact.email
    has_letter = has_the_letter(invitation, to)
    take_back(invitation, kinds=[*ASKS.kinds, *NUDGES.kinds])  # what waits to leave has other times
    limits.remember(invitation, is_first=not has_letter, now=now)
    if invitation.emails_sent and not has_letter:
        invitation.thread_id = new_message_id()  # no thread hangs on what did not arrive
    invitation.emails_sent += 1
    link = mint(invitation, purpose=Link.Purpose.ANSWER, after=until, to=to)
    one_click = mint(invitation, purpose=Link.Purpose.OPT_OUT, after=until, to=to)
    links = {"link": link, "one_click": one_click}
    ask = emails.new_times if has_letter else emails.invitation
    rendered = ask(invitation, slots, line=line, **links)
    tell(invitation, [replace(rendered, not_before=now + waits) if waits else rendered])


@transaction.atomic
def copy_link(invitation: Invitation) -> str:
    """A private link of its own, to send by hand through any other channel.

    Under the locks, so that nobody holds one to what is a draft again.
    """
    invitation = lock_both(invitation)
    if invitation.status not in REACHABLE:
        raise Refused("There is no link to copy, because the invitation is not open.")
    if why := why_unwanted(invitation):
        raise Refused(NO_LINK[why].format(invitation.contact.first_name, invitation.contact.email))
    assert invitation.expires_at is not None  # a database constraint says so
    return mint(invitation, purpose=Link.Purpose.ANSWER, after=invitation.expires_at)


@transaction.atomic
def discard(invitation: Invitation, *, now: datetime) -> None:
    """Throw a draft away; the contact is one to ask again. Twice is a quiet no-op."""
    try:
        invitation = lock_invitation(invitation.pk)
    except Http404:
        return
    if invitation.status == InvitationStatus.SCHEDULED:
        raise Refused(gettext("It is planned to leave. Please make it a draft again first."))
    if invitation.status != InvitationStatus.DRAFT:
        raise Refused("This invitation has been sent, so it is not a draft any more.")
    contact = invitation.contact
    stage = Stage.TO_ASK if contact.stage == Stage.DRAFT else None
    contact.events.about(kinds.INVITATION, invitation.pk).unlink()
    invitation.delete()
    record(contact, kinds.DISCARDED, at=now, stage=stage)


@transaction.atomic
def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """Take the ask back. The host is not written to; the link says so kindly."""
    invitation = lock_invitation(invitation.pk)
    if invitation.status == InvitationStatus.WITHDRAWN:
        return
    if invitation.status == InvitationStatus.BOOKED:
        raise Refused("There is a chat now. You can cancel it on its page.")
    check_step(invitation, InvitationStatus.WITHDRAWN)
    _close(invitation, InvitationStatus.WITHDRAWN, kinds.WITHDRAWN, now)


@transaction.atomic
def expire(invitation: Invitation, *, now: datetime) -> None:
    """Silence is the normal case: close it without a word to anyone."""
    invitation = lock_invitation(invitation.pk)
    if not Invitation.objects.to_expire(now).filter(pk=invitation.pk).exists():
        return
    countered = invitation.status == InvitationStatus.COUNTERED
    kind = kinds.TIMES_PASSED if countered else kinds.UNANSWERED
    _close(invitation, InvitationStatus.EXPIRED, kind, now)


@transaction.atomic
def undeliverable(
    invitation: Invitation, *, reason: str, delivery_result: str = "", now: datetime
) -> None:
    """The host's mail server refused it: tell the seeker what it said, and what that means."""
    invitation = lock_invitation(invitation.pk)
    if invitation.status != InvitationStatus.SENT:
        return
    _close(invitation, InvitationStatus.UNDELIVERABLE, kinds.UNDELIVERED, now)
    rendered = emails.undeliverable_seeker(
        invitation, reason=reason, delivery_result=delivery_result, now=now
    )
    say(invitation, [rendered])


@transaction.atomic
def send_again(invitation: Invitation, *, now: datetime) -> None:
    """It was closed by mistake, since the fault was ours: the same e-mail leaves once more."""
    invitation = lock_both(invitation)
    if invitation.status != InvitationStatus.UNDELIVERABLE:
        if invitation.status == InvitationStatus.SENT:
            return
        raise Refused("Only what could not be delivered can be sent again.")
    check_none_open_beside(invitation, now)
    if not (invitation.expires_at and invitation.expires_at > now):
        raise Refused("The time to answer is over.")
    if is_suppressed(invitation.contact.email):
        raise Refused("Its address is among those not written to. Lift that first.")
    if not queue.revive(invitation.about, kinds=ASKS.kinds, expires_at=invitation.expires_at):
        raise Refused("Its e-mail is not kept any more. The seeker can offer times again.")
    invitation.status = InvitationStatus.SENT
    invitation.save(update_fields=["status", "updated_at"])
    contact = invitation.contact
    record(contact, kinds.SENT_AGAIN, at=now, target=invitation, stage=Stage.ASKED)


@transaction.atomic
def follow_times(invitation: Invitation, *, now: datetime) -> None:
    """Tell the seeker, in one e-mail, of offered times that stopped being free since the last look.

    One that has become free again is offered again without a word, and where it comes and goes,
    they hear of it once a day at most.
    """
    invitation = lock_invitation(invitation.pk)
    slots = Slot.objects.filter(invitation=invitation)
    again = list(slots.found_again(now).values_list("pk", flat=True))
    Slot.objects.filter(pk__in=again).update(lost_at=None)
    lost = list(slots.newly_lost(now))
    if lost:
        Slot.objects.filter(pk__in=[slot.pk for slot in lost]).update(lost_at=now)
        say(invitation, [_times_lost(invitation, lost, now)])


def _times_lost(invitation: Invitation, lost: Sequence[Slot], now: datetime) -> RenderedEmail:
    left = list(Slot.objects.open(now).filter(invitation=invitation))
    if left or invitation.offers_any_free_time(now):
        return emails.times_lost_seeker(invitation, lost, left, now=now)
    return no_times_left_seeker(invitation)


def _close(
    invitation: Invitation, status: InvitationStatus, kind: EventKind, now: datetime
) -> None:
    invitation.status = status
    invitation.save(update_fields=["status", "updated_at"])
    take_back(invitation)
    record(invitation.contact, kind, at=now, target=invitation, stage=Stage.CLOSED)
