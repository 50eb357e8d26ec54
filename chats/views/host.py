"""The host's pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def invitation(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def take(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def propose(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def decline(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def opt_out(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def undo(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def move(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def cancel(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def ics(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def one_click(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
