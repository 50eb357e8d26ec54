"""The sheet: one page to hold a phone or a pen beside."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from chats import access
from chats.states import ChatStatus
from preparation.paper import facts, pdf_of
from preparation.sheet import sheet_of

KEPT_AFTER = timedelta(hours=12)
"""How long after the chat a phone still shows the sheet offline."""


@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    context = {"chat": chat, "sheet": sheet_of(chat), "facts": facts(chat)}
    answer = render(request, "preparation/sheet.html", context)
    until = chat.ends_at + KEPT_AFTER
    off = chat.status == ChatStatus.CANCELLED
    # Read by the worker in the browser (`worker.js`): the page goes from the phone at that moment.
    answer["Keep-Offline-Until"] = "0" if off else str(int(until.timestamp()))
    return answer


@require_safe
def sheet_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    answer = HttpResponse(pdf_of(chat, sheet_of(chat)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="coffee-chat-{chat.pk}.pdf"'
    return answer
