"""The seeker's chats."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def chat(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def save(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def move(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def cancel(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def held(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def no_show(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def ics(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
