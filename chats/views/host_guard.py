"""What every page behind a private link has in common: the link, the headers, the kind refusals."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from accounts.states import HourCycle
from calendars import clock
from calendars.clock import hours_as
from chats import access
from chats.lifecycle.locks import came_to_nothing
from chats.models import Link
from chats.views.host_rates import asks_too_often

View = Callable[[HttpRequest, Link, str], HttpResponse]

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def behind_link(
    purpose: Link.Purpose, *, outlives: bool = False
) -> Callable[[View], Callable[..., HttpResponse]]:
    """The view gets the link it belongs to. No sign-in, no cookie: forms carry proof instead.

    One that `outlives` the invitation works also when the seeker has deleted it.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @login_not_required
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @gzip_page  # whoever could guess at secrets by its length must know the link already
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            response = _answer(view if outlives else _or_gone(view), request, purpose, token)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return guarded

    return decorate


def _or_gone(view: View) -> View:
    def with_invitation(request: HttpRequest, link: Link, token: str) -> HttpResponse:
        if link.invitation_id is None:
            context = {"token": token, "address": link.address}
            return render(request, "host/gone.html", context, status=410)
        return view(request, link, token)

    return with_invitation


def _hours(request: HttpRequest, link: Link) -> str:
    """As the host chose with the switch or had before; else as their browser reads hours."""
    asked = request.POST.get("hours", "") or request.GET.get("hours", "")
    if asked in HourCycle.values:
        return asked
    stored = link.invitation.host_hour_cycle if link.invitation else ""
    return stored or clock.hours()


def _answer(view: View, request: HttpRequest, purpose: Link.Purpose, token: str) -> HttpResponse:
    try:
        link = access.link_for(token, purpose)
        if link is None:
            return unknown(request)
        with hours_as(_hours(request, link)):
            return view(request, link, token)
    except OperationalError as error:
        if not came_to_nothing(error):
            raise
        return render(request, "host/busy.html", {"token": token}, status=503)


def unknown(request: HttpRequest) -> HttpResponse:
    """One body for links that never were and links that are for something else."""
    if asks_too_often(request):
        return render(request, "host/wait.html", status=429)
    return render(request, "host/unknown.html", status=404)
