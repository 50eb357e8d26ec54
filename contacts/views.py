"""Contacts."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def add(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def delete(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
