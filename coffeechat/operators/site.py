"""The operator's pages, behind the same door as everybody's.

Django's own sign-in for them counts no tries and knows no second step.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from accounts.fresh import fresh_to_act

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class OperatorSite(AdminSite):
    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Nobody types a password here: who is signed out is sent to allauth's page."""
        answer: HttpResponse = secure_admin_login(_index)(request)
        return answer

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Looking takes being signed in; what acts, having signed in a moment ago. Signing out is
        for whoever is in."""
        leaves = view == self.logout
        guarded = view if leaves else fresh_to_act(view)
        return cast(View, super().admin_view(guarded, cacheable))


def _index(request: HttpRequest) -> HttpResponse:
    return redirect("admin:index")
