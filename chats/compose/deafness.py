"""Whether an answer by e-mail would be heard here, before somebody is reminded of one."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from chats.models import Invitation, Nudge, NudgeQuerySet, UnmatchedEmail
from chats.states import InvitationStatus


def is_deaf() -> bool:
    """Whether answers by e-mail reach the seeker alone."""
    return not settings.REPLY_ADDRESS or settings.REPLY_TO == "seeker"


def is_deaf_to(invitation: Invitation) -> bool:
    """Also where something came of theirs of which nobody knows to which ask it belongs."""
    email, since = invitation.contact.email, invitation.sent_at
    theirs = UnmatchedEmail.objects.filter(sender__iexact=email, arrived_at__gte=since)
    return is_deaf() or theirs.exists()


def to_look_for(nudges: NudgeQuerySet) -> NudgeQuerySet:
    """Of these, what waits for the seeker's word whether anything has come."""
    asks = {"invitation__status": InvitationStatus.SENT, "invitation__heard_at": None}
    waiting = nudges.waiting().unlooked_for().filter(**asks)
    if is_deaf():
        return waiting
    theirs = UnmatchedEmail.objects.filter(
        sender__iexact=OuterRef("invitation__contact__email"),
        arrived_at__gte=OuterRef("invitation__sent_at"),
    )
    return waiting.filter(Exists(theirs))


def due(now: datetime) -> NudgeQuerySet:
    """Without what waits for the seeker's word, so that it keeps no other back."""
    asked = to_look_for(Nudge.objects.filter(invitation__expires_at__gt=now))
    return Nudge.objects.nearly_due(now).exclude(pk__in=asked.values("pk"))
