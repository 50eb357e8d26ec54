"""Forms of allauth, where ours must differ."""

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class PasswordLoginForm(LoginForm):  # type: ignore[misc]
    def _setup_password_field(self) -> None:
        """Keep it. allauth takes it away where signing up asks for none, though one may be set."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey signs in by itself unless the seeker wants it only as a second step."""

    name = forms.CharField(
        label="Name", required=False, help_text="So that you know it from your others."
    )
    passwordless = forms.BooleanField(
        label="Sign in with it alone",
        required=False,
        initial=True,
        help_text="Without this, it is asked for after your code.",
    )
