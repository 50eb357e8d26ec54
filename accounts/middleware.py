"""Give each request its moment, ask for sign-in where it is needed, and show every time in the zone
of whoever is reading."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from accounts import form_recovery
from accounts.requests import Request, looks_at_session


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own asks who is signed in even where nobody needs to be: two queries a page."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        request.is_private = True  # type: ignore[attr-defined]  # read below
        if request.user.is_authenticated and form_recovery.is_somebody_elses(request):
            return form_recovery.refuse_another_account(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(self, request: Request, response: HttpResponseBase) -> HttpResponseBase:
        """Pages for everybody do not look at the session."""
        is_private = getattr(request, "is_private", False) and request.user.is_authenticated
        return form_recovery.put_back(request, response) if is_private else response

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """What a button sent after the session is not lost."""
        if not form_recovery.is_of_a_form(request):
            return super().handle_no_permission(request, view_func)
        form_recovery.keep(cast("Request", request))
        return redirect_to_login(
            form_recovery.page_of(request), resolve_url(self.get_login_url(view_func))
        )


class NowMiddleware:
    """The one look at the clock: a view checks and its operation writes by the same moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]  # of `Request`
        return self.get_response(request)


class SessionMiddleware(sessions.SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        """A session begins and ends by the moment of the request as well."""
        super().process_request(request)
        request.session.now = request.now  # type: ignore[attr-defined]  # of `Request`


class TimeZoneMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: object
    ) -> None:
        """The seeker's zone; UTC for strangers."""
        if looks_at_session(view) and request.user.is_authenticated:
            timezone.activate(request.user.time_zone)
