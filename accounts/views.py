"""The seeker's own pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def welcome(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def settings(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
