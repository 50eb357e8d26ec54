"""Locks, always in the same order: people (sorted), then the invitation's row."""

from django.db import connection

from chats.errors import Refused
from chats.models import Chat, Invitation
from chats.states import CHAT_STEPS, INVITATION_STEPS, OPEN, ChatStatus, InvitationStatus
from outbox.addresses import address_hash


def person_keys(invitation: Invitation) -> tuple[str, str]:
    """Seeker and host as the database knows them, whichever role they are in elsewhere."""
    contact = invitation.contact
    host = contact.email or f"contact-{contact.pk}@unknown.invalid"
    return address_hash(invitation.seeker.email), address_hash(host)


def lock_people(*keys: str) -> None:
    """Hold everybody named until the transaction ends. Sorted, so two bookings never deadlock."""
    numbers = sorted(int(key[:15], 16) for key in set(keys))
    calls = ", ".join(["pg_advisory_xact_lock(%s)"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", numbers)


def lock_invitation(pk: int) -> Invitation:
    invitations = Invitation.objects.select_for_update(of=("self",))
    return invitations.select_related("seeker", "contact").get(pk=pk)


def lock_both(invitation: Invitation) -> Invitation:
    """The invitation, locked after its two people."""
    lock_people(*person_keys(invitation))
    return lock_invitation(invitation.pk)


def lock_chat(chat: Chat) -> Chat:
    """The chat under its people's locks, read afresh."""
    invitation = lock_both(chat.invitation)
    fresh = Chat.objects.select_for_update().get(pk=chat.pk)
    fresh.invitation, fresh.seeker, fresh.contact = (
        invitation,
        invitation.seeker,
        invitation.contact,
    )
    return fresh


def check_step(invitation: Invitation, to: InvitationStatus) -> None:
    status = InvitationStatus(invitation.status)
    if to not in INVITATION_STEPS[status]:
        raise Refused(f"This invitation is {status.label.lower()}, so that is not possible.")


def check_none_open_beside(invitation: Invitation) -> None:
    """At most one open ask for each pair: a host never has two to answer to."""
    others = Invitation.objects.filter(
        seeker=invitation.seeker, contact=invitation.contact, status__in=OPEN
    )
    if others.exclude(pk=invitation.pk).exists():
        raise Refused("There is already another open invitation between the two of you.")


def check_chat_step(chat: Chat, to: ChatStatus) -> None:
    status = ChatStatus(chat.status)
    if to not in CHAT_STEPS[status]:
        raise Refused(f"This chat is {status.label.lower()}, so that is not possible.")
