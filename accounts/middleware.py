"""Ask for sign-in where it is needed, and show every time in the zone of whoever is reading."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone


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
        return super().process_view(request, view_func, view_args, view_kwargs)


class TimeZoneMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The seeker's zone; UTC for strangers. Only private pages look at the session."""
        if request.path.startswith("/i/") or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.time_zone):
            return self.get_response(request)
