"""What the page beside the call shows: the clock, the questions with their notes, free notes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms

from chats.models import Chat
from chats.states import ChatStatus
from preparation.models import Note, Question
from preparation.note_forms import NoteForm, NotesForm
from preparation.noting import uid_for

CUE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class NoteField:
    """A note to write in, whether or not there is one yet."""

    uid: UUID
    text: str = ""
    is_starred: bool = False
    question: int | None = None
    about: str = ""
    """The question it stood beside, where that is not on the page."""
    base: str = ""
    """The version that `text` was made from; a refused one stays on its own."""
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Clock:
    """Where the chat stands by the length that was agreed."""

    state: str
    minutes: int

    @property
    def is_near_end(self) -> bool:
        return self.state == "on" and self.minutes <= CUE // MINUTE


def clock_of(chat: Chat, now: datetime) -> Clock:
    if now < chat.starts_at:
        return Clock("before", chat.minutes)
    if now >= chat.ends_at:
        return Clock("over", 0)
    return Clock("on", -((now - chat.ends_at) // MINUTE))


def context_for(
    chat: Chat,
    now: datetime,
    *,
    wrong: NoteForm | None = None,
    wrong_notes: NotesForm | None = None,
) -> dict[str, Any]:
    """`wrong` is a form that was refused: its words stay on the page."""
    questions = [each for each in chat.questions.all() if not each.is_public]
    notes = list(chat.jottings.select_related("question"))
    beside, free = _sort(questions, notes)
    asks = [(question, _refused(beside[question.pk], wrong)) for question in questions]
    new = NoteField(uuid4())
    free_fields = _refused([_field_alone(note) for note in free], wrong)
    if wrong and not _is_shown(wrong, [*free_fields, *(each for _, some in asks for each in some)]):
        new = _again(NoteField(wrong.cleaned_data.get("uid") or uuid4()), wrong)
    return {
        "chat": chat,
        "asks": asks,
        "free": free_fields,
        "new": new,
        "blank": NoteField(uuid4()),
        "full": _full_notes(chat, wrong_notes),
        "clock": clock_of(chat, now),
        "now": now,
        "is_on": chat.status != ChatStatus.CANCELLED,
    }


def _sort(
    questions: Iterable[Question], notes: Iterable[Note]
) -> tuple[dict[int, list[NoteField]], list[Note]]:
    """The fields beside each question, its own one first, and the notes that stand alone."""
    shown = {question.pk: uid_for(question) for question in questions}
    beside: dict[int, list[NoteField]] = defaultdict(list)
    free = []
    for note in notes:
        if note.question_id in shown:
            beside[note.question_id].append(_field_of(note))
        else:
            free.append(note)
    for pk, uid in shown.items():
        if all(each.uid != uid for each in beside[pk]):
            beside[pk].append(NoteField(uid, question=pk))
    return beside, free


def _field_of(note: Note) -> NoteField:
    return NoteField(note.uid, note.text, note.is_starred, note.question_id, base=note.text)


def _field_alone(note: Note) -> NoteField:
    """Away from its question, which is then said above it."""
    return replace(_field_of(note), about=note.question.text if note.question else "")


def _refused(fields: list[NoteField], wrong: NoteForm | None) -> list[NoteField]:
    uid = wrong.cleaned_data.get("uid") if wrong else None
    return [_again(each, wrong) if wrong and each.uid == uid else each for each in fields]


def _is_shown(wrong: NoteForm, fields: Iterable[NoteField]) -> bool:
    return wrong.cleaned_data.get("uid") in {each.uid for each in fields}


def _again(note: NoteField, wrong: NoteForm) -> NoteField:
    return replace(
        note,
        text=wrong.data.get("text", ""),
        is_starred=wrong.cleaned_data.get("starred", note.is_starred),
        base=wrong.data.get("base_text", ""),
        errors=sentences(wrong),
    )


def _full_notes(chat: Chat, wrong: NotesForm | None) -> dict[str, Any]:
    if wrong is None:
        return {"text": chat.notes, "base": chat.notes}
    sent = wrong.data
    return {
        "text": sent.get("text", ""),
        "base": sent.get("base_text", ""),
        "errors": sentences(wrong),
    }


def sentences(form: forms.Form) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]
