"""What the host's views have in common: show a page, and do what a row of the table says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chats.errors import Refused, TimeTaken
from chats.host import page as host_page
from chats.host import speaking
from chats.host import zones as host_zones
from chats.host.actions import Action
from chats.host.page import Page
from chats.host.rejected import Rejected
from chats.host.views.guard import behind_link
from chats.host.views.rates import presses_too_often
from chats.host.visit import Visit
from chats.models import Link
from chats.tokens import is_form_token_of

NOT_SHOWN = _(
    "This page waited a long time, so nothing was sent. Please press the button once more."
)

TOO_OFTEN = _(
    "So many buttons were pressed here within an hour that this one did nothing. "
    "Please come back in an hour, or write to each other."
)


def view_of(action: Action[Any]) -> Callable[..., HttpResponse]:
    """The view of an action: POST does it, GET shows the page its form stands on."""

    @behind_link(Link.Purpose.ANSWER)
    def view(request: HttpRequest, visit: Visit) -> HttpResponse:
        if request.method == "POST":
            return _act(request, visit, action)
        if action.page:
            return shown(request, visit, action.page(visit, None))
        return see_other(reverse("host:invitation", args=[visit.token]))

    return view


def _act(request: HttpRequest, visit: Visit, action: Action[Any]) -> HttpResponse:
    """Run the operation where page and form allow it; else the page again with everything typed."""
    link, form = visit.link, action.form(request.POST, visit)

    def again(status: int, sentence: str = "", conflict: datetime | None = None) -> HttpResponse:
        rejected = Rejected(
            action.name, request.POST, form.errors, sentence, conflict, action.once_booked
        )
        page = (action.page or host_page.page_for)(visit, rejected)
        return shown(request, visit, page, status)

    if link.expires_at <= visit.now:
        return again(410)
    if presses_too_often(request, link, action.counted_as(link)):
        return again(429, str(TOO_OFTEN))
    if not is_form_token_of(link, request.POST.get("form_token", ""), visit.now):
        return again(422, str(NOT_SHOWN))
    if not form.is_valid():
        return again(422, str(action.not_done))
    try:
        with speaking.through(link):
            action.operation(visit, form)
    except Refused as refused:
        link.invitation.refresh_from_db(fields=["status"])
        conflict = refused.at if isinstance(refused, TimeTaken) else None
        return again(409, refused.sentence, conflict)
    return see_other(reverse("host:invitation", args=[visit.token]))


def shown(request: HttpRequest, visit: Visit, page: Page, status: int = 200) -> HttpResponse:
    context = page.context | host_zones.looked_for(visit.place, visit.now)
    return render(request, page.template, context, status=max(page.status, status))


def see_other(url: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(url, status=303)
