"""What the host's views have in common: show the page, read the form, run the verb."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import zones
from chats import host_page, host_zones, lifecycle
from chats.errors import Refused, TimeTaken
from chats.host_forms import LineForm
from chats.host_page import Attempt, Page
from chats.models import Link
from chats.tokens import was_shown
from chats.views.host_rates import presses_too_often
from outbox.text import one_line

F = TypeVar("F", bound=LineForm)

LONGEST_PLACE = 60

Show = Callable[..., HttpResponse]
"""Answers with a page: of request, link and token, and of the attempt that was not taken."""

NOT_SHOWN = "This page waited a long time, so nothing was sent. Please press the button once more."

NOT_DONE = {
    "move": "Your chat was not moved.",
    "move_free": "Your chat was not moved.",
    "keep": "Your chat was not moved back.",
    "cancel": "Your chat was not cancelled.",
}
"""Said above the page of a form with something wrong in it, which may look like a success."""
NOT_SENT = "Your answer was not sent yet."

TOO_OFTEN = (
    "So many buttons were pressed here within an hour that this one did nothing. "
    "Please come back in an hour, or write to each other."
)


def show_page(
    request: HttpRequest,
    link: Link,
    token: str,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    page = host_page.page_for(
        link,
        token,
        zone=_zone(request, link),
        now=timezone.now(),
        picked=request.POST.get("slot", "") or request.GET.get("time", ""),
        attempt=attempt,
    )
    return _shown(request, page, status)


def show_week(
    page_for: Callable[..., Page],
    request: HttpRequest,
    link: Link,
    token: str,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    page = page_for(
        link,
        token,
        zone=_zone(request, link),
        now=timezone.now(),
        week=_week(request),
        attempt=attempt,
    )
    return _shown(request, page, status)


def read(form: type[F], request: HttpRequest, link: Link) -> F:
    zone, now = _zone(request, link), timezone.now()
    return form(request.POST, invitation=link.invitation, zone=zone, now=now)


def _zone(request: HttpRequest, link: Link) -> ZoneInfo:
    """The zone the host looked for or chose, or had before them; else the best guess."""
    asked = request.POST.get("zone", "") or request.GET.get("zone", "")
    place = host_zones.zone_for(_place(request), timezone.now())
    return place or zones.read(asked) or link.invitation.zone_for_host


def _place(request: HttpRequest) -> str:
    return one_line(request.GET.get("place", ""))[:LONGEST_PLACE]


def _shown(request: HttpRequest, page: Page, status: int) -> HttpResponse:
    context = page.context | host_zones.looked_for(_place(request), timezone.now())
    return render(request, page.template, context, status=max(page.status, status))


def act(
    request: HttpRequest,
    link: Link,
    token: str,
    name: str,
    form: LineForm,
    verb: Callable[[], None],
    show: Show = show_page,
) -> HttpResponse:
    """Run the verb where page and form allow it; else the page again with everything typed."""
    page = reverse("host:invitation", args=[token])
    if request.method != "POST":
        return see_other(page)

    def again(status: int, sentence: str = "", clash: datetime | None = None) -> HttpResponse:
        attempt = Attempt(name, request.POST, form.errors, sentence, clash)
        return show(request, link, token, attempt, status)

    if link.expires_at <= form.now:
        return again(410)
    if presses_too_often(request, link, name):
        return again(429, TOO_OFTEN)
    if not was_shown(link, request.POST.get("proof", "")):
        return again(422, NOT_SHOWN)
    if not form.is_valid():
        return again(422, NOT_DONE.get(name, NOT_SENT))
    try:
        with lifecycle.through(link):
            verb()
    except Refused as refused:
        link.invitation.refresh_from_db(fields=["status"])
        clash = refused.at if isinstance(refused, TimeTaken) else None
        return again(409, refused.sentence, clash)
    return see_other(page)


def _week(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("week") or request.GET.get("week") or "")
    except ValueError:
        return None


def see_other(url: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(url, status=303)
