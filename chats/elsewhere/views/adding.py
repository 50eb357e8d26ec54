"""Add a chat that was agreed elsewhere, or that has been; and take it out again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, acts
from chats import access
from chats.elsewhere import adding
from chats.elsewhere.added_form import AddedForm
from chats.errors import Refused, TimeTaken
from chats.meeting.by_hand import AnotherThen
from chats.onward import AFTER_CHAT
from chats.states import ChatStatus
from contacts import access as contacts_access
from contacts.models import Contact

MAX_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    contact, now = _contact(request), request.now
    if request.method != "POST":
        return _page(request, AddedForm.begun(request.user, contact, now))
    form = AddedForm(request.POST, seeker=request.user, contact=contact, now=now)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        chat = adding.add_chat(form.with_whom, form.meeting(), now=now)
    except AnotherThen as another:
        form.ask_about_another(another.sentence)
        return _page(request, form, status=409)
    except TimeTaken:
        form.add_error("starts_at", gettext("You have another chat then."))
        return _page(request, form, status=409)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, status=409)
    chat.refresh_from_db()
    if chat.status == ChatStatus.HELD:
        messages.success(request, gettext("Added. Now is a good time to look back."))
        return redirect(AFTER_CHAT.url(chat.pk))
    messages.success(request, gettext("Added. Your brief and your questions have their place."))
    return redirect(chat)


def _contact(request: SignedInRequest) -> Contact | None:
    """From the page of somebody."""
    pk = request.GET.get("contact", "")
    if not pk.isascii() or not pk.isdecimal() or len(pk) > MAX_DIGITS:
        return None
    return contacts_access.contact_of(request.user, int(pk))


def _page(request: SignedInRequest, form: AddedForm, status: int = 200) -> HttpResponse:
    contact = form.contact if "who" not in form.fields else None
    return render(request, "chats/add.html", {"form": form, "contact": contact}, status=status)


@acts(access.chat_of, "chats:chat")
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    try:
        adding.remove_chat(chat, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(chat)
    messages.success(request, gettext("Taken out. All is as it was before."))
    return redirect(chat.contact)
