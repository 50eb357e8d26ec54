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
from preparation.views.service_worker import address_of, keep_offline

KEPT_AFTER = timedelta(hours=12)
"""How long after the chat a phone still shows the sheet offline."""


@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    context = {
        "chat": chat,
        "sheet": sheet_of(chat),
        "facts": facts(chat),
        "worker": address_of(request.user),
    }
    answer = render(request, "preparation/sheet.html", context)
    off = chat.status == ChatStatus.CANCELLED
    keep_offline(answer, request.user, None if off else chat.ends_at + KEPT_AFTER)
    return answer


@require_safe
def sheet_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    answer = HttpResponse(pdf_of(chat, sheet_of(chat)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="coffee-chat-{chat.pk}.pdf"'
    return answer
