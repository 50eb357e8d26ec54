"""Which invitations still have a time to choose, asked of their times."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from chats.models.invitation import Invitation, InvitationQuerySet
from chats.models.slot import Slot


def without_open_times(invitations: InvitationQuerySet, now: datetime) -> InvitationQuerySet:
    """Asked and unanswered, and every time that was offered is past or taken."""
    still_open = Slot.objects.open(now).filter(invitation=OuterRef("pk"))
    waiting = invitations.awaiting_answer().exclude(free_until__gt=now)
    return waiting.filter(~Exists(still_open))


def with_lost_times(invitations: InvitationQuerySet, now: datetime) -> InvitationQuerySet:
    """Asked and unanswered, with something to choose, and a time of which the seeker was told
    that it is gone."""
    own = Slot.objects.filter(invitation=OuterRef("pk"))
    lost, left = own.lost(now), own.open(now)
    waiting = invitations.awaiting_answer().filter(Exists(lost))
    return waiting.filter(Q(Exists(left)) | Q(free_until__gt=now))


def to_follow(now: datetime) -> InvitationQuerySet:
    """With an offered time that is no longer free, or free again, since the last look."""
    changed = Slot.objects.changed(now).values("invitation")
    return Invitation.objects.filter(pk__in=changed).order_by("pk")
