"""Forms of allauth, where ours must differ."""

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import context as allauth_context
from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.codes import TOO_MANY, TYPED
from accounts.fields import AddressField, AddressInput, NameField
from accounts.second_step import TOTP, authenticators_of
from accounts.signing_up import SigningUp

GOOD_ONE = "Eight characters or more: no common word, no digits alone, not your name or address."
ONCE_MORE = "The same once more"
EITHER_CODE = "Six digits, or a recovery code"
UNKNOWN_PASSKEY = "This passkey is not known here. A code by e-mail signs you in without it."


class _ByAddress:
    """An account is looked up by an address that is read as all addresses are, and that was perhaps
    typed in this browser before."""

    address_field = "email"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.address_field]  # type: ignore[attr-defined]
        field.widget = AddressInput(field.widget.attrs)
        field.validators = AddressField().validators
        typed = allauth_context.request.session.get(TYPED, "")
        self.initial.setdefault(self.address_field, typed)  # type: ignore[attr-defined]


class CodeForm(_ByAddress, RequestLoginCodeForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        """A code is asked for too often, and no sign-in has failed."""
        try:
            return str(super().clean_email())
        except forms.ValidationError as error:
            raise forms.ValidationError(TOO_MANY, error.code) from error


class NewPasswordForm(_ByAddress, ResetPasswordForm):  # type: ignore[misc]
    pass


class _Passwords:
    """Each thing once and in our words: no placeholder repeats the label, no link stands before the
    field, and what makes a good one is a sentence."""

    LABELS: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)
            field.help_text = GOOD_ONE if name == "password1" else ""


class PasswordLoginForm(_Passwords, _ByAddress, LoginForm):  # type: ignore[misc]
    address_field = "login"

    def _setup_password_field(self) -> None:
        """Keep it. allauth takes it away where signing up asks for none, though one may be set."""


class SignUpForm(_ByAddress, SignupForm):  # type: ignore[misc]
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


class AgainForm(_Passwords, ReauthenticateForm):  # type: ignore[misc]
    pass


class FirstPasswordForm(_Passwords, SetPasswordForm):  # type: ignore[misc]
    LABELS: ClassVar = {"password2": ONCE_MORE}

    def save(self) -> None:
        """Whoever finds a laptop open does not make a key for themselves."""
        raise_if_reauthentication_required(allauth_context.request, app="allauth.account")
        super().save()


class OtherPasswordForm(_Passwords, ChangePasswordForm):  # type: ignore[misc]
    LABELS: ClassVar = {
        "oldpassword": "The one you have",
        "password1": "New password",
        "password2": ONCE_MORE,
    }


class ForgottenPasswordForm(_Passwords, ResetPasswordKeyForm):  # type: ignore[misc]
    LABELS: ClassVar = {"password1": "New password", "password2": ONCE_MORE}


class _WithOrWithoutApp:
    """The field is called by what fits in it; an app or recovery codes, both in one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_app = TOTP in authenticators_of(self.user)  # type: ignore[attr-defined]
        self.fields["code"].label = EITHER_CODE if has_app else "Recovery code"  # type: ignore[attr-defined]


class SecondStepForm(_WithOrWithoutApp, AuthenticateForm):  # type: ignore[misc]
    pass


class SecondStepAgainForm(_WithOrWithoutApp, MFAReauthenticateForm):  # type: ignore[misc]
    pass


class PasskeyLoginForm(LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except forms.ValidationError as error:
            raise forms.ValidationError(UNKNOWN_PASSKEY) from error


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey signs in by itself. One that only adds a step is lost with its device."""

    name = NameField(
        label="Name", required=False, help_text="So that you know it from your others."
    )
    passwordless = forms.BooleanField(initial=True, widget=forms.CheckboxInput({"hidden": True}))
    """Read by allauth's script too, which asks the device for more then."""
