"""What came of chats: a list, and a form that is reached from a chat, a contact or the list."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from chats import access as chats_access
from chats.errors import Refused
from chats.models import Chat
from contacts import access as contacts_access
from outbox.text import one_line
from outcomes import access, drawing, lifecycle, telling
from outcomes.forms import OutcomeForm
from outcomes.models import Outcome
from outcomes.picking import chats_to_choose_from

PER_PAGE = 30


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    outcomes = Outcome.objects.of(request.user).prefetch_related("chats__contact")
    page = Paginator(outcomes, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": telling.rows(request.user, list(page))}
    return render(request, "outcomes/outcome_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form(request, initial=_led_here(request)))
    if "find" in request.POST:
        return _page(request, _form(request, initial=_as_typed(request)))
    form = _form(request, data=request.POST)
    try:
        if not form.is_valid():
            return _page(request, form, status=422)
        lifecycle.note(request.user, form.noted(), now=request.now)
    except Refused as refused:
        form.add_error("chats", refused.sentence)
        return _page(request, form, status=409)
    messages.success(request, "Noted. The people who helped will be glad to hear of it.")
    return redirect("outcomes:list")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    outcome = access.outcome_of(request.user, pk)
    if request.method != "POST":
        return _page(request, _form(request, initial=_as_it_is(outcome)), outcome)
    if "find" in request.POST:
        return _page(request, _form(request, initial=_as_typed(request)), outcome)
    form = _form(request, data=request.POST, lost=not outcome.chats.exists())
    try:
        if not form.is_valid():
            return _page(request, form, outcome, status=422)
        lifecycle.change(outcome, form.noted(), now=request.now)
    except Refused as refused:
        form.add_error("chats", refused.sentence)
        return _page(request, form, outcome, status=409)
    messages.success(request, "Your changes are kept.")
    return redirect("outcomes:list")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        lifecycle.delete(access.outcome_of(request.user, pk), now=request.now)
        messages.success(request, "Taken back.")
        return redirect("outcomes:list")
    context = {"outcome": access.outcome_of(request.user, pk)}
    return render(request, "outcomes/outcome_delete.html", context)


@require_safe
def introductions(request: SignedInRequest) -> HttpResponse:
    context = {"tree": drawing.tree_of(request.user)}
    return render(request, "outcomes/introductions.html", context)


def _form(request: SignedInRequest, **given: Any) -> OutcomeForm:
    return OutcomeForm(seeker=request.user, now=request.now, **given)


def _led_here(request: SignedInRequest) -> dict[str, Any]:
    """Today, with the chat, or the newest chat of the contact, that led to this page ticked."""
    today = request.now.astimezone(request.user.time_zone).date()
    initial: dict[str, Any] = {"happened_on": today, "chats": []}
    if (pk := request.GET.get("chat", "")).isdecimal():
        initial["chats"] = [chats_access.chat_of(request.user, int(pk)).pk]
    if (pk := request.GET.get("contact", "")).isdecimal():
        contact = contacts_access.contact_of(request.user, int(pk))
        held = Chat.objects.filter(contact=contact).ended(request.now)
        initial["chats"] = list(held.order_by("-starts_at").values_list("pk", flat=True)[:1])
    return initial


def _as_it_is(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "happened_on": outcome.happened_on,
        "chats": list(outcome.chats.values_list("pk", flat=True)),
    }


def _as_typed(request: SignedInRequest) -> dict[str, Any]:
    """Looking for chats changes nothing and loses nothing."""
    typed = {name: request.POST.get(name, "") for name in ("kind", "text", "happened_on")}
    return {**typed, "chats": request.POST.getlist("chats")}


def _page(
    request: SignedInRequest, form: OutcomeForm, outcome: Outcome | None = None, status: int = 200
) -> HttpResponse:
    words = one_line(request.POST.get("q", ""))[:100]
    ticked = form.chosen()
    choice = chats_to_choose_from(request.user, words, ticked, request.now)
    context = {
        "form": form,
        "outcome": outcome,
        "words": words,
        "ticked": ticked,
        "choice": choice,
    }
    return render(request, "outcomes/outcome_form.html", context, status=status)
