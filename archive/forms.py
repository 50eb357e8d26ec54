"""The form that erases an account."""

from typing import Any

from django import forms

from accounts.fields import LineField
from accounts.models import User
from outbox.addresses import normalised


class EraseForm(forms.Form):
    """Typing the address is what makes it no slip of the finger."""

    address = LineField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Please type your e-mail address to go on."},
    )

    def __init__(self, *args: Any, seeker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seeker = seeker

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if normalised(address) != normalised(self.seeker.email):
            raise forms.ValidationError(f"That is not the address here: {self.seeker.email}.")
        return address
