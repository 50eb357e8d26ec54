"""What a seeker says of a chat they add: who, when and how. The rest can wait."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import NameField
from accounts.models import User
from chats.elsewhere.fields import MeetingForm
from chats.states import Way
from contacts.introductions import known
from contacts.models import Contact

MAX_OFFERED = 200
"""As many names the field offers while one types; any other can be typed."""


class AddedForm(MeetingForm):
    who = NameField(
        label=_("Who"),
        max_length=100,
        help_text=_("Somebody in your contacts, or a new name."),
        error_messages={"required": _("Please say who it is with.")},
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    field_order = ["who", "starts_at", "way"]

    def __init__(
        self, *args: Any, seeker: User, contact: Contact | None, now: datetime, **kwargs: Any
    ) -> None:
        """`contact` is who it is with, where that is known already."""
        super().__init__(*args, seeker=seeker, now=now, **kwargs)
        self.contact = contact
        self.offer_entry(contact)
        if contact:
            del self.fields["who"]

    @classmethod
    def begun(cls, seeker: User, contact: Contact | None, now: datetime) -> "AddedForm":
        form = cls(seeker=seeker, contact=contact, now=now)
        form.initial = {"minutes": form.usual_length, "way": Way.VIDEO}
        return form

    def clean_who(self) -> str:
        """Found in their contacts, or somebody new."""
        typed: str = self.cleaned_data["who"]
        found = known(self.seeker, typed, self.data.get("who_offset", ""))
        self.contact = found or Contact(seeker=self.seeker, name=typed)
        return typed

    def clean(self) -> dict[str, Any]:
        self.check_where()
        if self.cleaned_data.get("tells_host") and self.contact and not self.contact.email:
            said = gettext("There is no e-mail address for %(name)s yet.")
            self.add_error("tells_host", said % {"name": self.contact.first_name})
        return self.cleaned_data

    @property
    def with_whom(self) -> Contact:
        assert self.contact is not None  # a form that is valid has one
        return self.contact

    @property
    def names(self) -> list[str]:
        """Whom they may mean, those of late first."""
        mine = Contact.objects.of(self.seeker).order_by("-updated_at", "-pk")
        return list(mine.values_list("name", flat=True)[:MAX_OFFERED])
