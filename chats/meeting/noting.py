"""What the seeker writes for a chat. Several pages and devices write its full notes."""

from django.db import transaction

from accounts.merging import merge_stored, merge_value
from chats.locks import lock_words
from chats.models import Chat


@transaction.atomic
def save_preparation(
    chat: Chat,
    *,
    goal: str,
    hope: str,
    notes: str,
    base_goal: str,
    base_hope: str,
    base_notes: str,
) -> Chat:
    """Each with the version it began from: what another device wrote meanwhile stays."""
    chat = lock_words(chat)
    chat.goal = merge_value(base_goal, chat.goal, goal)
    chat.hope = merge_value(base_hope, chat.hope, hope)
    chat.notes = merge_stored(base_notes, chat.notes, notes)
    chat.save(update_fields=["goal", "hope", "notes"])
    return chat


@transaction.atomic
def write_notes(chat: Chat, text: str, base: str) -> str:
    """The full notes afterwards: what was written elsewhere since `base` stays beside `text`."""
    chat = lock_words(chat)
    chat.notes = merge_stored(base, chat.notes, text)
    chat.save(update_fields=["notes"])
    return chat.notes
