"""What a seeker writes down about a contact."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

import names
from accounts import zone_field
from accounts.fields import AddressField, LineField, NameField, ProseField
from accounts.model_forms import OwnFieldsForm
from accounts.models import User
from contacts import introductions
from contacts.fields import LinksField, TagsField
from contacts.models import Contact
from outbox.addresses import same_address


class ContactForm(OwnFieldsForm):
    name = NameField(max_length=100)
    called = NameField(
        label="What you call them",
        max_length=100,
        required=False,
        help_text="As in “Hello Anna”. Left empty, we take it from the name.",
    )
    role = LineField(max_length=100, required=False)
    company = LineField(max_length=100, required=False)
    connection = LineField(
        label="How you are connected",
        max_length=200,
        required=False,
        help_text="A school, a person, a talk, an article. It often opens the letter.",
    )
    introduced_by = LineField(
        label="Introduced by",
        max_length=100,
        required=False,
        help_text="Somebody in your contacts who led you here. A part of the name will do.",
    )
    links = LinksField(required=False, help_text="One on each line.")
    tags = TagsField(required=False, help_text="With commas between them.")
    research = ProseField(
        label="Research notes",
        max_length=20_000,
        required=False,
        help_text="What you have read, what you would like to hear. Only you see this.",
    )

    class Meta:
        model = Contact
        fields = [
            "name",
            "called",
            "email",
            "role",
            "company",
            "connection",
            "introduced_by",
            "time_zone",
            "links",
            "tags",
            "research",
        ]
        field_classes = {"email": AddressField}
        widgets = {"time_zone": zone_field.ZoneSelect}
        help_texts = {
            "email": "Without one, you can copy a link and send it elsewhere.",
            "time_zone": "Where they live. Your invitation shows them their own hours.",
        }

    def __init__(self, *args: Any, seeker: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.seeker = seeker
        self.introduced_before = self.instance.introduced_by_id
        self.named_before = self.instance.name
        self.initial["called"] = self.instance.called or names.called(self.named_before)
        if self.instance.introduced_by:
            self.initial["introduced_by"] = self.instance.introduced_by.name
        zone_field.offer(self, now, ("", "Not known"))

    def clean_called(self) -> str:
        typed: str = self.cleaned_data["called"]
        return names.beyond_guess(typed, self.named_before, self.cleaned_data.get("name", ""))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if twin := self.twin(email):
            raise ValidationError(_already_there(twin))
        return email

    def clean_introduced_by(self) -> Contact | None:
        """Whom they mean. Where a name fits several, the field asks, as it does of two times."""
        typed, picked = (
            self.cleaned_data["introduced_by"],
            self.data.get("introduced_by_offset", ""),
        )
        return introductions.introducer(self.instance, typed, picked) if typed else None

    def twin(self, email: str) -> Contact | None:
        """Another contact of the same seeker with this address."""
        if not email:
            return None
        others = Contact.objects.of(self.instance.seeker).exclude(pk=self.instance.pk)
        return others.filter(same_address("email", email)).first()

    def add_lost_race(self) -> None:
        """The address was added a moment ago, by another tab or a second press."""
        if twin := self.twin(self.cleaned_data["email"]):
            self.add_error("email", _already_there(twin))


def _already_there(twin: Contact) -> SafeString:
    return format_html(
        'You already have <a href="{}">{}</a> with this address.',
        twin.get_absolute_url(),
        twin.name,
    )
