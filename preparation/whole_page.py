"""All that stands on the page beside the call, sent at once, as a page without script does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.utils.datastructures import MultiValueDict

from chats.errors import Refused
from chats.models import Chat
from preparation import noting
from preparation.note_forms import AskedForm, EditForm, NoteForm, NotesForm

Form = TypeVar("Form", bound=EditForm)


@dataclass
class WholePage:
    """Each part counts by itself: what is refused keeps no other from being saved."""

    chat: Chat
    data: MultiValueDict[str, str]
    wrong: list[NoteForm] = field(default_factory=list)
    wrong_notes: NotesForm | None = None

    @property
    def is_saved(self) -> bool:
        return not self.wrong and self.wrong_notes is None

    def save(self, now: datetime) -> None:
        for note in self.notes():
            self._note(note)
        for asked in self._parts(AskedForm, "asked", "question"):
            self._tick(asked, now)
        self._full(NotesForm(self.data, prefix="full"))

    def notes(self) -> Iterator[NoteForm]:
        return self._parts(NoteForm, "note", "uid")

    def _parts(self, kind: type[Form], part: str, mark: str) -> Iterator[Form]:
        """One for each of its marks, in the order of the page."""
        names = (re.fullmatch(f"({part}-.+)-{mark}", name) for name in self.data)
        yield from (kind(self.data, prefix=found[1]) for found in names if found)

    def _note(self, form: NoteForm) -> None:
        if not form.is_valid():
            self.wrong.append(form)
        elif _is_changed(form, "text", "starred"):
            try:
                noting.write(self.chat, form.written())
            except Refused as refused:
                form.add_error(None, refused.sentence)
                self.wrong.append(form)

    def _tick(self, form: AskedForm, now: datetime) -> None:
        """Of a question that is gone by now there is nothing to keep."""
        if not form.is_valid() or not _is_changed(form, "asked"):
            return
        question = self.chat.questions.filter(pk=form.cleaned_data["question"]).first()
        if question is not None:
            asked, base = form.cleaned_data["asked"], form.cleaned_data["base_asked"]
            noting.tick(question, asked, base, now=now)

    def _full(self, form: NotesForm) -> None:
        if not form.is_valid():
            self.wrong_notes = form
        elif _is_changed(form, "text"):
            noting.write_notes(self.chat, form.cleaned_data["text"], form.cleaned_data["base_text"])


def left_of(chat: Chat, typed: MultiValueDict[str, str]) -> list[NoteForm]:
    """Notes with something in them that were sent after the session: a new one would have no place
    on the page that is shown once they have signed in again."""
    notes = WholePage(chat, typed).notes()
    return [one for one in notes if not one.is_valid() or _is_changed(one, "text", "starred")]


def _is_changed(form: EditForm, *names: str) -> bool:
    sent = form.cleaned_data
    return any(sent[name] != sent[f"base_{name}"] for name in names)
