"""Texts that were brought together may be longer than anybody may type, and can be shortened."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from accounts.fields import LineField, ProseField
from accounts.together import MAX_GROWTH, TogetherForm, bases, together
from chats.meeting.forms import PreparationForm
from followups.debrief.forms import DebriefForm
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


class Both(forms.Form):
    line = LineField(label="A line")
    prose = ProseField()
    choices = forms.MultipleChoiceField(choices=[(one, one) for one in "abc"])
    tick = forms.BooleanField()
    number = forms.IntegerField()


KEPT = {"line": "theirs", "prose": "one\ntwo", "choices": ["a", "b"], "tick": True, "number": 3}
SHOWN = {"line": "theirs", "prose": "one\ntwo", "choices": ["a", "b"], "tick": "on", "number": "3"}


def sent(base: dict[str, Any], **typed: Any) -> QueryDict:
    """A page that began with `base`, where this was changed."""
    data = QueryDict(mutable=True)
    for name, value in {
        **{f"base_{name}": one for name, one in base.items()},
        **base,
        **typed,
    }.items():
        data.setlist(name, [one for one in (value if isinstance(value, list) else [value]) if one])
    for name in base:
        if not data.getlist(f"base_{name}"):
            data.setlist(f"base_{name}", [""])
    return data


def outcome(data: QueryDict) -> tuple[dict[str, Any], bool, list[tuple[str, str]]]:
    both = together(Both(initial=KEPT), data)
    found = {name: both.data.getlist(name) for name in KEPT}
    one = {name: values[0] if values else "" for name, values in found.items()}
    return one | {"choices": found["choices"]}, both.differs, both.instead


OLD = {"line": "old", "prose": "one", "choices": ["a"], "tick": "", "number": ""}


def test_what_was_left_alone_stays_as_the_other_tab_has_it() -> None:
    assert outcome(sent(OLD)) == (SHOWN, True, [])


def test_what_both_pages_show_alike_is_as_it_was_typed() -> None:
    typed = {"line": "mine ", "prose": "three ", "choices": ["c"], "tick": "", "number": "5"}
    assert outcome(sent(SHOWN, **typed)) == (typed, False, [])


def test_of_what_both_changed_lines_and_choices_are_both_there_and_one_line_is_told_of() -> None:
    typed = {"line": "mine", "prose": "one\nthree", "choices": ["c"], "number": "5"}
    both = {"line": "mine", "prose": "one\ntwo\nthree", "choices": ["b", "c"], "number": "5"}
    instead = [("A line", "theirs"), ("Number", "3")]
    assert outcome(sent(OLD, **typed)) == (both | {"tick": "on"}, True, instead)


def test_the_same_change_in_both_tabs_is_none() -> None:
    assert outcome(sent(OLD, **SHOWN)) == (SHOWN, False, [])


def test_what_the_page_sent_itself_and_heard_no_answer_of_is_nobody_elses() -> None:
    data = sent(OLD, line="mine, and more", prose="mine\nand more")
    data.setlist("also_line", ["before", "theirs"])
    data.setlist("also_prose", ["one\ntwo\n"])
    found, _, instead = outcome(data)
    assert (found["line"], found["prose"], instead) == ("mine, and more", "mine\nand more", [])


def test_a_page_that_says_not_what_it_began_from_counts_as_it_is() -> None:
    data = QueryDict("line=mine&prose=mine")
    assert together(Both(initial=KEPT), data).data == data


def test_a_field_that_was_not_sent_is_not_brought_in() -> None:
    assert "line" not in together(Both(initial=KEPT), QueryDict("base_line=")).data


def test_a_page_is_given_each_field_as_it_is_kept() -> None:
    assert list(bases(Both(initial=KEPT))) == [
        ("line", False, ["theirs"]),
        ("prose", False, ["one\ntwo"]),
        ("choices", True, ["a", "b"]),
        ("tick", False, ["on"]),
        ("number", False, ["3"]),
    ]
    assert [values for _, _, values in bases(Both())] == [[""], [""], [], [""], [""]]
