"""The seeker's chats: upcoming and past, and one page to hold a phone beside."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest, acts
from chats import access, chat_page, feed, itip, lifecycle
from chats.chat_forms import (
    ConfirmForm,
    KeepForm,
    LineForm,
    MoveForm,
    PlaceForm,
    PreparationForm,
    SettleForm,
)
from chats.errors import Refused, TimeTaken
from chats.models import CalendarReply, Chat, ChatQuerySet
from chats.move_desk import MoveDesk
from chats.states import ChatStatus, Side, Way

PER_PAGE = 50
CLASH = "One of you already has a chat then."


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    return index_page(request)


def index_page(request: SignedInRequest, feed_url: str = "") -> HttpResponse:
    """`feed_url` is the new address to follow the chats at, shown once."""
    show = "past" if request.GET.get("show") == "past" else "upcoming"
    page = Paginator(_chats(request.user, show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "show": show,
        "feed_url": feed_url,
        "feed_is_on": feed.is_on(request.user),
    }
    return render(request, "chats/chat_list.html", context)


def _chats(seeker: User, show: str) -> ChatQuerySet:
    chats = Chat.objects.of(seeker).select_related("contact", "seeker")
    now = timezone.now()
    return chats.past(now) if show == "past" else chats.upcoming(now)


@require_safe
def chat(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    return _page(request, chat, PreparationForm.of(chat))


def _page(
    request: HttpRequest,
    chat: Chat,
    form: PreparationForm,
    status: int = 200,
    keep: LineForm | None = None,
    confirm: ConfirmForm | None = None,
    sentence: str = "",
) -> HttpResponse:
    """`sentence` says why a button of the page could not be done."""
    context = chat_page.context_for(chat, form, timezone.now(), keep, confirm)
    context["sentence"] = sentence
    return render(request, "chats/chat.html", context, status=status)


@acts(access.chat_of, "chats:chat")
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what was typed: for htmx a line that says so, without script the page again."""
    chat = access.chat_of(request.user, pk)
    form = PreparationForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return render(request, "chats/_saved.html", {"form": form}, status=422)
        return _page(request, chat, form, status=422)
    lifecycle.save_preparation(chat, **form.cleaned_data)
    if request.htmx:
        return render(request, "chats/_saved.html", {"is_saved": True})
    return redirect("chats:chat", pk)


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
        return _page(request, chat, PreparationForm.of(chat), status=422, keep=form)
    try:
        lifecycle.decline_move(chat, **form.cleaned_data, by=Side.SEEKER, now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        chat = access.chat_of(request.user, pk)
        return _page(request, chat, PreparationForm.of(chat), status=409, keep=form)
    messages.success(request, f"It stays at the time before. {_who_hears(chat)}")
    return redirect("chats:chat", pk)


@acts(access.chat_of, "chats:chat")
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rules of a clock have changed: keep the moment, or go by the time both agreed to."""
    chat = access.chat_of(request.user, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, chat, PreparationForm.of(chat), status=422)
    try:
        on = form.cleaned_data["on"]
        settled = lifecycle.settle(chat, on=on, by=Side.SEEKER, now=timezone.now())
    except Refused as refused:
        said = CLASH if isinstance(refused, TimeTaken) else refused.sentence
        chat = access.chat_of(request.user, pk)
        as_it_is = PreparationForm.of(chat)
        return _page(request, chat, as_it_is, status=409, sentence=said)
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
    if chat.contact.email:
        return f"{chat.contact.first_name} hears of it by e-mail, and both calendars follow."
    return f"Please tell {chat.contact.first_name} yourself: there is no e-mail address here."


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
    }
    return render(request, f"chats/chat_{verb}.html", context, status=status)


@acts(access.chat_of, "chats:chat")
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell them that it stands."""
    chat = access.chat_of(request.user, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, chat, PreparationForm.of(chat), status=422, confirm=form)
    try:
        lifecycle.confirm(chat, **form.cleaned_data, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(reverse("chats:chat", args=[pk]) + "#confirm")


@acts(access.chat_of, "chats:chat")
def held(request: SignedInRequest, pk: int) -> HttpResponse:
    """It happened, so the next thing is to look back while it is fresh."""
    chat = access.chat_of(request.user, pk)
    try:
        lifecycle.mark_held(chat, was=_was(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("chats:chat", pk)
    return redirect("followups:after", pk)


@acts(access.chat_of, "chats:chat")
def no_show(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    try:
        who, was = _who(request), _was(request)
        lifecycle.mark_no_show(chat, by=who, was=was, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Noted. It happens to everyone, and you can always ask again.")
    return redirect("chats:chat", pk)


def _who(request: HttpRequest) -> Side | None:
    """Who was missing, where the button says so."""
    by = request.POST.get("by", "")
    return Side(by) if by in Side.values else None


def _was(request: HttpRequest) -> str:
    """What the page showed. Today, which says nothing of it, asks only of those not answered."""
    return request.POST.get("was", ChatStatus.SCHEDULED)


@require_safe
def ics(request: SignedInRequest, pk: int) -> HttpResponse:
    """The calendar entry as a file, the same as in the e-mail."""
    chat = access.chat_of(request.user, pk)
    method = itip.REQUEST if chat.status != ChatStatus.CANCELLED else itip.CANCEL
    response = HttpResponse(
        itip.entry(chat, method, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="coffee-chat.ics"'
    return response
