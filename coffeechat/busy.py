"""A kind page for whoever waited too long for a lock, or crossed another's way to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chats.locks import came_to_nothing


class BusyMiddleware:
    """Postgres gives up after `lock_timeout` or `statement_timeout`, or at once on one of two that
    wait for each other; nothing was changed, so trying again is safe."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if came_to_nothing(error):
            return render(request, "503.html", status=503)
        return None
