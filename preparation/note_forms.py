"""What the page of the call sends: one edit at a time, with the version it began from."""

from typing import Any

from django import forms

from accounts.fields import ProseField
from accounts.together import TogetherForm
from preparation.noting import MAX_NOTE_LENGTH, Written

MAX_NOTES_LENGTH = 20_000


class EditForm(TogetherForm):
    """A script sends an `idempotency_key`, so that a repeat counts once; a plain form has none."""

    idempotency_key = forms.UUIDField(required=False)


class NoteForm(EditForm):
    MAX_LENGTHS = {"text": MAX_NOTE_LENGTH}

    uid = forms.UUIDField()
    question = forms.IntegerField(required=False)
    text = ProseField(label="Note", required=False)
    base_text = ProseField(required=False)
    starred = forms.BooleanField(required=False)
    base_starred = forms.BooleanField(required=False)

    def written(self) -> Written:
        sent: dict[str, Any] = {**self.cleaned_data}
        sent.pop("idempotency_key")
        return Written(**sent)


class AskedForm(EditForm):
    question = forms.IntegerField()
    asked = forms.BooleanField(required=False)
    base_asked = forms.BooleanField(required=False)


class NotesForm(EditForm):
    MAX_LENGTHS = {"text": MAX_NOTES_LENGTH}

    text = ProseField(label="Notes", required=False)
    base_text = ProseField(required=False)
