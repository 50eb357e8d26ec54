"""The calendars a seeker lets us read, and the one that agreed chats go to.

Nothing secret is ever written back into a page: neither a password nor a secret address.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings

from accounts.fields import NameField
from accounts.models import User
from calendars.models import Calendar, CalendarAccount
from calendars.reading.guard import Guard
from calendars.reading.wire import CannotRead
from outbox.text import isolated

WEBCAL = re.compile(r"webcals?://", re.I)
"""How calendar programs spell a secret address that they want to be subscribed to."""
MAX_ADDRESS_LENGTH = 2000
SECRET = {"autocomplete": "off", "spellcheck": "false", "data-secret": ""}
"""Nor is it kept in the browser when a button is pressed after the session."""


class SecretAddressInput(forms.PasswordInput):
    """Seen while it is typed, and never rendered again."""

    input_type = "url"


class AddressInput(forms.URLInput):
    """Kept for a second try, unless somebody put their password into it."""

    def format_value(self, value: Any) -> str | None:
        return None if value and "@" in str(value).partition("://")[2].split("/")[0] else value


def readable(url: str) -> str:
    """The address as we read it. The rules are those of the reading itself, and so is what is said
    of one that is refused: one sentence, which tells nothing of what there is inside."""
    if spelt := WEBCAL.match(url):
        url = f"https://{url[spelt.end() :]}"
    guard = Guard(settings.CALENDAR_HOSTS)
    try:
        guard.checked(url)
    except CannotRead as error:
        raise forms.ValidationError(CalendarAccount.Problem.ADDRESS.label) from error
    return url


class _AccountForm(forms.Form):
    """A name is optional: the host of the address stands in for it."""

    name = NameField(
        label="What you call it",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_url(self) -> str:
        return readable(self.cleaned_data["url"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["name"] = cleaned.get("name") or _host(cleaned.get("url", ""))
        return cleaned


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "")[:60]


class FeedForm(_AccountForm):
    url = forms.CharField(
        label="Secret address",
        max_length=MAX_ADDRESS_LENGTH,
        widget=SecretAddressInput(attrs=SECRET),
        error_messages={"required": "Please paste the address."},
    )
    field_order = ("url", "name")


class CaldavForm(_AccountForm):
    url = forms.CharField(
        label="Address of the server",
        max_length=MAX_ADDRESS_LENGTH,
        widget=AddressInput(attrs=SECRET),
        error_messages={"required": "Please paste the address."},
    )
    username = forms.CharField(
        label="User name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "Please give the name you sign in with there."},
    )
    password = forms.CharField(
        label="App password",
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs=SECRET),
        error_messages={"required": "Please give the password for calendars."},
    )
    field_order = ("url", "username", "password", "name")


class _CalendarChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def label_from_instance(self, obj: Calendar) -> str:
        return f"{isolated(obj.name)} ({isolated(obj.account.name)})"


class ChatsForm(forms.Form):
    calendar = _CalendarChoice(
        label="Write agreed chats into",
        queryset=Calendar.objects.none(),
        widget=forms.RadioSelect,
        required=False,
        blank=True,
        empty_label="None of them",
        error_messages={"invalid_choice": "That calendar is not there any more."},
    )

    def __init__(self, data: Any = None, *, seeker: User) -> None:
        super().__init__(data, auto_id="chats_%s")
        mine = Calendar.objects.filter(seeker=seeker, account__kind=CalendarAccount.Kind.CALDAV)
        field = self.fields["calendar"]
        field.queryset = mine.select_related("account")  # type: ignore[attr-defined]
        self.calendars = list(field.queryset)  # type: ignore[attr-defined]
        self.initial["calendar"] = next((one.pk for one in self.calendars if one.takes_chats), "")
