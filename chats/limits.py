"""What protects strangers' attention. Counted in Postgres under the people's locks."""

from datetime import datetime, timedelta

from django.conf import settings

from chats.errors import Refused, TooMany
from chats.models import Invitation
from outbox.suppression import is_suppressed

FIRST_DAYS = timedelta(days=3)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def check_may_ask(invitation: Invitation, *, now: datetime) -> None:
    """Raises `Refused` with the reason where this ask must not leave. Sample data never leaves."""
    if invitation.seeker.is_sample:
        return
    if not invitation.seeker.has_verified_email:
        raise Refused("Please confirm your e-mail address first, so that answers can reach you.")
    _check_pace(invitation, now)
    if invitation.contact.email:
        check_may_write(invitation)
        _check_host_is_left_in_peace(invitation, now)


def check_may_write(invitation: Invitation) -> None:
    """Refuses where the host asked for no more e-mail, or the address is known to be dead."""
    if is_suppressed(invitation.contact.email):
        raise Refused(
            f"We do not write to {invitation.contact.email} any more: "
            "they asked us not to, or the address does not exist."
        )


def _check_pace(invitation: Invitation, now: datetime) -> None:
    new_here = now - invitation.seeker.date_joined < FIRST_DAYS
    most = settings.NEW_HOSTS_PER_DAY_AT_FIRST if new_here else settings.NEW_HOSTS_PER_DAY
    today = Invitation.objects.of(invitation.seeker).filter(sent_at__gt=now - DAY)
    if today.count() >= most:
        raise TooMany(
            f"That makes {most} invitations in 24 hours, the most we send for one person. "
            "Your draft is kept; please send it tomorrow."
        )


def _check_host_is_left_in_peace(invitation: Invitation, now: datetime) -> None:
    recent = Invitation.objects.filter(
        contact__email__iexact=invitation.contact.email, sent_at__gt=now - WEEK
    )
    others = recent.exclude(seeker=invitation.seeker).values("seeker").distinct()
    if others.count() >= settings.FIRST_CONTACTS_PER_HOST_PER_WEEK:
        raise TooMany(
            f"{invitation.contact.first_name} has been asked often this week. "
            "Your draft is kept; please send it in a few days."
        )
