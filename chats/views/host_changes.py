"""The host's buttons on a chat that was agreed: move it, keep the time before, settle, cancel."""

from functools import partial

from django.http import HttpRequest, HttpResponse

from chats import host_move, lifecycle
from chats.host_forms import KeepForm, LineForm, MoveForm, MoveFreeForm, SettleForm
from chats.lifecycle import meeting
from chats.models import Link
from chats.states import Side
from chats.views.host_acting import Show, act, read, show_week
from chats.views.host_guard import behind_link

_show_move: Show = partial(show_week, host_move.page_for)


@behind_link(Link.Purpose.ANSWER)
def move(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = read(MoveForm, request, link)

    def verb() -> None:
        to = form.cleaned_data
        said = {"line": to["line"], "address": link.address, "now": form.now}
        if to["slot"]:
            lifecycle.move_offered(link.invitation, to["slot"], **said)
            return
        chat = meeting.live_chat(link.invitation)
        lifecycle.reschedule(chat, starts_at=to["starts_at"], by=Side.HOST, **said)

    return act(request, link, token, "move", form, verb)


@behind_link(Link.Purpose.ANSWER)
def move_free(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """To any other free time, a week at a look; a button moves it there."""
    if request.method != "POST":
        return _show_move(request, link, token)
    form = read(MoveFreeForm, request, link)

    def verb() -> None:
        to = form.cleaned_data
        said = {"line": to["line"], "address": link.address, "now": form.now}
        lifecycle.move_free(link.invitation, to["starts_at"], **said)

    return act(request, link, token, "move_free", form, verb, show=_show_move)


@behind_link(Link.Purpose.ANSWER)
def keep(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The seeker's new time does not suit: back to the one before."""
    form = read(KeepForm, request, link)

    def verb() -> None:
        back_to, line = form.cleaned_data["back_to"], form.cleaned_data["line"]
        chat = meeting.live_chat(link.invitation)
        said = {"line": line, "address": link.address, "now": form.now}
        lifecycle.decline_move(chat, back_to=back_to, by=Side.HOST, **said)

    return act(request, link, token, "keep", form, verb)


@behind_link(Link.Purpose.ANSWER)
def settle(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The rules of a clock have changed: keep the moment, or go by the time both agreed to."""
    form = read(SettleForm, request, link)

    def verb() -> None:
        chat = meeting.live_chat(link.invitation)
        said = {"on": form.cleaned_data["on"], "address": link.address, "now": form.now}
        lifecycle.settle(chat, by=Side.HOST, **said)

    return act(request, link, token, "settle", form, verb)


@behind_link(Link.Purpose.ANSWER)
def cancel(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = read(LineForm, request, link)

    def verb() -> None:
        line = form.cleaned_data["line"]
        chat = meeting.live_chat(link.invitation)
        lifecycle.cancel(chat, by=Side.HOST, line=line, now=form.now)

    return act(request, link, token, "cancel", form, verb)
