"""What is written down during a chat: each edit once, and no word of two devices lost.

A device sends what it has and `base`, the version it changed; where another one wrote meanwhile,
both are brought together (`accounts.merging`). None of this is a line in the timeline: notes
are written by the second.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from accounts.merging import merge_stored, merge_value
from chats import lifecycle
from chats.errors import Refused
from chats.locks import lock_words
from chats.models import Chat
from preparation.models import Note, Question, SeenKeys

MAX_NOTES = 200
MAX_NOTE_LENGTH = 5_000
OF_QUESTION = UUID("6f0f4c2e-52a6-4bb5-9d51-3f8f3c1b7a10")


def uid_for(question: Question) -> UUID:
    """The note of a question has the same uid on every device, also before there is one."""
    return uuid5(OF_QUESTION, str(question.pk))


@dataclass(frozen=True)
class Written:
    """A note as one device has it, and as it was before."""

    uid: UUID
    text: str
    base_text: str = ""
    starred: bool = False
    base_starred: bool = False
    question: int | None = None


@transaction.atomic
def write(chat: Chat, written: Written, *, idempotency_key: UUID | None = None) -> Note:
    """The note afterwards. An emptied note stays, without words; an empty one never begins."""
    chat = lock_words(chat)
    note = chat.jottings.filter(uid=written.uid).first() or _begin(chat, written)
    if _is_repeat(chat, idempotency_key):
        return note
    base = written.base_text if note.pk else ""
    note.text = merge_stored(base, note.text, written.text)
    note.is_starred = merge_value(written.base_starred, note.is_starred, written.starred)
    if note.pk or note.text or note.is_starred:
        note.save()
    return note


@transaction.atomic
def write_notes(chat: Chat, text: str, base: str, *, idempotency_key: UUID | None = None) -> str:
    """The full notes of a chat, afterwards."""
    chat = lock_words(chat)
    return (
        chat.notes if _is_repeat(chat, idempotency_key) else lifecycle.write_notes(chat, text, base)
    )


@transaction.atomic
def tick(
    question: Question,
    asked: bool,
    base: bool,
    *,
    now: datetime,
    idempotency_key: UUID | None = None,
) -> bool:
    """Whether the question counts as asked, afterwards. The first time it was asked stays."""
    chat = lock_words(question.chat)
    question.refresh_from_db(fields=["asked_at"])
    was_asked = question.asked_at is not None
    if _is_repeat(chat, idempotency_key) or merge_value(base, was_asked, asked) == was_asked:
        return was_asked
    question.asked_at = now if asked else None
    question.save(update_fields=["asked_at"])
    return asked


def _begin(chat: Chat, written: Written) -> Note:
    if chat.jottings.count() >= MAX_NOTES:
        raise Refused(f"A chat holds {MAX_NOTES} notes. Please write on in one of those above.")
    question = chat.questions.filter(pk=written.question).first() if written.question else None
    return Note(chat=chat, uid=written.uid, question=question)


def _is_repeat(chat: Chat, idempotency_key: UUID | None) -> bool:
    """Whether this edit was made already; from now on it was."""
    if idempotency_key is None:
        return False
    seen, _ = SeenKeys.objects.get_or_create(chat=chat)
    if idempotency_key in seen.keys:
        return True
    seen.keys = [*seen.keys, idempotency_key][-SeenKeys.REMEMBERED :]
    seen.save()
    return False
