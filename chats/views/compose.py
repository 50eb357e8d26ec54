"""Write an invitation."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def write(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def use_starter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def send(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def discard(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def preview_email(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def preview_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
