"""What the seeker's page of one invitation shows."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from chats.conversation import turns
from chats.emails import ASKS
from chats.lifecycle.speaking import why_unwanted
from chats.models import Invitation, Slot
from chats.proposals import proposals
from chats.states import OFFERABLE, REACHABLE, InvitationStatus, Side
from contacts.models import Event
from outbox.models import OutgoingEmail
from outbox.states import Status

WITHDRAWABLE = [
    InvitationStatus.SENT,
    InvitationStatus.COUNTERED,
    InvitationStatus.UNDELIVERABLE,
]


def context_for(invitation: Invitation, now: datetime) -> dict[str, Any]:
    status = InvitationStatus(invitation.status)
    slots = list(Slot.objects.filter(invitation=invitation, withdrawn_at=None).with_taken())
    offered = [slot for slot in slots if slot.by == Side.SEEKER]
    still_open = [slot for slot in offered if slot.is_open(now)]
    proposed = [slot for slot in slots if slot.by == Side.HOST]
    countered = status == InvitationStatus.COUNTERED
    chat = invitation.chats.order_by("-booked_at").first()
    email = _ask(invitation)
    undelivered = _is_undelivered(status, email)
    return {
        "invitation": invitation,
        "contact": invitation.contact,
        "mine": invitation.seeker.time_zone,
        "theirs": invitation.zone_for_host,
        "now": now,
        "slots": offered,
        "proposed": proposals(invitation, proposed, now) if countered else [],
        "turns": turns(invitation),
        "none_left": status == InvitationStatus.SENT
        and not still_open
        and not invitation.offers_any_free_time(now),
        "answer": invitation.latest_answer,
        "chat": chat,
        "history": _history(invitation),
        "email": email,
        "undelivered": undelivered,
        "email_states": Status,
        "some_lost": status == InvitationStatus.SENT and 0 < len(still_open) < len(offered),
        "may_offer": status in OFFERABLE
        and not (status == InvitationStatus.SENT and len(still_open) == len(offered))
        and not (undelivered and status == InvitationStatus.SENT),
        "may_copy": status in REACHABLE and why_unwanted(invitation) is None,
        "may_withdraw": status in WITHDRAWABLE,
    }


def _is_undelivered(status: InvitationStatus, email: OutgoingEmail | None) -> bool:
    """Known from the first moment, though the next sweep alone closes the invitation."""
    refused = email is not None and email.status == Status.DEAD
    return status == InvitationStatus.UNDELIVERABLE or (status == InvitationStatus.SENT and refused)


def _history(invitation: Invitation) -> list[Event]:
    """The lines of the contact's timeline that belong to this ask."""
    chats = [chat.get_absolute_url() for chat in invitation.chats.all()]
    here = Q(url__in=[invitation.get_absolute_url(), *chats])
    return list(invitation.contact.events.filter(here)[:50])


def _ask(invitation: Invitation) -> OutgoingEmail | None:
    """The newest e-mail that carried the ask, for how far it has come."""
    asks = OutgoingEmail.objects.about(invitation.about).filter(kind__in=ASKS)
    return asks.defer("text", "html", "ics").order_by("-pk").first()
