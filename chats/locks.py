"""Locks, always in the same order: people (sorted), then the invitation's row."""

from datetime import datetime

import psycopg2.errors
from django.db import OperationalError, connection
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chats.errors import Refused
from chats.models import Chat, Invitation
from chats.states import (
    ANSWERABLE,
    CHAT_STEPS,
    INVITATION_STEPS,
    OPEN,
    ChatStatus,
    InvitationStatus,
)
from contacts.models import Contact
from outbox.addresses import address_hash, mailbox_hash

NO_STEP = {
    InvitationStatus.DRAFT: _("This invitation is a draft, so that is not possible."),
    InvitationStatus.SCHEDULED: _(
        "This invitation is planned to leave later, so that is not possible."
    ),
    InvitationStatus.SENT: _("This invitation is waiting for an answer, so that is not possible."),
    InvitationStatus.COUNTERED: _("Other times are proposed, so that is not possible."),
    InvitationStatus.ANSWERED: _("This invitation is answered, so that is not possible."),
    InvitationStatus.BOOKED: _("This invitation is booked, so that is not possible."),
    InvitationStatus.DEFERRED: _("They said not now, so that is not possible."),
    InvitationStatus.DECLINED: _("This invitation is declined, so that is not possible."),
    InvitationStatus.EXPIRED: _("This invitation is expired, so that is not possible."),
    InvitationStatus.WITHDRAWN: _("This invitation is withdrawn, so that is not possible."),
    InvitationStatus.UNDELIVERABLE: _(
        "This invitation could not be delivered, so that is not possible."
    ),
}
NO_CHAT_STEP = {
    ChatStatus.SCHEDULED: _("This chat is to come, so that is not possible."),
    ChatStatus.HELD: _("This chat has happened, so that is not possible."),
    ChatStatus.NO_SHOW: _("This chat did not happen, so that is not possible."),
    ChatStatus.CANCELLED: _("This chat is cancelled, so that is not possible."),
}

GAVE_UP = (
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.QueryCanceled,
)


def attending(chat: Chat) -> tuple[str, str]:
    """Seeker and host as attendances know them, whichever role they are in elsewhere.

    The host is a person by the address they agreed from; a typed address is a claim.
    """
    proved = "" if chat.told_by_seeker else chat.host_address
    return address_hash(chat.seeker.email), host_key(chat.seeker, chat.contact, proved)


def host_key(seeker: User, contact: Contact, address: str) -> str:
    """Of nobody but this contact where no address is proved. The hosts of sample data are made up,
    so they never stand in the way of a real person."""
    proved = address and not seeker.is_sample
    return address_hash(address) if proved else key_of(contact)


def key_of(contact: Contact) -> str:
    """A person who stands in nobody's way: each chat of theirs is with this one seeker."""
    return address_hash(f"contact-{contact.pk}@unknown.invalid")


def lock_people(*keys: str) -> None:
    """Hold everybody named until the transaction ends. Sorted, so two bookings never deadlock."""
    numbers = sorted(int(key[:15], 16) for key in set(keys))
    calls = ", ".join(["pg_advisory_xact_lock(%s)"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", numbers)


def lock_seeker(seeker: User) -> None:
    """Whoever books them waits, until the transaction ends."""
    lock_people(address_hash(seeker.email))


def came_to_nothing(error: BaseException) -> bool:
    """Whether Postgres gave up, on a lock or on what took too long: nothing was changed, so trying
    again is safe."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, GAVE_UP)


def lock_invitation(pk: int) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",)).filter(pk=pk)
    invitation = locked.select_related("seeker", "contact").first()
    if invitation is None:
        raise Http404  # deleted meanwhile; nothing comes back
    return invitation


def lock_both(invitation: Invitation, *addresses: str) -> Invitation:
    """The invitation, locked after its two people and whoever else has one of these addresses."""
    lock_people(*keys_of(invitation, *addresses))
    return lock_invitation(invitation.pk)


def keys_of(invitation: Invitation, *addresses: str) -> set[str]:
    """The contact's address counts as typed, and as its mailbox: the limits that protect whoever
    has it go by that."""
    seeker, contact = invitation.seeker, invitation.contact
    typed = [one for one in (seeker.email, contact.email, *addresses) if one]
    mailboxes = (mailbox_hash(one) for one in typed)
    return {key_of(contact), *mailboxes, *(address_hash(one) for one in typed)}


def lock_chat(chat: Chat) -> Chat:
    """The chat under its people's locks, read afresh."""
    invitation = lock_both(chat.invitation, chat.host_address)
    fresh = Chat.objects.select_for_update().get(pk=chat.pk)
    return fresh.belongs_to(invitation)


def lock_words(chat: Chat) -> Chat:
    """One writer of a chat's notes at a time; a note that points to it waits for nobody."""
    locked = Chat.objects.select_for_update(no_key=True).filter(pk=chat.pk).first()
    if locked is None:
        raise Http404  # deleted meanwhile; nothing comes back
    return locked


def check_step(invitation: Invitation, to: InvitationStatus) -> None:
    status = InvitationStatus(invitation.status)
    if to not in INVITATION_STEPS[status]:
        raise Refused(NO_STEP[status])


def check_answerable_step(invitation: Invitation, to: InvitationStatus) -> None:
    """The same on the host's page, which is closed sooner than what they say elsewhere."""
    check_step(invitation, to)
    if invitation.status not in ANSWERABLE:
        raise Refused(NO_STEP[InvitationStatus(invitation.status)])


def check_none_open_beside(invitation: Invitation, now: datetime) -> None:
    """At most one open ask or chat to come for each pair: a host never has two to answer to."""
    pair = {"seeker": invitation.seeker, "contact": invitation.contact}
    asks = Invitation.objects.filter(**pair, status__in=OPEN).exclude(pk=invitation.pk)
    chats = Chat.objects.live().filter(**pair, ends_at__gt=now).exclude(invitation=invitation)
    if asks.exists():
        raise Refused(gettext("There is already another open invitation between the two of you."))
    if chats.exists():
        raise Refused(gettext("There is already a chat to come between the two of you."))


def check_chat_step(chat: Chat, to: ChatStatus) -> None:
    status = ChatStatus(chat.status)
    if to not in CHAT_STEPS[status]:
        raise Refused(NO_CHAT_STEP[status])
