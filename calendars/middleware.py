"""Say every time of a page the way its reader reads hours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.requests import looks_at_session
from calendars import hour_cycle
from calendars.clock import hours_as, use_hours


class HourCycleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with hours_as(hour_cycle.of_browser(request)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: object
    ) -> None:
        """As the seeker chose, rather than their browser."""
        chosen = getattr(request.user, "hour_cycle", "") if looks_at_session(view) else ""
        if chosen:
            use_hours(chosen)
