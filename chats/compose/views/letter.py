"""Write an invitation: one page that saves itself, with what the host will see beside it."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import SignedInRequest, acts
from accounts.together import LOOK_AGAIN, Together, lock_row
from calendars import clock
from calendars.moments import WANTED
from chats import access
from chats.compose import asking, planning, rehearsing
from chats.compose.desk import Desk, typed_together
from chats.compose.resting import rest_of
from chats.compose.taking_back import TAKE_BACK_WITHIN
from chats.compose.views import invitations
from chats.errors import Refused
from chats.models import Invitation
from chats.starters import fill
from chats.states import InvitationStatus
from coach.starters import STARTERS, Starter
from contacts.access import contact_of


@acts(contact_of, "contacts:detail")
def start(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    contact = contact_of(request.user, contact_pk)
    invitation = asking.start(request.user, contact, now=request.now)
    return redirect("chats:write", invitation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that a button of the letter may answer with the letter has its address, so that this one
    stands in the address bar, to reload and to copy, without script too."""
    invitation = access.invitation_of(request.user, pk)
    if invitation.status != InvitationStatus.DRAFT:
        return _moved_on(request, invitation)
    if request.method != "POST":
        return _page(request, Desk.opened(invitation, request.now, request.GET))
    if request.htmx:
        return _saved(request, pk)
    if "send" in request.POST:
        return _leave(request, pk, _send)
    if request.POST.keys() & WANTED:
        return _leave(request, pk, _plan)
    if "rehearse" in request.POST:
        return _leave(request, pk, _rehearse)
    return _save(request, pk)


def _saved(request: SignedInRequest, pk: int) -> HttpResponse:
    """By itself, as it is typed."""
    desk, both = _kept(request, pk)
    if not desk.is_kept:
        return _moved_on(request, desk.invitation)
    if desk.may_be_cured:
        desk.may_leave()
    wants_times = request.htmx.target == "times"
    context = {"desk": desk, "both": both, "wants_times": wants_times}
    return both.mark(render(request, "chats/compose_saved.html", context))


def _save(request: SignedInRequest, pk: int) -> HttpResponse:
    """By a button. One of the texts to begin with is put in once, however often it is reloaded."""
    starter = STARTERS.get(request.POST.get("starter", ""))
    desk, _ = _kept(request, pk, starter)
    if not desk.is_kept:
        return _moved_on(request, desk.invitation)
    if desk.form.errors:
        return _page(request, desk, status=422)
    return redirect("chats:write", pk) if starter else _page(request, desk)


@transaction.atomic
def _kept(
    request: SignedInRequest, pk: int, starter: Starter | None = None
) -> tuple[Desk, Together]:
    """What was typed is kept, brought together with what another tab or device wrote meanwhile."""
    lock_row(Invitation, pk)
    invitation = access.invitation_of(request.user, pk)
    both = typed_together(invitation, request.POST, request.now)
    if starter is not None:
        _put_in(both.data, starter, Desk.typed(invitation, both.data, request.now))
    desk = Desk.typed(invitation, both.data, request.now)
    if "suggest" in both.data:
        desk.suggest()
    desk.keep()
    return desk, both


def _moved_on(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """It was sent in another tab: nothing can be written any more."""
    url = invitation.get_absolute_url()
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _page(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    rest = rest_of(desk.invitation.contact, desk.now)
    context = {"desk": desk, "starters": STARTERS.values(), "rest": rest}
    return render(request, "chats/compose.html", context, status=status)


def _put_in(data: QueryDict, starter: Starter, desk: Desk) -> None:
    """What is typed already stays, above it."""
    invitation = desk.invitation
    people = (invitation.seeker, invitation.contact, invitation.minutes)
    untouched = [fill(other, *people) for other in STARTERS.values()]
    subject, message = fill(starter, *people)
    if not invitation.subject.strip() or invitation.subject in {text for text, _ in untouched}:
        data["subject"] = subject
    typed = invitation.message.strip()
    keeps = typed and typed not in {text.strip() for _, text in untouched}
    data["message"] = f"{typed}\n\n{message}" if keeps else message


def _leave(
    request: SignedInRequest, pk: int, go_on: Callable[[SignedInRequest, Desk], HttpResponse]
) -> HttpResponse:
    """Keep what was typed, and go on where it may leave; else the page, with what it lacks."""
    desk, both = _kept(request, pk)
    if not desk.is_kept:
        return _moved_on(request, desk.invitation)
    if both.differs:
        desk.sentence = LOOK_AGAIN
        return _page(request, desk, status=409)
    if not desk.may_leave():
        return _page(request, desk, status=422)
    try:
        return go_on(request, desk)
    except Refused as refused:
        desk.sentence = refused.sentence
        return _page(request, desk, status=409)


def _send(request: SignedInRequest, desk: Desk) -> HttpResponse:
    sent = asking.send(desk.invitation, times=desk.good, waits=TAKE_BACK_WITHIN, now=desk.now)
    return _sent(request, sent)


def _plan(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """At a good hour of theirs, by its button, or at a typed one."""
    send_at = desk.later.form.cleaned_data["send_at"]
    planned = planning.plan(desk.invitation, send_at=send_at, now=desk.now)
    said = {"time": clock.say(send_at, desk.theirs)}
    leaves = gettext("It leaves on %(time)s. Until then you can change it.") % said
    messages.success(request, leaves)
    return redirect(planned)


def _rehearse(request: SignedInRequest, desk: Desk) -> HttpResponse:
    rehearsing.rehearse(desk.invitation, desk.slots, now=desk.now)
    to = {"address": request.user.email}
    messages.success(request, gettext("It is on its way to you alone, at %(address)s.") % to)
    return redirect("chats:write", desk.invitation.pk)


def _sent(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    name = invitation.contact.first_name
    if not invitation.contact.email:
        link = asking.copy_link(invitation)
        request.page_address = invitation.get_absolute_url()
        return invitations.page(request, invitation, **invitations.link_context(invitation, link))
    if request.user.is_sample:
        messages.success(request, f"This is sample data, so no e-mail was sent. {name} is made up.")
    else:
        messages.success(request, f"Your invitation to {name} is on its way.")
    return redirect(invitation)


@acts(access.invitation_of, "chats:invitation")
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        asking.discard(invitation, now=request.now)
    except Refused as refused:
        return invitations.again(request, pk, refused.sentence)
    messages.success(request, "The draft is gone.")
    return redirect(invitation.contact)
