"""The brief on a contact, and what is kept for it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator

from accounts.fields import LineField, LinkField, ProseField
from accounts.model_forms import OwnFieldsForm
from contacts.fields import LinksField
from contacts.models import Clipping, Contact

MAX_CLIPPINGS = 100
WEB = ["http", "https"]


def _part(label: str, help_text: str) -> ProseField:
    return ProseField(
        label=label,
        max_length=4000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BriefForm(OwnFieldsForm):
    """What to know before a chat; saved as it is typed."""

    role = LineField(max_length=100, required=False)
    company = LineField(max_length=100, required=False)
    path = _part("Their path", "Where they began, and the turns that led here.")
    recent_work = _part("Recent work", "A talk, an article, a project: something of this year.")
    common_ground = _part("Common ground", "A school, a town, a person, a question you share.")
    already_public = _part(
        "What is public",
        "What you can read somewhere, and so need not ask. It saves their minutes.",
    )
    links = LinksField(required=False, help_text="One on each line.")
    research = ProseField(label="Research notes", max_length=20_000, required=False)

    class Meta:
        model = Contact
        fields = [
            "role",
            "company",
            "path",
            "recent_work",
            "common_ground",
            "already_public",
            "links",
            "research",
        ]


class ClippingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A pasted text, a link, or both."""

    text = ProseField(
        label="Text",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    url = LinkField(label="Link", max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Clipping
        fields = ["text", "url"]

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "clipping_%s", **kwargs})
        self.instance.contact = contact

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        text, url = kept.get("text", ""), kept.get("url", "")
        if not url and "url" not in self.errors and _is_link(text):
            kept["text"], kept["url"] = "", text
        elif not text and not url and not self.errors:
            self.add_error("text", "Please paste a text or a link.")
        if self.instance.contact.clippings.count() >= MAX_CLIPPINGS:
            said = f"There are {MAX_CLIPPINGS} already. Please remove one you do not need any more."
            self.add_error(None, said)
        return kept

    def keep(self, now: datetime) -> Clipping:
        self.instance.kept_at = now
        clipping: Clipping = self.save()
        return clipping


def _is_link(text: str) -> bool:
    try:
        URLValidator(schemes=WEB)(text)
    except forms.ValidationError:
        return False
    return len(text) <= 500
