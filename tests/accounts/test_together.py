"""Texts that were brought together may be longer than anybody may type, and can be shortened."""

import pytest

from accounts.together import MAX_GROWTH, TogetherForm
from chats.chat_forms import PreparationForm
from followups.after_forms import DebriefForm
from preparation.note_forms import NoteForm, NotesForm

FORMS: list[tuple[type[TogetherForm], str, int]] = [
    (PreparationForm, "notes", 20_000),
    (DebriefForm, "notes", 20_000),
    (DebriefForm, "surprised", 2_000),
    (DebriefForm, "next_step", 2_000),
    (NoteForm, "text", 5_000),
    (NotesForm, "text", 20_000),
]


@pytest.mark.parametrize(("form", "name", "longest"), FORMS)
def test_no_text_grows_beyond_its_limit(form: type[TogetherForm], name: str, longest: int) -> None:
    def refused(length: int, began: int) -> bool:
        return name in form({name: "w" * length, f"base_{name}": "w" * began}).errors

    most = MAX_GROWTH * longest
    assert [refused(longest, 0), refused(longest + 1, 0)] == [False, True]
    assert [refused(most, most), refused(most - 1, most)] == [False, False]
    assert refused(longest + 3, longest + 2)
    assert refused(most + 1, most + 1)
