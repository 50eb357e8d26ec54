"""What the seeker's page of one invitation shows."""

from datetime import datetime
from typing import Any

from chats.compose import nudge_page
from chats.compose.conversation import MAX_TURNS, turns
from chats.compose.desk import Desk
from chats.compose.heard import absence, came_back, heard_on
from chats.compose.proposals import proposals
from chats.compose.resting import rest_of
from chats.compose.taking_back import seconds_left
from chats.elsewhere.taking_back import may_take_back
from chats.email_groups import ASKS
from chats.event_kinds import CHAT, INVITATION
from chats.host.speaking import why_unwanted
from chats.models import Answer, Chat, IncomingEmail, Invitation, Slot
from chats.states import (
    OFFERABLE,
    REACHABLE,
    TELLABLE,
    WITHDRAWABLE,
    InvitationStatus,
    Side,
)
from contacts.models import Event
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.suppression import why_not


def context_for(invitation: Invitation, now: datetime) -> dict[str, Any]:
    status = InvitationStatus(invitation.status)
    slots = list(Slot.objects.filter(invitation=invitation, withdrawn_at=None).with_taken())
    offered = [slot for slot in slots if slot.by == Side.SEEKER]
    still_open = [slot for slot in offered if slot.is_open(now)]
    proposed = [slot for slot in slots if slot.by == Side.HOST]
    countered = status == InvitationStatus.COUNTERED
    chat = invitation.chats.order_by("-booked_at").first()
    answer, email = invitation.answers.standing().first(), _ask(invitation)
    undelivered, emails = _is_undelivered(status, email), _came(invitation)
    rest = rest_of(invitation.contact, now) if status == InvitationStatus.DEFERRED else None
    return {
        "invitation": invitation,
        "contact": invitation.contact,
        "mine": invitation.seeker.time_zone,
        "theirs": invitation.zone_for_host,
        "now": now,
        "slots": offered,
        "proposed": proposals(invitation, proposed, now) if countered else [],
        "turns": turns(invitation, emails),
        "heard": heard_on(invitation, emails, now),
        "absence": absence(emails),
        "came_back": came_back(emails),
        "may_tell": status in TELLABLE,
        "none_left": status == InvitationStatus.SENT
        and not still_open
        and not invitation.offers_any_free_time(now),
        "answer": answer,
        "called_off": Chat.objects.called_off_by(answer),
        "chat": chat,
        "history": _history(invitation),
        "email": email,
        "shown": nudge_page.shown(invitation, now),
        "seconds_left": seconds_left(invitation, email, now),
        "undelivered": undelivered,
        "email_states": Status,
        "rest": rest,
        "some_lost": status == InvitationStatus.SENT and 0 < len(still_open) < len(offered),
        "may_offer": status in OFFERABLE
        and rest is None
        and not (status == InvitationStatus.SENT and len(still_open) == len(offered))
        and not (undelivered and status == InvitationStatus.SENT),
        "may_copy": status in REACHABLE and why_unwanted(invitation) is None,
        "may_withdraw": status in WITHDRAWABLE,
        "may_note": status in TELLABLE,
        "may_tell_host": _may_tell_host(invitation, answer) if countered else False,
        "may_take_back": may_take_back(invitation, invitation.answers.first()),
    }


def _came(invitation: Invitation) -> list[IncomingEmail]:
    """By e-mail, the newest first."""
    return list(invitation.incoming_emails.all()[:MAX_TURNS])


def planned_context(invitation: Invitation, now: datetime) -> dict[str, Any]:
    """Of one that leaves by itself: when, and what it offers by then."""
    desk = Desk.opened(invitation, now)
    return {
        "invitation": invitation,
        "contact": invitation.contact,
        "mine": desk.mine,
        "theirs": desk.theirs,
        "times": desk.times,
        "later": desk.later,
        "plan": desk.later.plan,
        "history": _history(invitation),
    }


def _may_tell_host(invitation: Invitation, answer: Answer | None) -> bool:
    """Whether a host who proposed times elsewhere can be sent a calendar entry all the same."""
    email = invitation.contact.email
    told = answer is not None and answer.told_by_seeker
    return told and bool(email) and (invitation.seeker.is_sample or not why_not(email))


def _is_undelivered(status: InvitationStatus, email: OutgoingEmail | None) -> bool:
    """Known from the first moment, though the next sweep alone closes the invitation."""
    refused = email is not None and email.status == Status.DEAD
    return status == InvitationStatus.UNDELIVERABLE or (status == InvitationStatus.SENT and refused)


def _history(invitation: Invitation) -> list[Event]:
    """The lines of the contact's timeline that belong to this ask."""
    events = invitation.contact.events
    here = events.about(INVITATION, invitation.pk) | events.about(
        CHAT, *invitation.chats.values_list("pk", flat=True)
    )
    return list(here[:50])


def _ask(invitation: Invitation) -> OutgoingEmail | None:
    """The newest e-mail that carried the ask, for how far it has come."""
    asks = OutgoingEmail.objects.about(invitation.about).filter(kind__in=ASKS.kinds)
    return asks.defer("text", "html", "ics").order_by("-pk").first()
