"""The seeker tells the host that the chat stands."""

from datetime import datetime

from django.db import transaction

from chats import emails
from chats.errors import Refused
from chats.lifecycle import meeting
from chats.lifecycle.locks import lock_chat
from chats.lifecycle.telling import tell
from chats.models import Chat
from chats.states import ChatStatus
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
    meeting.check_still_to_come(chat, now)
    if chat.host_address and (why := why_not(chat.host_address)):
        raise Refused(f"We do not write to {chat.contact.first_name} any more: {why}.")
    chat.confirmed_at = now
    chat.save(update_fields=["confirmed_at"])
    if chat.host_address:
        link = meeting.link_for(chat)
        tell(chat.invitation, [emails.confirmed_host(chat, line=line, link=link)])
    text = (
        f"You confirmed: {line}" if line and chat.host_address else "You confirmed that it stands"
    )
    record(chat.contact, text, at=now, url=chat.get_absolute_url())
