"""What several tabs and devices write: each sends the version it began from, and both are brought
together. What came of that may be longer than anybody may type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse, QueryDict

from accounts.fields import SENTENCES, LineField
from accounts.merging import merge_lists, merge_stored, merge_value, stored
from outbox.text import one_line

LOOK_AGAIN = (
    "You changed this in another tab meanwhile, so nothing has left. Here is both together: "
    "please look, and press again."
)

MAX_GROWTH = 4
"""Times as long as what may be typed; a page cannot tell of just any length that it began there."""


class TogetherForm(forms.Form):
    """For each text `notes` there is a `base_notes`. One that is too long already may stay so, and
    be shortened bit by bit: refused as a whole, nothing could be written any more."""

    MAX_LENGTHS: ClassVar[Mapping[str, int]] = {}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, longest in self.MAX_LENGTHS.items():
            has = len(self.cleaned_data.get(name, ""))
            began = len(self.cleaned_data.get(f"base_{name}", ""))
            limit = max(longest, min(began, MAX_GROWTH * longest))
            if has > limit:
                says = {"limit_value": limit, "show_value": has}
                self.add_error(name, ValidationError(SENTENCES["max_length"], params=says))
        return cleaned

    def differs_from(self, typed: "TogetherForm") -> bool:
        """Whether what is kept, which this form shows, is other than what was typed."""
        return any(self.initial[name] != typed.cleaned_data[name] for name in self._texts())

    def written_after(self, kept: "TogetherForm") -> dict[str, Any]:
        """What was typed. Where a text that is kept came from this very page, which heard no answer
        (`also_`), the typing began there: nobody else wrote it."""
        own = {
            f"base_{name}": kept.initial[name]
            for name in self._texts()
            if kept.initial[name] in self._sent_before(name)
        }
        return {**self.cleaned_data, **own}

    def _texts(self) -> list[str]:
        return [name for name in self.fields if not name.startswith("base_")]

    def _sent_before(self, name: str) -> set[object]:
        assert isinstance(self.data, QueryDict)
        return {self.fields[name].to_python(text) for text in self.data.getlist(f"also_{name}")}


@dataclass
class Together:
    """What a page sent, brought together with what is kept by now."""

    data: QueryDict
    differs: bool = False
    """Whether something is kept otherwise than this page shows it."""
    instead: list[tuple[str, str]] = field(default_factory=list)
    """Lines that both changed, by their labels, as they were until now: the last word counts."""

    def bring(self, kept: forms.BaseForm) -> None:
        """`kept` shows what is kept by now. A field without its `base_` counts as it was sent; its
        `also_` are texts that the page sent before and heard no answer of."""
        for one in kept:
            base, name = f"base_{one.html_name}", one.html_name
            if base in self.data and (_may_be_absent(one.field) or name in self.data):
                _bring(self, one, self.data.getlist(base), self.data.getlist(f"also_{name}"))

    def put(self, name: str, values: list[str]) -> None:
        self.differs = self.differs or values != self.data.getlist(name)
        self.data.setlist(name, values)

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Tell the page to look again (static/js/autosave.js)."""
        if self.differs:
            response["X-Elsewhere"] = "yes"
        return response


def together(kept: forms.BaseForm, data: QueryDict) -> Together:
    both = Together(data.copy())
    both.bring(kept)
    return both


def bases(form: forms.BaseForm) -> Iterator[tuple[str, bool, list[str]]]:
    """For the page to send along: each field's name, whether it is a list, what is kept of it."""
    for one in form:
        is_list = isinstance(one.field, forms.MultipleChoiceField)
        yield one.html_name, is_list, _shown(one) or ([] if is_list else [""])


def lock_row(kind: type[models.Model], pk: int) -> None:
    """One writer at a time, from before what is kept is read until it is written: so this comes
    first in a transaction."""
    locked = kind._base_manager.select_for_update(no_key=True).filter(pk=pk)
    list(locked.values_list("pk"))


def _may_be_absent(kind: forms.Field) -> bool:
    """Nothing is sent of what is not ticked."""
    return isinstance(kind, forms.MultipleChoiceField | forms.BooleanField)


def _bring(both: Together, one: forms.BoundField, base: list[str], also: list[str]) -> None:
    name, theirs, mine = one.html_name, _shown(one), both.data.getlist(one.html_name)
    if isinstance(one.field, forms.MultipleChoiceField):
        both.put(name, merge_lists(base, theirs, mine))
        return
    tidied, merged = (stored, merge_stored) if _is_prose(one.field) else (one_line, merge_value)
    kept = theirs[-1] if theirs else ""
    began, has, wrote = (tidied(values[-1]) if values else "" for values in (base, theirs, mine))
    if has in {tidied(text) for text in also}:
        began = has  # nobody else wrote it
    if merged is merge_value and kept and len({began, has, wrote}) == 3:
        both.instead.append((str(one.label), kept))
    result = merged(began, has, wrote)
    if result != wrote:  # else it stays as it was sent, to the space at its end: somebody is typing
        result = kept if result == has else result
        both.put(name, [result] if result else [])


def _is_prose(kind: forms.Field) -> bool:
    return isinstance(kind.widget, forms.Textarea) and not isinstance(kind, LineField)


def _shown(one: forms.BoundField) -> list[str]:
    """What is kept of a field, as a page sends it."""
    value = one.field.prepare_value(one.initial)
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["on"]
    said = one.field.widget.format_value(value)
    return said if isinstance(said, list) else [str(said)]
