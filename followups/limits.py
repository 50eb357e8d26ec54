"""What protects the attention of people one has met. Counted under the contact's lock."""

from datetime import datetime, timedelta

from calendars import clock
from chats.errors import Refused, TooMany
from chats.models import Chat
from contacts.models import Contact
from followups.happened import happened
from followups.models import FollowUp, FollowUpQuerySet
from followups.states import Status
from outbox.addresses import same_address
from outbox.suppression import why_not

MIN_BETWEEN = timedelta(days=7)
"""From one e-mail to the next, the thank-you aside."""
A_YEAR = timedelta(days=365)
MAX_A_YEAR = 3
"""How often in a year somebody hears from one gladly. More is for the seeker to judge."""


def check_may_send(contact: Contact, *, now: datetime) -> Chat:
    """The chat in whose thread the e-mail goes; refuses where none should leave."""
    name = contact.first_name
    if not contact.email:
        raise Refused(f"There is no e-mail address for {name} yet.")
    if not contact.seeker.is_sample:
        _check_address(contact)
    chat = newest_chat(contact, now, agreed_at=contact.email)
    if chat is None:
        raise Refused(_why_no_chat_counts(contact, now))
    _check_pace(contact, now)
    return chat


def _why_no_chat_counts(contact: Contact, now: datetime) -> str:
    name = contact.first_name
    if newest_chat(contact, now):
        why = f"{name} has not agreed to a chat from {contact.email} yet, so no e-mail goes there."
    elif is_to_be_said(contact, now):
        why = f"You have not said yet whether your chat with {name} happened, so no e-mail leaves."
    else:
        why = f"You and {name} have not had a chat yet, and we send no e-mail out of the blue."
    return f"{why} Please copy your words and send them yourself."


def _check_address(contact: Contact) -> None:
    if not contact.seeker.has_verified_email:
        raise Refused("Please confirm your e-mail address first, so that answers can reach you.")
    if why := why_not(contact.email):
        raise Refused(f"We do not write to {contact.first_name} any more: {why}.")


def _check_pace(contact: Contact, now: datetime) -> None:
    last = sent_to(contact).filter(elsewhere=False, done_at__gt=now - MIN_BETWEEN)
    if found := last.order_by("-done_at").first():
        again = clock.say((found.done_at or now) + MIN_BETWEEN, contact.seeker.time_zone)
        raise TooMany(
            f"{contact.first_name} had an e-mail from you in the last seven days. Your words are "
            f"kept; please send them after {again}, or by another way."
        )


def newest_chat(contact: Contact, now: datetime, *, agreed_at: str = "") -> Chat | None:
    """The last one that happened: their thread is where further words belong.

    `agreed_at` asks for one to which they agreed from this address: any other was only typed by
    the seeker.
    """
    chats = happened(now).filter(contact=contact)
    if agreed_at:
        chats = chats.filter(same_address("host_address", agreed_at))
    return chats.select_related("invitation", "contact", "seeker").order_by("-ends_at").first()


def is_to_be_said(contact: Contact, now: datetime) -> bool:
    """Where there is no newest chat: whether one is over all the same, and nobody said how it
    went."""
    return Chat.objects.ended(now).filter(contact=contact).exists()


def sent_to(contact: Contact) -> FollowUpQuerySet:
    return FollowUp.objects.keeping().filter(contact=contact, status=Status.DONE)


def is_plenty(contact: Contact, now: datetime) -> bool:
    """Whether they have heard from the seeker as often as is kind, in the last twelve months."""
    return sent_to(contact).filter(done_at__gt=now - A_YEAR).count() >= MAX_A_YEAR


def refuse_elsewhere(follow_up: FollowUp) -> None:
    """Pressing twice is pressing once; what was done another way is not said to be leaving."""
    if follow_up.elsewhere:
        raise Refused("You noted it as done another way meanwhile, so it has not left from here.")
