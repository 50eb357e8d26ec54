"""Write the thank-you, send it, or say that it is done."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest, acts
from chats import access
from chats.errors import Refused
from chats.models import Chat
from chats.states import ChatStatus
from followups import drafting, lifecycle
from followups.clock import clock_of
from followups.forms import ThankYouForm
from followups.models import FollowUp
from followups.states import NOTHING_TO_THANK_FOR


def _chat_to_thank_for(user: User, pk: int) -> Chat:
    """The seeker's own chat that is over and happened, as far as we know; else 404."""
    chat = access.chat_of(user, pk)
    over = chat.ends_at <= timezone.now() or chat.status == ChatStatus.HELD
    if not over or chat.status in NOTHING_TO_THANK_FOR:
        raise Http404
    return chat


def _shown(user: User, pk: int) -> FollowUp:
    """To look at: the thank-you as it is, or as it would be. Looking opens nothing."""
    chat = _chat_to_thank_for(user, pk)
    follow_up = FollowUp.objects.thank_yous().filter(chat=chat).first() or lifecycle.owed(chat)
    follow_up.chat = chat
    return follow_up


def _opened(user: User, pk: int) -> FollowUp:
    """To act on."""
    chat = _chat_to_thank_for(user, pk)
    follow_up = lifecycle.open_thank_you(chat, now=timezone.now())
    follow_up.chat = chat
    return follow_up


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows the composer; POST keeps the draft, by itself as it is typed."""
    if request.method != "POST":
        follow_up = _shown(request.user, pk)
        text = follow_up.text or drafting.first_draft(follow_up.its_chat)
        return _page(request, follow_up, ThankYouForm({"text": text}))
    follow_up = _opened(request.user, pk)
    form = ThankYouForm(request.POST)
    status = _keep(follow_up, form)
    if request.htmx:
        context = {"is_saved": True} if status == HTTPStatus.OK else {"form": form}
        return render(request, "chats/_saved.html", context, status=status)
    if status == HTTPStatus.OK:
        return redirect("followups:thank_you", pk)
    return _page(request, follow_up, form, status=status)


def _keep(follow_up: FollowUp, form: ThankYouForm) -> HTTPStatus:
    """Save the draft, and say how that went."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if not lifecycle.save_draft(follow_up, form.cleaned_data["text"]):
        form.add_error(None, "This thank-you has left already.")
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _page(
    request: HttpRequest, follow_up: FollowUp, form: ThankYouForm, status: int = 200
) -> HttpResponse:
    trouble = follow_up.trouble
    context = {
        "follow_up": follow_up,
        "chat": follow_up.chat,
        "contact": follow_up.contact,
        "form": form,
        "clock": clock_of(follow_up, timezone.now(), trouble=trouble),
        "trouble": trouble,
    }
    return render(request, "followups/thank_you.html", context, status=status)


@acts(_chat_to_thank_for, "followups:thank_you")
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = _opened(request.user, pk)
    form = ThankYouForm(request.POST)
    if form.is_valid() and (left := drafting.left_to_say(form.cleaned_data["text"])):
        form.add_error("text", f"Please replace {left} with your own words.")
    if not form.is_valid():
        return _page(request, follow_up, form, status=422)
    try:
        lifecycle.send(follow_up, form.cleaned_data["text"], now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, follow_up, form, status=409)
    messages.success(request, f"Your thank-you to {follow_up.contact.first_name} is leaving.")
    return redirect("today")


@acts(_chat_to_thank_for, "followups:thank_you")
def elsewhere(request: SignedInRequest, pk: int) -> HttpResponse:
    lifecycle.mark_sent_elsewhere(_opened(request.user, pk), now=timezone.now())
    messages.success(request, "Noted as sent. Well done.")
    return redirect("today")


@acts(_chat_to_thank_for, "followups:thank_you")
def skip(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        lifecycle.skip(_opened(request.user, pk), now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Skipped. You can still send one from the chat's page.")
    return redirect("today")
