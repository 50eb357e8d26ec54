"""The seeker's chats: upcoming and past, and one page to hold a phone beside."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request, SignedInRequest, acts
from accounts.together import Together
from chats import access, itip
from chats.errors import Refused
from chats.meeting import confirming, feed, marking, noting
from chats.meeting import page as chat_page
from chats.meeting.forms import ConfirmForm, LineForm, PreparationForm
from chats.meeting.thanks import have_thanks
from chats.models import Chat, ChatQuerySet
from chats.onward import AFTER_CHAT
from chats.states import ChatStatus, Side
from outbox.kinds import CANCEL

PER_PAGE = 50


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    return index_page(request)


def index_page(request: SignedInRequest, feed_url: str = "") -> HttpResponse:
    """`feed_url` is the new address to follow the chats at, shown once."""
    show = "past" if request.GET.get("show") == "past" else "upcoming"
    page = Paginator(_chats(request, show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "show": show,
        "feed_url": feed_url,
        "feed_is_on": feed.is_on(request.user),
    }
    return render(request, "chats/chat_list.html", context)


def _chats(request: SignedInRequest, show: str) -> ChatQuerySet:
    chats = Chat.objects.of(request.user).with_undone().select_related("contact", "seeker")
    if show == "past":
        return chats.past(request.now).annotate(thanked=have_thanks())
    return chats.upcoming(request.now)


@require_safe
def chat(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    return show_chat(request, chat, PreparationForm.of(chat))


def show_chat(
    request: Request,
    chat: Chat,
    form: PreparationForm,
    status: int = 200,
    keep: LineForm | None = None,
    confirm: ConfirmForm | None = None,
    sentence: str = "",
) -> HttpResponse:
    """`sentence` says why a button of the page could not be done."""
    context = chat_page.context_for(chat, form, request.now, keep, confirm)
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
        return show_chat(request, chat, form, status=422)
    written = form.written_after(PreparationForm.of(chat))
    kept = noting.save_preparation(chat, **written)
    if request.htmx:
        both = Together(request.POST, differs=PreparationForm.of(kept).differs_from(form))
        return both.mark(render(request, "chats/_saved.html", {"is_saved": True, "both": both}))
    return redirect("chats:chat", pk)


@acts(access.chat_of, "chats:chat")
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell them that it stands."""
    chat = access.chat_of(request.user, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return show_chat(request, chat, PreparationForm.of(chat), status=422, confirm=form)
    try:
        confirming.confirm(chat, **form.cleaned_data, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(reverse("chats:chat", args=[pk]) + "#confirm")


@acts(access.chat_of, "chats:chat")
def held(request: SignedInRequest, pk: int) -> HttpResponse:
    """It happened, so the next thing is to look back while it is fresh."""
    chat = access.chat_of(request.user, pk)
    try:
        marking.mark_held(chat, was=_was(request), now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("chats:chat", pk)
    return redirect(AFTER_CHAT.url(pk))


@acts(access.chat_of, "chats:chat")
def no_show(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    try:
        who, was = _who(request), _was(request)
        marking.mark_no_show(chat, by=who, was=was, now=request.now)
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
    method = itip.REQUEST if chat.status != ChatStatus.CANCELLED else CANCEL
    response = HttpResponse(
        itip.entry(chat, method, now=request.now), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="coffee-chat.ics"'
    return response
