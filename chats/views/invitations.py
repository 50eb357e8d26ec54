"""Invitations once they are written."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def invitation(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def offer_times(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def accept_proposal(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def withdraw(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def copy_link(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
