"""The seeker tells the host that the chat stands."""

from datetime import datetime

from django.db import transaction

from chats.errors import Refused
from chats.event_kinds import CONFIRMED
from chats.locks import lock_chat
from chats.meeting import booking, checks, emails
from chats.models import Chat
from chats.states import ChatStatus
from chats.telling import tell
from contacts.models import record
from outbox.suppression import why_not


@transaction.atomic
def confirm(chat: Chat, *, line: str = "", now: datetime) -> None:
    """One short e-mail, once since the last move; where there is no address, only a note of it.

    Twice is a quiet no-op.
    """
    chat = lock_chat(chat)
    if chat.confirmed_at is not None and chat.status == ChatStatus.SCHEDULED:
        return
    checks.check_still_to_come(chat, now)
    if chat.host_address and (why := why_not(chat.host_address)):
        raise Refused(f"We do not write to {chat.contact.first_name} any more: {why}.")
    chat.confirmed_at = now
    chat.save(update_fields=["confirmed_at"])
    if chat.host_address:
        link = booking.link_for(chat)
        tell(chat, [emails.confirmed_host(chat, line=line, link=link)])
    words = line if chat.host_address else ""
    record(chat.contact, CONFIRMED, at=now, target=chat, words=words)
