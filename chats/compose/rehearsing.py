"""Send it to me first: the very letter to the seeker's own address, with links that do nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from chats import event_kinds as kinds
from chats.compose import emails
from chats.errors import Refused, TooMany
from chats.locks import lock_both
from chats.meeting import limits
from chats.models import Invitation, Link, Slot
from chats.states import UNSENT
from chats.tokens import mint
from contacts.models import Event, EventQuerySet, record
from outbox import queue

MOST_A_DAY = 10
DAY = timedelta(days=1)


@transaction.atomic
def rehearse(invitation: Invitation, slots: Sequence[Slot], *, now: datetime) -> None:
    """No ask, and under no limit of a host's. Its line in the timeline is what is counted."""
    invitation = lock_both(invitation)
    if invitation.status not in UNSENT:
        raise Refused(gettext("It has left already, so there is nothing to rehearse."))
    limits.check_answers_can_arrive(invitation)
    if rehearsed(invitation.seeker).filter(at__gt=now - DAY).count() >= MOST_A_DAY:
        raise TooMany(gettext("That makes ten rehearsals in 24 hours. The real letter is next."))
    link = mint(invitation, purpose=Link.Purpose.REHEARSAL, after=now)
    queue.enqueue([emails.rehearsal(invitation, slots, link=link, now=now)])
    record(invitation.contact, kinds.REHEARSED, at=now, target=invitation)


def rehearsed(seeker: User) -> EventQuerySet:
    """Each rehearsal of theirs, also of drafts that are gone."""
    return Event.objects.of_kind(kinds.REHEARSED).filter(contact__seeker=seeker)
