"""What every page behind a private link has in common: the link, the headers, the kind refusals."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from accounts import zones
from accounts.requests import Request, without_session
from accounts.states import HourCycle
from calendars import clock
from calendars.clock import hours_as
from chats.host import access
from chats.host import zones as host_zones
from chats.host.visit import Visit
from chats.locks import came_to_nothing
from chats.models import Link
from chats.strangers import unknown
from outbox.text import one_line

View = Callable[[HttpRequest, Visit], HttpResponse]

MAX_PLACE_LENGTH = 60

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def behind_link(
    purpose: Link.Purpose, *, outlives: bool = False
) -> Callable[[View], Callable[..., HttpResponse]]:
    """The view gets the visit it answers. No sign-in, no cookie: forms carry a form token instead.

    One that `outlives` the invitation works also when the seeker has deleted it.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @login_not_required
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @gzip_page  # whoever could guess at secrets by its length must know the link already
        @wraps(view)
        def guarded(request: Request, token: str) -> HttpResponse:
            response = _answer(view if outlives else _or_gone(view), request, purpose, token)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return without_session(guarded)

    return decorate


def _or_gone(view: View) -> View:
    def with_invitation(request: HttpRequest, visit: Visit) -> HttpResponse:
        if visit.link.invitation_id is None:
            context = {"token": visit.token, "address": visit.link.address}
            return render(request, "host/gone.html", context, status=410)
        return view(request, visit)

    return with_invitation


def _answer(view: View, request: Request, purpose: Link.Purpose, token: str) -> HttpResponse:
    try:
        link = access.link_for(token, purpose)
        if link is None:
            return unknown(request)
        visit = _visit(request, link, token)
        with hours_as(visit.hours):
            return view(request, visit)
    except OperationalError as error:
        if not came_to_nothing(error):
            raise
        return render(request, "host/busy.html", {"token": token}, status=503)


def _visit(request: Request, link: Link, token: str) -> Visit:
    place = one_line(request.GET.get("place", ""))[:MAX_PLACE_LENGTH]
    return Visit(
        link=link,
        token=token,
        now=request.now,
        zone=_zone(request, link, place),
        hours=_hours(request, link),
        has_hours="hours" in request.POST,
        place=place,
        picked=request.POST.get("slot", "") or request.GET.get("time", ""),
        week=_week(request),
    )


def _zone(request: Request, link: Link, place: str) -> ZoneInfo:
    """The zone the host looked for or chose, or had before them; else the best guess."""
    asked = request.POST.get("zone", "") or request.GET.get("zone", "")
    chosen = host_zones.zone_for(place, request.now) or zones.read(asked)
    if chosen or link.invitation_id is None:
        return chosen or ZoneInfo("UTC")
    return link.invitation.zone_for_host


def _hours(request: HttpRequest, link: Link) -> str:
    """As the host chose with the switch or had before; else as their browser reads hours."""
    asked = request.POST.get("hours", "") or request.GET.get("hours", "")
    if asked in HourCycle.values:
        return asked
    stored = link.invitation.host_hour_cycle if link.invitation else ""
    return stored or clock.hours()


def _week(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("week") or request.GET.get("week") or "")
    except ValueError:
        return None
