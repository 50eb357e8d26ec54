"""The host's page of an invitation: see it, answer it, take the answer back, never again.

GET shows; a button acts. No account, no cookie, no script needed.
"""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from chats import host_free, host_page, itip, lifecycle
from chats.host_forms import FreeForm, LineForm, ProposeForm, TakeForm
from chats.models import Link
from chats.states import ChatStatus
from chats.tokens import proof_of_page, was_shown
from chats.views.host_acting import (
    NOT_SHOWN,
    Show,
    act,
    read,
    see_other,
    show_page,
    show_week,
)
from chats.views.host_guard import behind_link
from outbox.suppression import is_suppressed

_show_free: Show = partial(show_week, host_free.page_for)


@behind_link(Link.Purpose.ANSWER)
def invitation(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    return show_page(request, link, token)


@behind_link(Link.Purpose.ANSWER)
def take(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = read(TakeForm, request, link)

    def verb() -> None:
        answer = form.cleaned_data
        lifecycle.take(
            link.invitation,
            answer["slot"],
            way=answer["way"],
            phone=answer["phone"],
            line=answer["line"],
            zone=form.zone,
            hours=form.hours,
            address=link.address,
            now=form.now,
        )

    return act(request, link, token, "take", form, verb)


@behind_link(Link.Purpose.ANSWER)
def free(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Any other free time, a week at a look; a button takes one."""
    if request.method != "POST":
        return _show_free(request, link, token)
    form = read(FreeForm, request, link)

    def verb() -> None:
        answer = form.cleaned_data
        lifecycle.take_free(
            link.invitation,
            answer["starts_at"],
            way=answer["way"],
            phone=answer["phone"],
            line=answer["line"],
            zone=form.zone,
            hours=form.hours,
            address=link.address,
            now=form.now,
        )

    return act(request, link, token, "free", form, verb, show=_show_free)


@behind_link(Link.Purpose.ANSWER)
def propose(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = read(ProposeForm, request, link)

    def verb() -> None:
        answer = form.cleaned_data
        lifecycle.propose(
            link.invitation,
            times=form.times,
            way=answer["way"],
            phone=answer["phone"],
            line=answer["line"],
            zone=form.zone,
            hours=form.hours,
            address=link.address,
            now=form.now,
        )

    return act(request, link, token, "propose", form, verb)


@behind_link(Link.Purpose.ANSWER)
def decline(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = read(LineForm, request, link)

    def verb() -> None:
        line = form.cleaned_data["line"]
        lifecycle.decline(link.invitation, line=line, address=link.address, now=form.now)

    return act(request, link, token, "decline", form, verb)


@behind_link(Link.Purpose.ANSWER)
def undo(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = read(LineForm, request, link)

    def verb() -> None:
        lifecycle.undo(link.invitation, now=form.now)

    return act(request, link, token, "undo", form, verb)


@behind_link(Link.Purpose.ANSWER, outlives=True)
def opt_out(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Reachable for as long as the link is known, however the invitation ended."""
    shown = request.method == "POST" and was_shown(link, request.POST.get("proof", ""))
    if shown and link.address:
        lifecycle.opt_out_by_mail(link, now=timezone.now())
        return see_other(reverse("host:opt_out", args=[token]))
    context = _never(link, token)
    if request.method != "POST":
        return render(request, "host/never.html", context)
    return render(request, "host/never.html", {**context, "sentence": NOT_SHOWN}, status=422)


def _never(link: Link, token: str) -> dict[str, Any]:
    invitation = link.invitation
    context = {
        "seeker": invitation.seeker if invitation else None,
        "token": token,
        "proof": proof_of_page(link),
        "address": link.address,
        "is_done": bool(link.address) and is_suppressed(link.address),
    }
    if invitation and link.address:
        context |= host_page.never_again(invitation, link.address, timezone.now())
    return context


@behind_link(Link.Purpose.OPT_OUT, outlives=True)
def one_click(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """RFC 8058: a mail program posts here by itself, so there is no proof, cookie or redirect."""
    if request.method == "POST":
        lifecycle.opt_out_by_mail(link, now=timezone.now())
        return HttpResponse("Done. We will not write to you again.\n", content_type="text/plain")
    return render(request, "host/one_click.html", _never(link, token))


@behind_link(Link.Purpose.ANSWER)
def ics(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The calendar entry as a file. It may be handed on, so nobody's address is in it."""
    chat = link.invitation.chats.exclude(status=ChatStatus.CANCELLED).first()
    if chat is None:
        return see_other(reverse("host:invitation", args=[token]))
    response = HttpResponse(
        itip.stored(chat.belongs_to(link.invitation), now=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="coffee-chat.ics"'
    return response
