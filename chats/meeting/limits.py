"""What protects strangers' attention. Counted in Postgres under the people's locks."""

from datetime import datetime, timedelta

from django.conf import settings

from chats.errors import Refused, TooMany
from chats.models import Invitation, Letter
from outbox.addresses import hashes_of, mailbox_hash
from outbox.suppression import why_not

FIRST_DAYS = timedelta(days=3)
DAY, WEEK, MONTH = timedelta(days=1), timedelta(days=7), timedelta(days=30)


def check_may_ask(invitation: Invitation, *, now: datetime) -> None:
    """Raises `Refused` with the reason where this ask must not leave. Sample data never leaves."""
    if invitation.seeker.is_sample:
        return
    check_answers_can_arrive(invitation)
    _check_pace(invitation, now)
    if invitation.contact.email:
        check_may_write(invitation)
        _check_host_is_left_in_peace(invitation, now)


def check_may_plan(invitation: Invitation) -> None:
    """The same of one that leaves later. How much leaves that day is counted as it does."""
    if not invitation.seeker.is_sample:
        check_answers_can_arrive(invitation)
        check_may_write(invitation)


def check_answers_can_arrive(invitation: Invitation) -> None:
    """To an account that is in use."""
    if not invitation.seeker.is_active:
        raise Refused("This account is switched off, so nothing leaves in its name.")
    if not invitation.seeker.has_verified_email:
        raise Refused("Please confirm your e-mail address first, so that answers can reach you.")


def check_may_write_more(invitation: Invitation, *, now: datetime) -> None:
    """The same of another e-mail about an ask that was sent, which nobody waits for."""
    if not invitation.seeker.is_sample:
        check_may_write(invitation)
        _check_host_is_left_in_peace(invitation, now)


def check_may_write(invitation: Invitation) -> None:
    """Refuses where the host asked for no more e-mail, or the address is known to be dead."""
    email = invitation.contact.email
    if why := why_not(email):
        raise Refused(f"We do not write to {email} any more: {why}.")


def _check_pace(invitation: Invitation, now: datetime) -> None:
    new_here = now - invitation.seeker.date_joined < FIRST_DAYS
    most = settings.INVITATIONS_PER_DAY_AT_FIRST if new_here else settings.INVITATIONS_PER_DAY
    today = Letter.objects.filter(
        seeker__in=hashes_of(invitation.seeker.email), is_first=True, sent_at__gt=now - DAY
    )
    if today.count() >= most:
        raise TooMany(
            f"That makes {most} invitations in 24 hours, the most we send for one person. "
            "Your draft is kept; please send it tomorrow."
        )


def _check_host_is_left_in_peace(invitation: Invitation, now: datetime) -> None:
    seeker, name = hashes_of(invitation.seeker.email), invitation.contact.first_name
    to_them = Letter.objects.filter(host__in=hashes_of(invitation.contact.email))
    others = to_them.filter(is_first=True, sent_at__gt=now - WEEK).exclude(seeker__in=seeker)
    if others.values("seeker").distinct().count() >= settings.FIRST_CONTACTS_PER_HOST_PER_WEEK:
        raise TooMany(
            f"{name} has been asked often this week. "
            "Your draft is kept; please send it in a few days."
        )
    ours = to_them.filter(seeker__in=seeker, sent_at__gt=now - MONTH).count()
    if ours >= settings.EMAILS_PER_INVITATION:
        raise TooMany(
            f"{name} has had {ours} letters from you in 30 days. "
            "Your draft is kept; please leave it for a while."
        )


def remember(invitation: Invitation, *, is_first: bool, now: datetime) -> None:
    """Count a letter that is about to leave."""
    if not invitation.seeker.is_sample:
        Letter.objects.create(
            seeker=mailbox_hash(invitation.seeker.email),
            host=mailbox_hash(invitation.contact.email),
            is_first=is_first,
            sent_at=now,
        )


def forget_letter(invitation: Invitation) -> None:
    """Of one that nobody has seen."""
    assert invitation.sent_at is not None  # a database constraint says so
    seeker = mailbox_hash(invitation.seeker.email)
    Letter.objects.filter(seeker=seeker, sent_at=invitation.sent_at).delete()


def forget(now: datetime) -> None:
    """What no limit looks at any more."""
    Letter.objects.filter(sent_at__lt=now - MONTH).delete()
