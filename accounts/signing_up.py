"""Signing up: nothing is made for an address until its code came back.

Whether it has an account already is asked once, to choose the words of the e-mail, which has a
code either way. So both cost the same, and the page that follows cannot tell them apart. Whoever
reads the e-mail signs in with that code, or has their account made.
"""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from accounts.codes import count_code
from accounts.models import User
from outbox.addresses import same_address

KEPT_AS = "signing_up"


class SigningUp(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """Kept in the session of whoever typed the address, and nowhere else."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
            state=state,
        )

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> None:
        """Raises `RateLimited`, as `send_another` does, when too many were sent there."""
        state = cls.initial_state(user=None, email=email)
        process = cls(request, {**state, "next": get_next_redirect_url(request)})
        process.send()
        process.persist()

    @classmethod
    def resume(cls, request: HttpRequest) -> "SigningUp | None":
        state = request.session.get(KEPT_AS)
        process: SigningUp | None = cls(request, state).abort_if_invalid() if state else None
        return process

    @property
    def email(self) -> str:
        return str(self.state["email"])

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(app_settings.EMAIL_VERIFICATION_MAX_RESEND_COUNT)

    def send_another(self) -> None:
        self.send()
        self.record_resend()
        self.persist()

    def send(self) -> None:
        """Counted together with the codes that signing in asks for: they open the same door."""
        count_code(self.request, self.email)
        adapter = get_adapter(self.request)
        code = adapter.generate_email_verification_code()
        kind = "account_already_exists" if _owner(self.email) else "email_confirmation_signup"
        adapter.send_mail(f"account/email/{kind}", self.email, {"code": code})
        self.state["code"] = code

    def persist(self) -> None:
        self.request.session[KEPT_AS] = self.state

    def abort(self) -> None:
        self.request.session.pop(KEPT_AS, None)

    def finish(self) -> HttpResponse:
        """The code came back: whoever typed it reads what is sent to this address."""
        self.abort()
        seeker = _owner(self.email)
        login = Login(
            user=seeker or _make(self.email),
            email=self.email,
            redirect_url=self.state["next"],
            signup=seeker is None,
        )
        record_authentication(self.request, login.user, method="code", email=self.email)
        verify_email_indirectly(self.request, login.user, self.email)
        response: HttpResponse = perform_login(self.request, login)
        return response


def _owner(email: str) -> User | None:
    return User.objects.filter(same_address("email", email)).first()


def _make(email: str) -> User:
    try:
        with transaction.atomic():
            seeker = User.objects.create_user(email)
            addresses = seeker.emailaddress_set  # type: ignore[attr-defined]  # allauth's
            addresses.create(email=seeker.email, verified=True, primary=True)
            return seeker
    except IntegrityError:  # in another window, a moment ago
        return User.objects.get(same_address("email", email))
