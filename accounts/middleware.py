"""Show every time in the zone of whoever is reading."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class TimeZoneMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The seeker's zone; UTC for strangers. Only private pages look at the session."""
        if request.path.startswith("/i/") or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.time_zone):
            return self.get_response(request)
