"""allauth's pages around codes, where ours must differ: after too many tries one is back where
codes are asked for, with the address and the page one wanted to go on to."""

from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    ConfirmPasswordResetCodeView,
    EmailView,
)
from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.codes import ANOTHER, TOO_MANY, begin_anew


class _TakesCode:
    """To stand before a view of allauth's."""

    request: HttpRequest
    _process: Any

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return self._show(form)
        page = self.passthrough_next_url(reverse(self.asks()))  # type: ignore[attr-defined]
        return begin_anew(self.request, self._process.state["email"], page)

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        """Another e-mail goes out whether or not there is an account: the page promises one. Where
        it may not, the code from before goes on working."""
        before = {**self._process.state}
        try:
            self._process.generate_code()
            self._process.send()
        except (RateLimited, ImmediateHttpResponse):
            self._process.state.clear()
            self._process.state.update(before)
            messages.error(self.request, TOO_MANY)
        else:
            self._process.record_resend()
            self._process.persist()
            messages.success(self.request, ANOTHER)
        page = self.passthrough_next_url(self.request.path)  # type: ignore[attr-defined]
        return redirect(page)

    def asks(self) -> str:
        """The page that one comes from."""
        raise NotImplementedError

    def _show(self, form: BaseForm) -> HttpResponse:
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]
        answer: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            context, status=422
        )
        return answer


class ConfirmSignIn(_TakesCode, ConfirmLoginCodeView):  # type: ignore[misc]
    def asks(self) -> str:
        return "account_request_login_code"


class ConfirmNewPassword(_TakesCode, ConfirmPasswordResetCodeView):  # type: ignore[misc]
    def asks(self) -> str:
        return "account_reset_password"


class ConfirmAddress(_TakesCode, ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    def asks(self) -> str:
        return "account_email" if self.request.user.is_authenticated else "account_login"


class Address(EmailView):  # type: ignore[misc]
    """The one in use, and the one that still waits for its code: the session alone knows it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        process = EmailVerificationProcess.resume(self.request)
        pending = process.email if process else ""
        return {**super().get_context_data(**kwargs), "pending": pending}

    def _action_remove(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        process = EmailVerificationProcess.resume(request)
        if process and process.email == request.POST["email"]:
            process.abort()
        answer: HttpResponse = super()._action_remove(request, *args, **kwargs)
        return answer
