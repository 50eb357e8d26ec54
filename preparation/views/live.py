"""The page beside the call, and what it sends: a note, a tick, the full notes, or all at once.

A script asks for JSON and hears what the server has now; a plain form of a page that was opened
before there was one button for everything is led back to where it was.
"""

import time
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.form_recovery import typed_for
from accounts.requests import Request, SignedInRequest, acts
from chats import access
from chats.errors import Refused
from chats.models import Chat
from preparation import live, noting
from preparation.note_forms import AskedForm, EditForm, NoteForm, NotesForm
from preparation.views.service_worker import address_of, keep_offline
from preparation.whole_page import WholePage, left_of

KEPT_AFTER = timedelta(hours=12)


@require_safe
def now(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    left = left_of(chat, typed_for(request, reverse("live:everything", args=[pk])))
    answer = _page(request, chat, left=left)
    keep_offline(answer, request.user, chat.ends_at + KEPT_AFTER)
    return answer


@acts(access.chat_of, "live:now")
@transaction.atomic
def everything(request: SignedInRequest, pk: int) -> HttpResponse:
    """The one button of the page without script."""
    chat = access.chat_of(request.user, pk)
    page = WholePage(chat, request.POST)
    page.save(request.now)
    if not page.is_saved:
        return _page(request, chat, 422, wrong=page.wrong, wrong_notes=page.wrong_notes)
    messages.success(request, "Everything is saved.")
    return redirect("live:now", pk)


@acts(access.chat_of, "live:now")
@transaction.atomic
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _refuse(request, chat, form, wrong=[form])
    written = form.written()
    try:
        note = noting.write(chat, written, idempotency_key=form.cleaned_data["idempotency_key"])
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _refuse(request, chat, form, wrong=[form])
    return _done(request, chat, f"note-{note.uid}", text=note.text, starred=note.is_starred)


@acts(access.chat_of, "live:now")
@transaction.atomic
def asked(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    form = AskedForm(request.POST)
    if not form.is_valid():
        return _refuse(request, chat, form)
    question = get_object_or_404(chat.questions, pk=form.cleaned_data.pop("question"))
    pressed, base = form.cleaned_data["asked"], form.cleaned_data["base_asked"]
    key, instant = form.cleaned_data["idempotency_key"], request.now
    is_asked = noting.tick(question, pressed, base, now=instant, idempotency_key=key)
    return _done(request, chat, f"question-{question.pk}", asked=is_asked)


@acts(access.chat_of, "live:now")
@transaction.atomic
def full(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _refuse(request, chat, form, wrong_notes=form)
    typed, base = form.cleaned_data["text"], form.cleaned_data["base_text"]
    text = noting.write_notes(
        chat, typed, base, idempotency_key=form.cleaned_data["idempotency_key"]
    )
    return _done(request, chat, "full", text=text)


def _page(request: Request, chat: Chat, status: int = 200, **wrong: Any) -> HttpResponse:
    context = live.context_for(chat, request.now, **wrong)
    context["worker"] = address_of(chat.seeker)
    return render(request, "preparation/live.html", context, status=status)


def _done(request: HttpRequest, chat: Chat, place: str, **has: str | bool) -> HttpResponse:
    if _is_script(request):
        # Said while the chat is still locked: of two answers a tab believes the later.
        return JsonResponse({**has, "at": time.time_ns() // 1000})
    return redirect(f"{reverse('live:now', args=[chat.pk])}#{place}")


def _refuse(request: Request, chat: Chat, form: EditForm, **wrong: Any) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"errors": live.sentences(form)}, status=422)
    return _page(request, chat, status=422, **wrong)


def _is_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
