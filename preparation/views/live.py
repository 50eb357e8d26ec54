"""The page beside the call, and what it sends: a note, a tick, the full notes.

A script asks for JSON and hears what the server has now; a plain form is led back to where it was.
"""

import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest, acts
from chats import access
from chats.errors import Refused
from chats.models import Chat
from preparation import live, noting
from preparation.note_forms import AskedForm, ChangeForm, NoteForm, NotesForm
from preparation.views.worker import address_of, keep_offline

KEPT_AFTER = timedelta(hours=12)


@require_safe
def now(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    answer = _page(request, chat)
    keep_offline(answer, request.user, chat.ends_at + KEPT_AFTER)
    return answer


@acts(access.chat_of, "live:now")
@transaction.atomic
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _refuse(request, chat, form, wrong=form)
    written = form.written()
    try:
        note = noting.write(chat, written, change=form.cleaned_data["change"])
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _refuse(request, chat, form, wrong=form)
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
    change, instant = form.cleaned_data["change"], timezone.now()
    is_asked = noting.tick(question, pressed, base, now=instant, change=change)
    return _done(request, chat, f"question-{question.pk}", asked=is_asked)


@acts(access.chat_of, "live:now")
@transaction.atomic
def full(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _refuse(request, chat, form, wrong_notes=form)
    typed, base = form.cleaned_data["text"], form.cleaned_data["base_text"]
    text = noting.write_notes(chat, typed, base, change=form.cleaned_data["change"])
    return _done(request, chat, "full", text=text)


def _page(request: HttpRequest, chat: Chat, status: int = 200, **wrong: Any) -> HttpResponse:
    context = live.context_for(chat, timezone.now(), **wrong)
    context["worker"] = address_of(chat.seeker)
    return render(request, "preparation/live.html", context, status=status)


def _done(request: HttpRequest, chat: Chat, place: str, **has: str | bool) -> HttpResponse:
    if _is_script(request):
        # Said while the chat is still locked: of two answers a tab believes the later.
        return JsonResponse({**has, "at": time.time_ns() // 1000})
    return redirect(f"{reverse('live:now', args=[chat.pk])}#{place}")


def _refuse(request: HttpRequest, chat: Chat, form: ChangeForm, **wrong: Any) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"errors": live.sentences(form)}, status=422)
    return _page(request, chat, status=422, **wrong)


def _is_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
