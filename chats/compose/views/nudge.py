"""The one reminder of an ask: planned by a button, written on its page, sent, skipped."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, acts
from chats import access
from chats.compose import nudging
from chats.compose.nudge_page import NudgeForm, context_for, put_in
from chats.compose.views import invitations
from chats.errors import Refused
from chats.models import Invitation, Nudge
from coach.nudge import STARTERS


@acts(access.invitation_of, "chats:invitation")
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        nudging.plan_nudge(invitation, now=request.now)
    except Refused as refused:
        return invitations.again(request, pk, refused.sentence)
    return redirect("chats:nudge", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its words. A button that may refuse has this address."""
    invitation = access.invitation_of(request.user, pk)
    nudge = Nudge.objects.filter(invitation=invitation).first()
    if nudge is None:
        raise Http404
    if not nudge.is_waiting:
        return redirect(invitation)
    if request.method != "POST":
        return _page(request, invitation, nudge, {"message": nudge.message})
    if starter := STARTERS.get(request.POST.get("starter", "")):
        words = put_in(invitation, request.POST.get("message", ""), starter.key)
        return _page(request, invitation, nudge, {"message": words})
    return _kept(request, invitation, nudge)


def _kept(request: SignedInRequest, invitation: Invitation, nudge: Nudge) -> HttpResponse:
    form = NudgeForm(request.POST, invitation=invitation, now=request.now)
    if not form.is_valid():
        return _page(request, invitation, nudge, form=form, status=422)
    try:
        nudging.write_nudge(invitation, form.cleaned_data["message"], now=request.now)
        if "send" in request.POST:
            return _sent(request, invitation)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, invitation, nudge, form=form, status=409)
    messages.success(request, gettext("Kept."))
    return redirect("chats:nudge", invitation.pk)


def _sent(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    nudging.send_nudge(invitation, now=request.now)
    return redirect(invitation)


def _page(
    request: SignedInRequest,
    invitation: Invitation,
    nudge: Nudge,
    words: dict[str, str] | None = None,
    form: NudgeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or NudgeForm(initial=words, invitation=invitation, now=request.now)
    context = context_for(invitation, nudge, request.now, form)
    return render(request, "chats/nudge.html", context, status=status)


@acts(access.invitation_of, "chats:invitation")
def skip(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    form = NudgeForm(request.POST, invitation=invitation, now=request.now)
    written = form.cleaned_data["message"] if form.is_valid() else ""
    nudging.skip_nudge(invitation, message=written, now=request.now)
    messages.success(request, gettext("No reminder leaves."))
    return redirect(invitation)


@acts(access.invitation_of, "chats:invitation")
def nothing_came(request: SignedInRequest, pk: int) -> HttpResponse:
    """The seeker has looked: then it may leave."""
    invitation = access.invitation_of(request.user, pk)
    nudging.nothing_came(invitation, now=request.now)
    return redirect("today" if request.POST.get("from") == "today" else invitation)
