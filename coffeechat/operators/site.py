"""The operator's pages, behind the same door as everybody's, and what is done there in the log.

Django's own sign-in for them counts no tries and knows no second step.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from accounts.fresh import fresh_to_act
from coffeechat.operators.by_number import by_number

log = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class OperatorSite(AdminSite):
    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Nobody types a password here: who is signed out is sent to allauth's page."""
        answer: HttpResponse = secure_admin_login(_index)(request)
        return answer

    def password_change(  # type: ignore[override]  # leads away, and shows no page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own page counts no tries of the old password; everybody's does."""
        return redirect("account_change_password")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        super().register(model_or_iterable, by_number(admin_class or ModelAdmin), **options)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Looking takes being signed in; what acts, having signed in a moment ago. Signing out is
        for whoever is in."""
        leaves = view == self.logout
        guarded = view if leaves else fresh_to_act(_noted(view))
        return cast(View, super().admin_view(guarded, cacheable))


def _noted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A line for all that was done. Django's history of an object knows no actions on a list, and
    goes with whoever wrote it."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        response = view(request, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            action, chosen = request.POST.get("action"), request.POST.getlist("_selected_action")
            what = f" {action!r} of {chosen}" if action else ""
            log.info("Operator %s at %s%s", request.user.pk, request.path, what)
        return response

    return answer


def _index(request: HttpRequest) -> HttpResponse:
    return redirect("admin:index")
