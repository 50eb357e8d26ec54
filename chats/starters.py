"""A message to begin from, filled in with what is known of the two people."""

from accounts.models import User
from chats.models import Chat
from chats.states import ChatStatus
from coach.starters import AGAIN, Starter, filled
from contacts.models import Contact
from outbox.text import isolated


def after_a_miss(chat: Chat | None) -> tuple[str, str]:
    """Subject and message; empty where the last chat was not missed, or by nobody in particular."""
    if chat is None or chat.status != ChatStatus.NO_SHOW or chat.missed_by not in AGAIN:
        return "", ""
    return fill(AGAIN[chat.missed_by], chat.seeker, chat.contact, chat.minutes)


def fill(starter: Starter, seeker: User, contact: Contact, minutes: int) -> tuple[str, str]:
    """Subject and message, with what we know of the two people."""
    known = {
        "first_name": contact.first_name,
        "role": isolated(contact.role),
        "company": isolated(contact.company),
        "how we are connected": contact.connection,
        "one line about me": seeker.about,
        "my_name": isolated(seeker.name),
        "minutes": str(minutes),
    }
    return filled(starter.subject, known)[:150], filled(starter.message, known)
