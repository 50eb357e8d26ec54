"""They answered elsewhere: the seeker says what it was, and may take that back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, acts
from chats import access
from chats.elsewhere import noting, taking_back
from chats.elsewhere.answered_form import AnsweredForm
from chats.errors import Refused, TimeTaken
from chats.meeting.booking import where_by
from chats.meeting.by_hand import AnotherThen
from chats.models import Chat, Invitation
from chats.states import TELLABLE, AnswerKind


@require_http_methods(["GET", "HEAD", "POST"])
def answered(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    if request.method != "POST":
        return _page(request, AnsweredForm.begun(invitation, request.GET, request.now))
    form = AnsweredForm(request.POST, invitation=invitation, now=request.now)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        chat = _note(request, form, invitation)
    except AnotherThen as another:
        form.ask_about_another(another.sentence)
        return _page(request, form, status=409)
    except TimeTaken:
        form.add_error("starts_at", gettext("You have another chat then."))
        return _page(request, form, status=409)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, status=409)
    messages.success(request, gettext("Noted. You can take it back here."))
    return redirect(chat or invitation)


def _note(request: SignedInRequest, form: AnsweredForm, invitation: Invitation) -> Chat | None:
    kind, reply, now = form.kind, form.reply, request.now
    if kind == AnswerKind.TAKE:
        meeting = form.meeting(where_by(invitation, reply))
        return noting.note_booking(invitation, meeting, reply, now=now)
    if kind == AnswerKind.COUNTER:
        noting.note_times(invitation, form.times, reply, now=now)
    else:
        noting.note_answer(invitation, kind, reply, now=now)
    return None


@acts(access.invitation_of, "chats:invitation")
def take_note_back(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        taking_back.take_note_back(invitation, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, gettext("Taken back. All is as it was before."))
    return redirect(invitation)


def _page(request: SignedInRequest, form: AnsweredForm, status: int = 200) -> HttpResponse:
    """Where nothing can be noted, or no more, the invitation's own page says how things stand."""
    invitation = access.invitation_of(request.user, form.invitation.pk)
    if invitation.asked_elsewhere or invitation.status not in TELLABLE:
        if form.is_bound:
            refused = str(form.non_field_errors().as_text()).removeprefix("* ")
            messages.error(request, refused or gettext("Nothing can be noted here."))
        return redirect(invitation)
    context: dict[str, Any] = {
        "form": form,
        "invitation": invitation,
        "contact": invitation.contact,
        "kinds": AnswerKind,
    }
    return render(request, "chats/answered.html", context, status=status)
