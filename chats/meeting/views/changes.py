"""What a seeker changes about a chat that was agreed: its time, its place, or that it is at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import Request, SignedInRequest, acts
from chats import access
from chats.errors import Refused, TimeTaken
from chats.meeting import calling_off, changing, move_conflicts, new_rules
from chats.meeting.forms import KeepForm, LineForm, MoveForm, PlaceForm, PreparationForm, SettleForm
from chats.meeting.move_desk import MoveDesk
from chats.meeting.views.chat import show_chat
from chats.models import CalendarReply, Chat
from chats.states import ChatStatus, Side, Way

BOOKED_ALREADY = "One of you already has a chat then."


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    if request.method != "POST" and chat.status == ChatStatus.CANCELLED:
        return _back_to_cancelled(request, chat)
    suggested = CalendarReply.objects.suggested(chat, request.GET.get("to", ""))
    desk = MoveDesk.of(chat, request.POST, request.now)
    if request.method != "POST" or "go" in request.POST:
        typed = request.POST.dict()
        form = MoveForm(chat=chat, now=request.now, suggested=suggested, initial=typed)
        return _move_page(request, desk, form)
    form = MoveForm(request.POST, chat=chat, now=request.now)
    if form.is_valid() and (problem := desk.problem_with(form.cleaned_data["starts_at"])):
        form.add_error("starts_at", problem)
    if not form.is_valid():
        return _move_page(request, desk, form, status=422)
    try:
        changing.reschedule(chat, **form.cleaned_data, by=Side.SEEKER, now=request.now)
    except TimeTaken:
        form.add_error("starts_at", BOOKED_ALREADY)
        return _move_page(request, desk, form, status=409)
    except Refused as refused:
        form.add_error("starts_at", refused.sentence)
        as_it_is = MoveDesk.of(access.chat_of(request.user, pk), request.POST, request.now)
        return _move_page(request, as_it_is, form, status=409)
    messages.success(request, f"Moved. {_who_hears(chat)}")
    return redirect("chats:chat", pk)


def _move_page(request: Request, desk: MoveDesk, form: MoveForm, status: int = 200) -> HttpResponse:
    return _change(request, "move", desk.chat, form, status, desk=desk)


@acts(access.chat_of, "chats:chat")
def decline_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Their new time does not suit: back to the one before."""
    chat = access.chat_of(request.user, pk)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return show_chat(request, chat, PreparationForm.of(chat), status=422, keep=form)
    try:
        changing.decline_move(chat, **form.cleaned_data, by=Side.SEEKER, now=request.now)
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
        settled = new_rules.settle(chat, on=on, by=Side.SEEKER, now=request.now)
    except Refused as refused:
        said = BOOKED_ALREADY if isinstance(refused, TimeTaken) else refused.sentence
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
        changing.change_place(chat, way=way, where=where, now=request.now)
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
        calling_off.cancel(chat, by=Side.SEEKER, line=form.cleaned_data["line"], now=request.now)
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
    return f"Please tell {name} yourself: they agreed {chat.how_agreed}."


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _change(
    request: Request,
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
        "has_begun": chat.starts_at <= request.now,
        "is_near": chat.is_near(request.now),
        "most_changes": changing.MAX_MOVES if changing.too_often(chat) else 0,
        "tried_enough": move_conflicts.tried_enough(chat),
    }
    return render(request, f"chats/chat_{verb}.html", context, status=status)
