"""Form fields that clean what people paste: no control character reaches the database."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from outbox.addresses import cleaned, is_plain
from outbox.text import is_seen, one_line, plain

SENTENCES: dict[str, Any] = {
    "required": _("Please fill this in."),
    "max_length": ngettext_lazy(
        "Please keep this to %(limit_value)d character; it has %(show_value)d.",
        "Please keep this to %(limit_value)d characters; it has %(show_value)d.",
        "limit_value",
    ),
}

NOTHING_TO_SEE = _("Please give a name that can be seen.")

WHICH_ADDRESS = _("Please give the whole address, such as name@example.org.")


class WholeField(forms.CharField):
    """A browser cuts a long paste at `maxlength` and says nothing; here all of it arrives, and the
    sentence says what is too much. It runs the way of what is typed."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs | {"dir": "auto"}


class LineField(WholeField):
    """One line, single spaces, nothing invisible."""

    default_error_messages = SENTENCES

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if text else text


class NameField(LineField):
    """What somebody or something is called. There must be something to read and to press."""

    def to_python(self, value: Any) -> Any:
        name = super().to_python(value)
        if name and not is_seen(name):
            raise ValidationError(NOTHING_TO_SEE, code="unseen")
        return name


class ProseField(WholeField):
    """Several lines. Counts a line break as one character, as the database does."""

    widget = forms.Textarea
    default_error_messages = SENTENCES

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return plain(text).strip() if text else text


class AddressInput(forms.EmailInput):
    """Reads an address without what was pasted along and shows nothing, in the form it is kept."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return cleaned(typed) if typed else typed


def check_address(address: str) -> None:
    """Django's own check takes spellings that are rewritten as the e-mail leaves."""
    validate_email(address)
    if not is_plain(address):
        raise ValidationError(WHICH_ADDRESS, code="invalid")


class AddressField(forms.EmailField):
    widget = AddressInput
    default_validators = [check_address]
    default_error_messages = {"invalid": WHICH_ADDRESS}


class LinkField(forms.URLField):
    """A page on the web. One validator in place of Django's, so that what is wrong is said once."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Please give the whole link, as you would open it.")}
