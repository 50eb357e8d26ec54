"""Why a reminder does not leave: a table, asked from top to bottom as it is about to.

Whatever came meanwhile, by whichever road, is one of its rows. A stop is for good.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from chats.errors import Refused
from chats.meeting import limits
from chats.models import Chat, Invitation
from chats.notifications import may_get_the_letter
from chats.states import InvitationStatus
from outbox.suppression import is_suppressed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWERED = {
    InvitationStatus.BOOKED,
    InvitationStatus.COUNTERED,
    InvitationStatus.ANSWERED,
    InvitationStatus.DEFERRED,
    InvitationStatus.DECLINED,
}


@dataclass(frozen=True)
class Stop:
    name: str
    """As the row of the reminder keeps it."""
    said: "StrOrPromise"
    holds: Callable[[Invitation, datetime], bool]


def _is_booked(invitation: Invitation, now: datetime) -> bool:
    """By whichever ask, or none: also one that was added by hand."""
    pair = {"seeker": invitation.seeker_id, "contact": invitation.contact_id}
    chats = Chat.objects.filter(**pair, booked_at__gte=invitation.sent_at)
    return chats.exists()


def _is_over(invitation: Invitation, now: datetime) -> bool:
    expired = invitation.status == InvitationStatus.EXPIRED
    return expired or (invitation.expires_at is not None and invitation.expires_at <= now)


def _has_a_newer_letter(invitation: Invitation, now: datetime) -> bool:
    """New times are a letter too; so is another ask."""
    pair = {"seeker": invitation.seeker_id, "contact": invitation.contact_id}
    later = Invitation.objects.filter(**pair, sent_at__gt=invitation.sent_at)
    return invitation.offers.count() > 1 or later.exists()


def _never_arrived(invitation: Invitation, now: datetime) -> bool:
    """Nor has anything at an address that was changed since."""
    if invitation.status == InvitationStatus.UNDELIVERABLE:
        return True
    to = invitation.contact.email
    return not invitation.seeker.is_sample and not may_get_the_letter(invitation, to)


def _is_left_in_peace(invitation: Invitation, now: datetime) -> bool:
    """By the limits that protect whoever is asked."""
    try:
        limits.check_may_write_more(invitation, now=now)
    except Refused:
        return True
    return False


STOPS = (
    Stop("answered", _("They have answered."), lambda ask, now: ask.status in ANSWERED),
    Stop("heard", _("They wrote to you."), lambda ask, now: ask.heard_at is not None),
    Stop("booked", _("You two have a chat."), _is_booked),
    Stop(
        "withdrawn",
        _("You took the invitation back."),
        lambda ask, now: ask.status == InvitationStatus.WITHDRAWN,
    ),
    Stop("over", _("The days to answer are over."), _is_over),
    Stop(
        "unwanted",
        _("They are not written to any more."),
        lambda ask, now: is_suppressed(ask.contact.email),
    ),
    Stop(
        "gone",
        _("By their automatic reply they have left."),
        lambda ask, now: ask.gone,
    ),
    Stop("undelivered", _("The letter did not reach the address they have here."), _never_arrived),
    Stop("newer", _("You have written to them since."), _has_a_newer_letter),
    Stop(
        "switched_off",
        _("This account is switched off, so nothing leaves in its name."),
        lambda ask, now: not ask.seeker.is_active,
    ),
    Stop("at_rest", _("They have been written to often enough for now."), _is_left_in_peace),
)

SAID = {stop.name: stop.said for stop in STOPS}


def first_stop(invitation: Invitation, now: datetime) -> Stop | None:
    """Asked under the locks of both, of the row as it is by then."""
    return next((stop for stop in STOPS if stop.holds(invitation, now)), None)
