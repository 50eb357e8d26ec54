"""The verb that asks for an update: tell somebody what came of their advice."""

from datetime import datetime

from django.db import transaction

from chats.models import Chat
from contacts.models import Contact
from followups.models import FollowUp
from followups.states import Kind


@transaction.atomic
def prompt_update(
    contact: Contact, *, occasion: str, due_at: datetime, chat: Chat | None, now: datetime
) -> FollowUp:
    """An update is owed to this contact, once for each occasion; a skipped one stays skipped.

    Whoever calls has written the line of the timeline that says what there is to tell.
    """
    follow_up, _ = FollowUp.objects.get_or_create(
        contact=contact,
        kind=Kind.UPDATE,
        occasion=occasion,
        defaults={"seeker_id": contact.seeker_id, "chat": chat, "due_at": due_at},
    )
    return follow_up
