"""The host's pages that are no row in the table of actions: the invitation, never again, a file.

GET shows; a button acts. No account, no cookie, no script needed.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from chats import itip
from chats.host import answered_page, answering
from chats.host import page as host_page
from chats.host.views.acting import NOT_SHOWN, see_other, shown
from chats.host.views.guard import behind_link
from chats.host.visit import Visit
from chats.models import Link
from chats.states import ChatStatus
from chats.tokens import form_token, is_form_token_of
from outbox.suppression import is_suppressed


@behind_link(Link.Purpose.ANSWER)
def invitation(request: HttpRequest, visit: Visit) -> HttpResponse:
    return shown(request, visit, host_page.page_for(visit))


@behind_link(Link.Purpose.ANSWER, outlives=True)
def opt_out(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Reachable for as long as the link is known, however the invitation ended."""
    posted = request.POST.get("form_token", "")
    is_own_form = request.method == "POST" and is_form_token_of(visit.link, posted, visit.now)
    if is_own_form and visit.link.address:
        answering.opt_out_by_mail(visit.link, now=visit.now)
        return see_other(reverse("host:opt_out", args=[visit.token]))
    context = _never(visit)
    if request.method != "POST":
        return render(request, "host/never.html", context)
    return render(request, "host/never.html", {**context, "sentence": NOT_SHOWN}, status=422)


def _never(visit: Visit) -> dict[str, Any]:
    link, invitation = visit.link, visit.invitation
    context = {
        "seeker": invitation.seeker if invitation else None,
        "token": visit.token,
        "form_token": form_token(link, visit.now),
        "address": link.address,
        "is_done": bool(link.address) and is_suppressed(link.address),
    }
    if invitation and link.address:
        context |= answered_page.never_again(invitation, link.address, visit.now)
    return context


@behind_link(Link.Purpose.OPT_OUT, outlives=True)
def one_click(request: HttpRequest, visit: Visit) -> HttpResponse:
    """RFC 8058: a mail program posts here by itself, with no form token, cookie or redirect."""
    if request.method == "POST":
        answering.opt_out_by_mail(visit.link, now=visit.now)
        said = gettext("Done. We will not write to you again.")
        return HttpResponse(f"{said}\n", content_type="text/plain")
    return render(request, "host/one_click.html", _never(visit))


@behind_link(Link.Purpose.ANSWER)
def ics(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The calendar entry as a file. It may be handed on, so nobody's address is in it."""
    chat = visit.invitation.chats.exclude(status=ChatStatus.CANCELLED).first()
    if chat is None:
        return see_other(reverse("host:invitation", args=[visit.token]))
    response = HttpResponse(
        itip.stored(chat.belongs_to(visit.invitation), now=visit.now),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="coffee-chat.ics"'
    return response
