"""The host's pages. GET shows; a button acts. No account, no cookie, no script needed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import zones
from chats import host_move, host_page, itip, lifecycle
from chats.errors import Refused, TimeTaken
from chats.host_forms import (
    FreeForm,
    KeepForm,
    LineForm,
    MoveForm,
    MoveFreeForm,
    ProposeForm,
    SettleForm,
    TakeForm,
)
from chats.host_page import Attempt
from chats.lifecycle import meeting
from chats.models import Link
from chats.states import ChatStatus, Side
from chats.tokens import proof_of_page, was_shown
from chats.views.host_guard import behind_link
from outbox.suppression import is_suppressed

F = TypeVar("F", bound=LineForm)

NOT_SHOWN = "This page waited a long time, so nothing was sent. Please press the button once more."


@behind_link(Link.Purpose.ANSWER)
def invitation(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    return _show(request, link, token)


@behind_link(Link.Purpose.ANSWER)
def take(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = _read(TakeForm, request, link)

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
            now=form.now,
        )

    return _act(request, link, token, "take", form, verb)


@behind_link(Link.Purpose.ANSWER)
def free(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Any other free time, a week at a look; a button takes one."""
    if request.method != "POST":
        return _show_free(request, link, token)
    form = _read(FreeForm, request, link)

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
            now=form.now,
        )

    return _act(request, link, token, "free", form, verb, show=_show_free)


@behind_link(Link.Purpose.ANSWER)
def propose(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = _read(ProposeForm, request, link)

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
            now=form.now,
        )

    return _act(request, link, token, "propose", form, verb)


@behind_link(Link.Purpose.ANSWER)
def decline(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = _read(LineForm, request, link)

    def verb() -> None:
        lifecycle.decline(link.invitation, line=form.cleaned_data["line"], now=form.now)

    return _act(request, link, token, "decline", form, verb)


@behind_link(Link.Purpose.ANSWER)
def undo(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = _read(LineForm, request, link)

    def verb() -> None:
        lifecycle.undo(link.invitation, now=form.now)

    return _act(request, link, token, "undo", form, verb)


@behind_link(Link.Purpose.ANSWER)
def move(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = _read(MoveForm, request, link)

    def verb() -> None:
        to = form.cleaned_data
        chat = meeting.live_chat(link.invitation)
        if to["slot"]:
            way = chat.way
            lifecycle.take(link.invitation, to["slot"], way=way, line=to["line"], now=form.now)
            return
        lifecycle.reschedule(
            chat, starts_at=to["starts_at"], by=Side.HOST, line=to["line"], now=form.now
        )

    return _act(request, link, token, "move", form, verb)


@behind_link(Link.Purpose.ANSWER)
def move_free(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """To any other free time, a week at a look; a button moves it there."""
    if request.method != "POST":
        return _show_move(request, link, token)
    form = _read(MoveFreeForm, request, link)

    def verb() -> None:
        to = form.cleaned_data
        lifecycle.move_free(link.invitation, to["starts_at"], line=to["line"], now=form.now)

    return _act(request, link, token, "move_free", form, verb, show=_show_move)


@behind_link(Link.Purpose.ANSWER)
def keep(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The seeker's new time does not suit: back to the one before."""
    form = _read(KeepForm, request, link)

    def verb() -> None:
        back_to, line = form.cleaned_data["back_to"], form.cleaned_data["line"]
        chat = meeting.live_chat(link.invitation)
        lifecycle.decline_move(chat, back_to=back_to, by=Side.HOST, line=line, now=form.now)

    return _act(request, link, token, "keep", form, verb)


@behind_link(Link.Purpose.ANSWER)
def settle(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The rules of a clock have changed: keep the moment, or go by the time both agreed to."""
    form = _read(SettleForm, request, link)

    def verb() -> None:
        chat = meeting.live_chat(link.invitation)
        lifecycle.settle(chat, on=form.cleaned_data["on"], by=Side.HOST, now=form.now)

    return _act(request, link, token, "settle", form, verb)


@behind_link(Link.Purpose.ANSWER)
def cancel(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = _read(LineForm, request, link)

    def verb() -> None:
        line = form.cleaned_data["line"]
        chat = meeting.live_chat(link.invitation)
        lifecycle.cancel(chat, by=Side.HOST, line=line, now=form.now)

    return _act(request, link, token, "cancel", form, verb)


@behind_link(Link.Purpose.ANSWER, outlives=True)
def opt_out(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Reachable for as long as the link is known, however the invitation ended."""
    shown = request.method == "POST" and was_shown(link, request.POST.get("proof", ""))
    if shown and link.address:
        lifecycle.opt_out_by_mail(link, now=timezone.now())
        return _see_other(reverse("host:opt_out", args=[token]))
    status = 422 if request.method == "POST" else 200
    return render(request, "host/never.html", _never(link, token), status=status)


def _never(link: Link, token: str) -> dict[str, object]:
    invitation = link.invitation
    answer = invitation.answers.first() if invitation else None
    ours = answer is not None and answer.opted_out == link.address
    return {
        "seeker": invitation.seeker if invitation else None,
        "token": token,
        "proof": proof_of_page(link),
        "address": link.address,
        "is_done": bool(link.address) and is_suppressed(link.address),
        "may_undo": ours and host_page.may_undo(invitation, answer, timezone.now()),
    }


@behind_link(Link.Purpose.OPT_OUT, outlives=True)
def one_click(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """RFC 8058: a mail program posts here by itself, so there is no proof, cookie or redirect."""
    if request.method == "POST":
        lifecycle.opt_out_by_mail(link, now=timezone.now())
        return HttpResponse("Done. We will not write to you again.\n", content_type="text/plain")
    return render(request, "host/one_click.html", {"token": token})


@behind_link(Link.Purpose.ANSWER)
def ics(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The calendar entry as a file. It may be handed on, so nobody's address is in it."""
    chat = link.invitation.chats.exclude(status=ChatStatus.CANCELLED).first()
    if chat is None:
        return _see_other(reverse("host:invitation", args=[token]))
    response = HttpResponse(
        itip.stored(chat.belongs_to(link.invitation), now=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="coffee-chat.ics"'
    return response


def _read(form: type[F], request: HttpRequest, link: Link) -> F:
    zone, now = _zone(request, link), timezone.now()
    return form(request.POST, invitation=link.invitation, zone=zone, now=now)


def _zone(request: HttpRequest, link: Link) -> ZoneInfo:
    """The zone the host chose with the switch or had before them; else the best guess."""
    asked = request.POST.get("zone", "") or request.GET.get("zone", "")
    return zones.read(asked) or link.invitation.zone_for_host


def _act(
    request: HttpRequest,
    link: Link,
    token: str,
    name: str,
    form: LineForm,
    verb: Callable[[], None],
    show: "Callable[..., HttpResponse] | None" = None,
) -> HttpResponse:
    """Run the verb where page and form allow it; else the page again with everything typed."""
    page = reverse("host:invitation", args=[token])
    if request.method != "POST":
        return _see_other(page)

    def again(status: int, sentence: str = "", clash: datetime | None = None) -> HttpResponse:
        attempt = Attempt(name, request.POST, form.errors, sentence, clash)
        return (show or _show)(request, link, token, attempt, status)

    if link.expires_at <= form.now:
        return again(410)
    if not was_shown(link, request.POST.get("proof", "")):
        return again(422, NOT_SHOWN)
    if not form.is_valid():
        return again(422)
    try:
        verb()
    except Refused as refused:
        link.invitation.refresh_from_db(fields=["status"])
        clash = refused.at if isinstance(refused, TimeTaken) else None
        return again(409, refused.sentence, clash)
    return _see_other(page)


def _show(
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
    return render(request, page.template, page.context, status=max(page.status, status))


def _show_free(
    request: HttpRequest,
    link: Link,
    token: str,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    return _show_week(host_page.free_page_for, request, link, token, attempt, status)


def _show_move(
    request: HttpRequest,
    link: Link,
    token: str,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    return _show_week(host_move.page_for, request, link, token, attempt, status)


def _show_week(
    page_for: "Callable[..., host_page.Page]",
    request: HttpRequest,
    link: Link,
    token: str,
    attempt: Attempt | None,
    status: int,
) -> HttpResponse:
    page = page_for(
        link,
        token,
        zone=_zone(request, link),
        now=timezone.now(),
        week=_week(request),
        attempt=attempt,
    )
    return render(request, page.template, page.context, status=max(page.status, status))


def _week(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("week") or request.GET.get("week") or "")
    except ValueError:
        return None


def _see_other(url: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(url, status=303)
