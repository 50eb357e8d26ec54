"""A letter that leaves by itself: another moment, back to the draft, or now after all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from accounts.requests import SignedInRequest, acts
from calendars import clock
from chats import access
from chats.compose import planning
from chats.compose.later import Later
from chats.compose.taking_back import TAKE_BACK_WITHIN
from chats.compose.views import invitations
from chats.errors import Refused
from chats.states import InvitationStatus


@acts(access.invitation_of, "chats:invitation")
def replan(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    if invitation.status != InvitationStatus.SCHEDULED:
        return redirect(invitation)
    later = Later.of(invitation, request.now, request.POST)
    if not later.form.is_valid():
        return invitations.page(request, invitation, status=422, later=later)
    send_at = later.form.cleaned_data["send_at"]
    try:
        planning.plan(invitation, send_at=send_at, now=request.now)
    except Refused as refused:
        sentence = refused.sentence
        return invitations.page(request, invitation, status=409, later=later, sentence=sentence)
    said = {"time": clock.say(send_at, later.zone)}
    messages.success(request, gettext("It leaves on %(time)s now.") % said)
    return redirect(invitation)


@acts(access.invitation_of, "chats:invitation")
def unplan(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        planning.unplan(invitation, now=request.now)
    except Refused as refused:
        return invitations.again(request, pk, refused.sentence)
    messages.success(request, gettext("It is a draft again, with everything you typed."))
    return redirect("chats:write", pk)


@acts(access.invitation_of, "chats:invitation")
def send_now(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        sent = planning.send_planned(invitation, waits=TAKE_BACK_WITHIN, now=request.now)
    except Refused as refused:
        return invitations.again(request, pk, refused.sentence)
    name = {"name": invitation.contact.first_name}
    messages.success(request, gettext("Your invitation to %(name)s is on its way.") % name)
    return redirect(sent)
