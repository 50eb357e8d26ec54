"""Forms of allauth that look an account up by an address: read as all addresses are."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm

from accounts.fields import AddressInput


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget = AddressInput(self.fields["email"].widget.attrs)


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget = AddressInput(self.fields["email"].widget.attrs)
