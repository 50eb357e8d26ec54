"""Form fields that clean what people paste: no control character reaches the database."""

from typing import Any

from django import forms

from outbox.text import one_line, plain

SENTENCES: dict[str, Any] = {
    "required": "Please fill this in.",
    "max_length": "Please keep this to %(limit_value)d characters; it has %(show_value)d.",
}


class LineField(forms.CharField):
    """One line, single spaces, nothing invisible."""

    default_error_messages = SENTENCES

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if text else text


class ProseField(forms.CharField):
    """Several lines. Counts a line break as one character, as the database does."""

    widget = forms.Textarea
    default_error_messages = SENTENCES

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return plain(text).strip() if text else text
