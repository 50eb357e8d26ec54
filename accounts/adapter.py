"""allauth, with its e-mails leaving through the outbox, and people who have one name."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url, user_email
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import moving
from accounts.codes import TOO_MANY, with_next
from accounts.emails import kind_of
from accounts.fields import check_address
from accounts.models import User
from accounts.requests import Request
from accounts.second_step import authenticators_of
from outbox import queue
from outbox.addresses import cleaned, mailbox, normalised, same_address
from outbox.languages import of_emails
from outbox.rendered import RenderedEmail
from outbox.rendering import with_styles
from outbox.suppression import has_opted_out
from outbox.text import is_seen, one_line

CODES_LAST = timedelta(minutes=15)
"""As long as allauth takes them (settings); one that comes later would only confuse."""

BY_CODE = "Use a code by e-mail"
METHODS = [
    ("password", "Use your password", "account_reauthenticate"),
    ("totp", "Use your authenticator app", "mfa_reauthenticate"),
    ("webauthn", "Use a passkey", "mfa_reauthenticate_webauthn"),
    ("recovery_codes", "Use a recovery code", "mfa_reauthenticate"),
]
"""How somebody can say who they are, with what they need for it, the quickest first."""

A_CODE_DOES = "A code by e-mail signs you in without a password."

MAX_NAME_LENGTH = User._meta.get_field("name").max_length


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many wrong tries. Please wait five minutes.",
        "email_password_mismatch": f"The address and the password do not fit. {A_CODE_DOES}",
        "incorrect_code": "This code is not right. Only the newest one works.",
        "enter_current_password": "This is not the password you have.",
        "incorrect_password": "This is not your password.",
        "rate_limited": TOO_MANY,
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue what allauth asks for. Its links start with the setting, not the Host header.

        Whoever asks need not own the address, so it is counted here, whichever page asked."""
        _count(email)
        self._queue(template_prefix, email, context, urgent=True)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """That something about signing in has changed: to its owner, who must hear of it however
        many e-mails came before. Without from where, which would tell them little."""
        self._queue(template_prefix, email or user.email, context or {}, urgent=False)

    def _queue(
        self, template_prefix: str, email: str, context: dict[str, Any], *, urgent: bool
    ) -> None:
        everywhere = {"email": email, "site_url": settings.SITE_URL}
        with of_emails():
            message = self.render_mail(template_prefix, email, {**everywhere, **context})
            html = [part.content for part in message.alternatives]
            rendered = RenderedEmail(
                kind=kind_of(template_prefix),
                dedupe_key=f"account:{uuid4()}",
                to=email,
                subject=message.subject,
                text=message.body,
                html=with_styles(html[0]) if html else "",
                urgent=urgent,
                held=_is_sample(),
                expires_at=self.request.now + CODES_LAST if "code" in context else None,
            )
        queue.enqueue([rendered])

    def clean_email(self, email: str) -> str:
        """In the one form in which addresses are kept and compared."""
        address = cleaned(email)
        check_address(address)
        return address

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A code is counted by itself."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ValidationError(f"{error.message} {A_CODE_DOES}", error.code) from error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """All spellings of an address share the tries of its account."""
        credentials["email"] = normalised(credentials.get("email") or "")
        return str(super()._get_login_attempts_cache_key(request, **credentials))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Not to an empty form that asks for the next one."""
        return reverse("accounts:settings")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Back to where the address is, which now says the new one."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        return str(super().get_email_verification_redirect_url(email_address))

    def confirm_email(self, request: Request, email_address: EmailAddress) -> bool:
        """A new address, once its code came back: what is agreed goes along, or neither does."""
        seeker, to = email_address.user, email_address.email
        with transaction.atomic():
            moving.move(seeker, to, now=request.now)
            confirmed = bool(super().confirm_email(request, email_address))
            if not confirmed:  # somebody else has it
                transaction.set_rollback(True)
        return confirmed

    def post_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None, **about: Any
    ) -> HttpResponse:
        """Whoever is new is welcomed first, by whichever way they came, and then goes on."""
        if about["signup"]:
            page = redirect_url or get_next_redirect_url(request)
            redirect_url = with_next(self.get_signup_redirect_url(request), page)
        response: HttpResponse = super().post_login(
            request, user, redirect_url=redirect_url, **about
        )
        return response

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.second_step.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def signed_in_just_now(self) -> bool:
        """Whoever did has just shown who they are."""
        records = get_authentication_records(self.request, self.request.user)
        last = max((record["at"] for record in records), default=0)
        return bool(self.request.now.timestamp() - last < app_settings.REAUTHENTICATION_TIMEOUT)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Also where allauth sees nothing to ask for: there is always a code by e-mail."""
        if self.signed_in_just_now():
            return False
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if required and not get_reauthentication_flows(self.request.user):
            raise ReauthenticationRequired
        return required

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """The quickest first; a code by e-mail is always among them."""
        if not user.is_authenticated:
            return []
        has = {*authenticators_of(user), *(["password"] if user.has_usable_password() else [])}
        by_code = {"id": "again", "description": BY_CODE, "url": reverse("accounts:again")}
        return [*(_method(*method) for method in METHODS if method[0] in has), by_code]


def _method(kind: str, description: str, page: str) -> dict[str, str]:
    return {"id": kind, "description": description, "url": reverse(page)}


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right.",
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner names it."""
        others = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {others + 1}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth's own would write a first and a last name, which we do not keep."""

    def new_user(self, request: Request, sociallogin: SocialLogin) -> User:
        """Without an address they wait in the session, which holds no default of the database."""
        user: User = super().new_user(request, sociallogin)
        user.date_joined = request.now
        return user

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user: User = sociallogin.user
        parts = [data.get("first_name") or "", data.get("last_name") or ""]
        name = one_line(data.get("name") or " ".join(parts))[:MAX_NAME_LENGTH]
        user.name = name if is_seen(name) else ""
        user_email(user, valid_email_or_none(data.get("email")) or "")
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        return {"email": user_email(sociallogin.user) or ""}


def _count(email: str) -> None:
    request, key = allauth_context.request, mailbox(email)
    allowed = ratelimit.consume(request, action="mailbox", key=key)
    if allowed and has_opted_out(email) and not _has_account(email):
        allowed = ratelimit.consume(request, action="opted_out", key=key)
    if not allowed:
        raise ImmediateHttpResponse(ratelimit.respond_429(request))


def _has_account(email: str) -> bool:
    return bool(EmailAddress.objects.filter(same_address("email", email)).exists())


def _is_sample() -> bool:
    """Nothing leaves for a sample seeker, to whatever address they ask for."""
    return bool(getattr(allauth_context.request.user, "is_sample", False))
