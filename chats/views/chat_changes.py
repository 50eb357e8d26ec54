"""What a seeker changes about a chat that was agreed: its time, its place, or that it is at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, acts
from chats import access, lifecycle
from chats.chat_forms import KeepForm, LineForm, MoveForm, PlaceForm, PreparationForm, SettleForm
from chats.errors import Refused, TimeTaken
from chats.models import CalendarReply, Chat
from chats.move_desk import MoveDesk
from chats.states import ChatStatus, Side, Way
from chats.views.chat import show_chat

CLASH = "One of you already has a chat then."


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    if request.method != "POST" and chat.status == ChatStatus.CANCELLED:
        return _back_to_cancelled(request, chat)
    suggested = CalendarReply.objects.suggested(chat, request.GET.get("to", ""))
    desk = MoveDesk.of(chat, request.POST, timezone.now())
    if request.method != "POST" or "go" in request.POST:
        form = MoveForm(chat=chat, suggested=suggested, initial=request.POST.dict())
        return _move_page(request, desk, form)
    form = MoveForm(request.POST, chat=chat)
    if form.is_valid() and (problem := desk.problem_with(form.cleaned_data["starts_at"])):
        form.add_error("starts_at", problem)
    if not form.is_valid():
        return _move_page(request, desk, form, status=422)
    try:
        lifecycle.reschedule(chat, **form.cleaned_data, by=Side.SEEKER, now=timezone.now())
    except TimeTaken:
        form.add_error("starts_at", CLASH)
        return _move_page(request, desk, form, status=409)
    except Refused as refused:
        form.add_error("starts_at", refused.sentence)
        as_it_is = MoveDesk.of(access.chat_of(request.user, pk), request.POST, timezone.now())
        return _move_page(request, as_it_is, form, status=409)
    messages.success(request, f"Moved. {_who_hears(chat)}")
    return redirect("chats:chat", pk)


def _move_page(
    request: HttpRequest, desk: MoveDesk, form: MoveForm, status: int = 200
) -> HttpResponse:
    return _change(request, "move", desk.chat, form, status, desk=desk)


@acts(access.chat_of, "chats:chat")
def decline_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Their new time does not suit: back to the one before."""
    chat = access.chat_of(request.user, pk)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return show_chat(request, chat, PreparationForm.of(chat), status=422, keep=form)
    try:
        lifecycle.decline_move(chat, **form.cleaned_data, by=Side.SEEKER, now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        chat = access.chat_of(request.user, pk)
        return show_chat(request, chat, PreparationForm.of(chat), status=409, keep=form)
    messages.success(request, f"It stays at the time before. {_who_hears(chat)}")
    return redirect("chats:chat", pk)


@acts(access.chat_of, "chats:chat")
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rules of a clock have changed: keep the moment, or go by the time both agreed to."""
    chat = access.chat_of(request.user, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return show_chat(request, chat, PreparationForm.of(chat), status=422)
    try:
        on = form.cleaned_data["on"]
        settled = lifecycle.settle(chat, on=on, by=Side.SEEKER, now=timezone.now())
    except Refused as refused:
        said = CLASH if isinstance(refused, TimeTaken) else refused.sentence
        chat = access.chat_of(request.user, pk)
        as_it_is = PreparationForm.of(chat)
        return show_chat(request, chat, as_it_is, status=409, sentence=said)
    done = "The moment stays." if settled.sequence == chat.sequence else "Moved."
    messages.success(request, f"{done} {_who_hears(chat)}")
    return redirect("chats:chat", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """How or where they meet."""
    chat = access.chat_of(request.user, pk)
    form = PlaceForm(_posted(request), chat=chat)
    if request.method != "POST" and chat.status == ChatStatus.CANCELLED:
        return _back_to_cancelled(request, chat)
    if request.method != "POST":
        return _change(request, "place", chat, form)
    if not form.is_valid():
        return _change(request, "place", chat, form, status=422)
    way, where = Way(form.cleaned_data["way"]), form.cleaned_data["where"]
    try:
        lifecycle.change_place(chat, way=way, where=where, now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _change(request, "place", chat, form, status=409)
    messages.success(request, f"Changed. {_who_hears(chat)}")
    return redirect("chats:chat", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    form = LineForm(_posted(request))
    if chat.status == ChatStatus.CANCELLED and (
        request.method != "POST" or chat.cancelled_by == Side.SEEKER
    ):
        return _back_to_cancelled(request, chat)
    if request.method != "POST":
        return _change(request, "cancel", chat, form)
    if not form.is_valid():
        return _change(request, "cancel", chat, form, status=422)
    if chat.status == ChatStatus.CANCELLED:
        name = chat.contact.first_name
        form.add_error("line", f"{name} has cancelled it already, so this was not sent.")
        return _change(request, "cancel", chat, form, status=409)
    try:
        lifecycle.cancel(chat, by=Side.SEEKER, line=form.cleaned_data["line"], now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _change(request, "cancel", chat, form, status=409)
    messages.success(request, f"Cancelled. {_who_hears(chat)}")
    return redirect("chats:chat", pk)


def _back_to_cancelled(request: HttpRequest, chat: Chat) -> HttpResponse:
    messages.info(request, "This chat is cancelled already.")
    return redirect(chat)


def _who_hears(chat: Chat) -> str:
    if chat.seeker.is_sample:
        return "This is sample data, so nobody is told."
    if chat.host_address:
        return f"{chat.contact.first_name} hears of it by e-mail, and both calendars follow."
    name = chat.contact.first_name
    return f"Please tell {name} yourself: they agreed through a link that you passed on."


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _change(
    request: HttpRequest,
    verb: str,
    chat: Chat,
    form: LineForm | PlaceForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        **more,
        "chat": chat,
        "form": form,
        "host_zone": chat.invitation.zone_for_host,
        "has_begun": chat.starts_at <= timezone.now(),
        "is_near": chat.is_near(timezone.now()),
        "most_changes": lifecycle.MOST_MOVES if lifecycle.too_often(chat) else 0,
        "tried_enough": lifecycle.tried_enough(chat),
    }
    return render(request, f"chats/chat_{verb}.html", context, status=status)
