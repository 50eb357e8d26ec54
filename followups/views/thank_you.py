"""Write the thank-you, send it, or say that it is done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from chats import access
from chats.errors import Refused
from chats.states import ChatStatus
from followups import drafting, lifecycle
from followups.clock import clock_of
from followups.forms import ThankYouForm
from followups.models import FollowUp
from followups.states import Status


def _follow_up(user: User, chat_pk: int) -> FollowUp:
    """The thank-you of the seeker's own chat, opened if the chat is over; else 404."""
    chat = access.chat_of(user, chat_pk)
    follow_up = chat.follow_ups.first()
    if follow_up is None:
        now = timezone.now()
        over = chat.ends_at <= now or chat.status == ChatStatus.HELD
        if not over or chat.status in {ChatStatus.CANCELLED, ChatStatus.NO_SHOW}:
            raise Http404
        follow_up = lifecycle.open_thank_you(chat, now=now)
    follow_up.chat = chat
    return follow_up


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows the composer; POST keeps the draft, by itself as it is typed."""
    follow_up = _follow_up(request.user, pk)
    if request.method != "POST":
        text = follow_up.text or drafting.first_draft(follow_up.chat)
        return _page(request, follow_up, ThankYouForm({"text": text}))
    form = ThankYouForm(request.POST)
    if form.is_valid() and follow_up.status != Status.DONE:
        lifecycle.save_draft(follow_up, form.cleaned_data["text"])
    if request.htmx:
        context = {"saved_at": timezone.now()} if form.is_valid() else {"form": form}
        return render(request, "chats/_saved.html", context, status=_status(form))
    if form.is_valid():
        return redirect("followups:thank_you", pk)
    return _page(request, follow_up, form, status=422)


def _status(form: ThankYouForm) -> int:
    return 200 if form.is_valid() else 422


def _page(
    request: HttpRequest, follow_up: FollowUp, form: ThankYouForm, status: int = 200
) -> HttpResponse:
    context = {
        "follow_up": follow_up,
        "chat": follow_up.chat,
        "contact": follow_up.chat.contact,
        "form": form,
        "clock": clock_of(follow_up, timezone.now()),
    }
    return render(request, "followups/thank_you.html", context, status=status)


@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = _follow_up(request.user, pk)
    form = ThankYouForm(request.POST)
    if form.is_valid() and not drafting.is_finished(form.cleaned_data["text"]):
        form.add_error("text", f"Please replace {drafting.SPECIFIC} with your own words.")
    if not form.is_valid():
        return _page(request, follow_up, form, status=422)
    try:
        lifecycle.send(follow_up, form.cleaned_data["text"], now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, follow_up, form, status=409)
    messages.success(request, f"Your thank-you to {follow_up.chat.contact.first_name} is leaving.")
    return redirect("today")


@require_POST
def elsewhere(request: SignedInRequest, pk: int) -> HttpResponse:
    lifecycle.mark_sent_elsewhere(_follow_up(request.user, pk), now=timezone.now())
    messages.success(request, "Noted as sent. Well done.")
    return redirect("today")


@require_POST
def skip(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        lifecycle.skip(_follow_up(request.user, pk), now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Skipped. You can still send one from the chat's page.")
    return redirect("today")
