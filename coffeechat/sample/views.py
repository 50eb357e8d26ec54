"""Sample data."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def remove(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
