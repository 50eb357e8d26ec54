"""Texts that several devices write: each sends the version it began from, and both are brought
together. What came of that may be longer than anybody may type."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import SENTENCES

MAX_GROWTH = 4
"""Times as long as what may be typed; a page cannot tell of just any length that it began there."""


class TogetherForm(forms.Form):
    """For each text `notes` there is a `base_notes`. One that is too long already may stay so, and
    be shortened bit by bit: refused as a whole, nothing could be written any more."""

    LONGEST: ClassVar[Mapping[str, int]] = {}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, longest in self.LONGEST.items():
            has = len(self.cleaned_data.get(name, ""))
            began = len(self.cleaned_data.get(f"base_{name}", ""))
            limit = max(longest, min(began, MAX_GROWTH * longest))
            if has > limit:
                says = {"limit_value": limit, "show_value": has}
                self.add_error(name, ValidationError(SENTENCES["max_length"], params=says))
        return cleaned
