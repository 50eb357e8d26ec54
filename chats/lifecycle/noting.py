"""What the seeker writes for a chat. Several pages and devices write its full notes."""

from django.db import transaction

from chats.lifecycle.locks import lock_words
from chats.merging import merge_stored
from chats.models import Chat


@transaction.atomic
def save_preparation(chat: Chat, *, goal: str, hope: str, notes: str, base_notes: str) -> None:
    write_notes(chat, notes, base_notes)
    Chat.objects.filter(pk=chat.pk).update(goal=goal, hope=hope)


@transaction.atomic
def write_notes(chat: Chat, text: str, base: str) -> str:
    """The full notes afterwards: what was written elsewhere since `base` stays beside `text`."""
    chat = lock_words(chat)
    chat.notes = merge_stored(base, chat.notes, text)
    chat.save(update_fields=["notes"])
    return chat.notes
