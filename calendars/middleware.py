"""Say every time of a page the way its reader reads hours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from calendars import hour_cycle
from calendars.clock import hours_as


class HourCycleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The seeker's choice, or their browser's. The host's pages never look at the session."""
        private = not request.path.startswith("/i/")
        chosen = getattr(request.user, "hour_cycle", "") if private else ""
        with hours_as(chosen or hour_cycle.of_browser(request)):
            return self.get_response(request)
