"""What the page of the call sends: one change at a time, with the version it began from."""

from typing import Any

from django import forms

from accounts.fields import ProseField
from accounts.together import TogetherForm
from preparation.noting import LONGEST_NOTE, Written

LONGEST_NOTES = 20_000


class ChangeForm(TogetherForm):
    """`change` names what a script sends, so that a repeat counts once; a plain form has none."""

    change = forms.UUIDField(required=False)


class NoteForm(ChangeForm):
    LONGEST = {"text": LONGEST_NOTE}

    uid = forms.UUIDField()
    question = forms.IntegerField(required=False)
    text = ProseField(label="Note", required=False)
    base_text = ProseField(required=False)
    starred = forms.BooleanField(required=False)
    base_starred = forms.BooleanField(required=False)

    def written(self) -> Written:
        sent: dict[str, Any] = {**self.cleaned_data}
        sent.pop("change")
        return Written(**sent)


class AskedForm(ChangeForm):
    question = forms.IntegerField()
    asked = forms.BooleanField(required=False)
    base_asked = forms.BooleanField(required=False)


class NotesForm(ChangeForm):
    LONGEST = {"text": LONGEST_NOTES}

    text = ProseField(label="Notes", required=False)
    base_text = ProseField(required=False)
