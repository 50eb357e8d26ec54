"""The thank-you."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def write(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def send(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def elsewhere(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def skip(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
