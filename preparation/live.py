"""What the page beside the call shows: the clock, the questions with their notes, free notes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

NEAR_END = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class NoteField:
    """A note to write in, whether or not there is one yet."""

    uid: UUID
    text: str = ""
    is_starred: bool = False
    was_starred: bool = False
    """Before it was refused."""
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
        return self.state == "on" and self.minutes <= NEAR_END // MINUTE


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
    wrong: Sequence[NoteForm] = (),
    wrong_notes: NotesForm | None = None,
    left: Sequence[NoteForm] = (),
) -> dict[str, Any]:
    """`wrong` are forms that were refused: their words stay on the page. `left` were sent after the
    session: a new note among them is given its place."""
    questions = [each for each in chat.questions.all() if not each.is_public]
    notes = list(chat.jottings.select_related("question"))
    beside, free = _sort(questions, notes)
    asks = [(question, _refused(beside[question.pk], wrong)) for question in questions]
    free_fields = _refused([_field_alone(note) for note in free], wrong)
    fields = [*free_fields, *(each for _, some in asks for each in some)]
    shown = {each.uid for each in fields}
    begun = [form for form in (*wrong, *left) if _uid(form) not in shown]
    new = [_again(NoteField(_uid(form) or uuid4()), form) for form in begun]
    full = _full_notes(chat, wrong_notes)
    return {
        "chat": chat,
        "asks": asks,
        "free": free_fields,
        "new": new or [NoteField(uuid4())],
        "blank": NoteField(uuid4()),
        "full": full,
        "problems": list(_problems([*fields, *new], full)),
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
    starred = note.is_starred
    return NoteField(note.uid, note.text, starred, starred, note.question_id, base=note.text)


def _field_alone(note: Note) -> NoteField:
    """Away from its question, which is then said above it."""
    return replace(_field_of(note), about=note.question.text if note.question else "")


def _refused(fields: list[NoteField], wrong: Iterable[NoteForm]) -> list[NoteField]:
    forms_by_uid = {_uid(form): form for form in wrong}
    return [
        _again(each, forms_by_uid[each.uid]) if each.uid in forms_by_uid else each
        for each in fields
    ]


def _uid(form: NoteForm) -> UUID | None:
    uid: UUID | None = form.cleaned_data.get("uid")
    return uid


def _again(note: NoteField, wrong: NoteForm) -> NoteField:
    return replace(
        note,
        text=wrong["text"].data or "",
        is_starred=wrong.cleaned_data.get("starred", note.is_starred),
        was_starred=wrong.cleaned_data.get("base_starred", note.was_starred),
        question=note.question or wrong.cleaned_data.get("question"),
        base=wrong["base_text"].data or "",
        errors=sentences(wrong),
    )


def _problems(notes: Iterable[NoteField], full: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where something needs another look, for the summary at the top."""
    yield from ((f"text-{note.uid}", "A note") for note in notes if note.errors)
    if full.get("errors"):
        yield "text-full", "The full notes"


def _full_notes(chat: Chat, wrong: NotesForm | None) -> dict[str, Any]:
    if wrong is None:
        return {"text": chat.notes, "base": chat.notes}
    return {
        "text": wrong["text"].data or "",
        "base": wrong["base_text"].data or "",
        "errors": sentences(wrong),
    }


def sentences(form: forms.Form) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]
