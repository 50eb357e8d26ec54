"""A kind page for whoever waited too long for a lock that somebody else holds."""

from collections.abc import Callable

import psycopg2.errors
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class BusyMiddleware:
    """Postgres gives up after `lock_timeout`; nothing was changed, so trying again is safe."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        waited = isinstance(error, OperationalError)
        if waited and isinstance(error.__cause__, psycopg2.errors.LockNotAvailable):
            return render(request, "503.html", status=503)
        return None
