"""Forms of allauth, where ours must differ."""

from allauth.account.forms import LoginForm, SignupForm
from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.signing_up import SigningUp


class PasswordLoginForm(LoginForm):  # type: ignore[misc]
    def _setup_password_field(self) -> None:
        """Keep it. allauth takes it away where signing up asks for none, though one may be set."""


class SignUpForm(SignupForm):  # type: ignore[misc]
    """allauth's own makes the account at once where there is none, and so tells where there is."""

    def validate_unique_email(self, value: str) -> str:
        """Taken or free: it is all the same here."""
        return value

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        try:
            SigningUp.begin(request, self.cleaned_data["email"])
        except RateLimited:
            return None, respond_429(request)
        return None, redirect("accounts:confirm_sign_up")


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
