"""allauth's pages that take a code, where ours must differ: after too many tries one is back where
codes are asked for, with the address and the page one wanted to go on to."""

from typing import Any

from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    ConfirmPasswordResetCodeView,
)
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.codes import begin_anew


class _TakesCode:
    """To stand before a view of allauth's."""

    request: HttpRequest
    _process: Any

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return self._show(form)
        page = self.passthrough_next_url(reverse(self.asks()))  # type: ignore[attr-defined]
        return begin_anew(self.request, self._process.state["email"], page)

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
