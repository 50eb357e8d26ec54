"""Write the thank-you, send it now or at a chosen time, or say that it is done."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import Request, SignedInRequest, acts
from accounts.together import LOOK_AGAIN, Together, lock_row, together
from calendars import clock
from calendars.moments import WANTED, typed_moment
from chats import access
from chats.errors import Refused
from chats.models import Chat
from chats.states import ChatStatus
from coach import thank_you as thanks_coach
from followups.models import FollowUp
from followups.states import NOTHING_TO_THANK_FOR, Status
from followups.thank_you import drafting, scheduling, thanking
from followups.thank_you import page as thank_you_page
from followups.thank_you.forms import ThankYouForm, ThankYouMomentForm


def _chat_to_thank_for(request: SignedInRequest, pk: int) -> Chat:
    """The seeker's own chat that is over and happened, as far as we know; else 404."""
    chat = access.chat_of(request.user, pk)
    over = chat.ends_at <= request.now or chat.status == ChatStatus.HELD
    if not over or chat.status in NOTHING_TO_THANK_FOR:
        raise Http404
    return chat


def _shown(request: SignedInRequest, pk: int) -> FollowUp:
    """To look at: the thank-you as it is, or as it would be. Looking opens nothing."""
    chat = _chat_to_thank_for(request, pk)
    follow_up = FollowUp.objects.thank_yous().filter(chat=chat).first() or thanking.owed(chat)
    follow_up.chat = chat
    return follow_up


def _opened(request: SignedInRequest, pk: int) -> FollowUp:
    """To act on."""
    chat = _chat_to_thank_for(request, pk)
    follow_up = thanking.open_thank_you(chat, now=request.now)
    follow_up.chat = chat
    return follow_up


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows the composer; POST keeps the draft, by itself as it is typed. What a button may
    refuse, and answer with the composer, has this address, to reload and to copy."""
    if request.method != "POST":
        follow_up = _shown(request, pk)
        text = follow_up.text or drafting.first_draft(follow_up.its_chat)
        return _page(request, follow_up, ThankYouForm({"text": text}, initial={"text": text}))
    if request.htmx:
        return _saved(request, pk)
    if "send" in request.POST:
        return _send(request, pk)
    if request.POST.keys() & WANTED:
        return _schedule(request, pk)
    return _save(request, pk)


def _saved(request: SignedInRequest, pk: int) -> HttpResponse:
    """That it is kept, and what the coach says of it now."""
    follow_up, form, both, status = _kept(request, pk)
    context = {
        "both": both,
        "is_saved": status == HTTPStatus.OK,
        "form": form,
        "hints": thank_you_page.hints_for(follow_up, form["text"].value() or ""),
        "contact": follow_up.contact,
    }
    answer = render(request, "followups/_thank_you_saved.html", context, status=status)
    return both.mark(answer)


def _save(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up, form, _, status = _kept(request, pk)
    if status == HTTPStatus.OK:
        return redirect("followups:thank_you", pk)
    return _page(request, follow_up, form, status=status)


@transaction.atomic
def _kept(request: SignedInRequest, pk: int) -> tuple[FollowUp, ThankYouForm, Together, HTTPStatus]:
    """With what another tab or device wrote meanwhile; and how keeping it went."""
    follow_up, form, both = _typed(request, pk)
    return follow_up, form, both, _keep(follow_up, form)


@transaction.atomic
def _typed(request: SignedInRequest, pk: int) -> tuple[FollowUp, ThankYouForm, Together]:
    """What has left already is not brought together with anything."""
    follow_up, base = _opened(request, pk), request.POST.get("base_text", "")
    lock_row(FollowUp, follow_up.pk)
    follow_up.refresh_from_db(fields=["text", "status"])
    is_draft = follow_up.text and follow_up.status != Status.DONE
    kept = {"text": follow_up.text if is_draft else base}
    both = together(ThankYouForm(initial=kept), request.POST)
    return follow_up, ThankYouForm(both.data, initial=kept), both


def _keep(follow_up: FollowUp, form: ThankYouForm) -> HTTPStatus:
    """Save the draft, and say how that went."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if not thanking.save_draft(follow_up, form.cleaned_data["text"]):
        form.add_error(None, "This thank-you has left already.")
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _page(
    request: Request,
    follow_up: FollowUp,
    form: ThankYouForm,
    status: int = 200,
    moment: ThankYouMomentForm | None = None,
) -> HttpResponse:
    context = thank_you_page.context_for(follow_up, form, request.now, moment)
    return render(request, "followups/thank_you.html", context, status=status)


def _may_leave(follow_up: FollowUp, form: ThankYouForm) -> bool:
    """Whether the words can go out as they are; what they lack stands at the field. Whoever read
    what is in doubt may send them all the same."""
    if follow_up.status == Status.DONE:
        return form.is_valid()  # sending then says what comes too late
    if form.is_valid():
        thanks = drafting.thanks(follow_up, form.cleaned_data["text"])
        blocks = thanks_coach.blocks(thanks)
        doubts = [] if form.data.get("as_it_is") else thanks_coach.doubts(thanks)
        for hint in [*blocks, *doubts]:
            form.add_error("text", hint.sentence)
        form.is_doubted = bool(doubts) and not blocks
    return form.is_valid()


def _send(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up, form, both = _typed(request, pk)
    if both.differs:
        form.add_error(None, LOOK_AGAIN)
        return _page(request, follow_up, form, status=409)
    if not _may_leave(follow_up, form):
        return _page(request, follow_up, form, status=422)
    try:
        thanking.send(follow_up, form.cleaned_data["text"], now=request.now)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, follow_up, form, status=409)
    messages.success(request, f"Your thank-you to {follow_up.contact.first_name} is leaving.")
    return redirect("today")


def _schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """At a suggested moment, by its button, or at a typed one."""
    follow_up, form, both = _typed(request, pk)
    now, typed = request.now, typed_moment(request.POST, follow_up.seeker.time_zone)
    moment = ThankYouMomentForm(typed, follow_up=follow_up, now=now)
    if both.differs:
        form.add_error(None, LOOK_AGAIN)
        return _page(request, follow_up, form, status=409, moment=moment)
    if not (_may_leave(follow_up, form) & moment.is_valid()):
        return _page(request, follow_up, form, status=422, moment=moment)
    send_at = moment.cleaned_data["send_at"]
    try:
        scheduling.schedule(follow_up, form.cleaned_data["text"], send_at=send_at, now=now)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, follow_up, form, status=409, moment=moment)
    said = clock.say(send_at, request.user.time_zone)
    messages.success(request, f"It leaves on {said}. Until then you can change it.")
    return redirect("followups:thank_you", pk)


@acts(access.chat_of, "followups:thank_you")
def unschedule(request: SignedInRequest, pk: int) -> HttpResponse:
    scheduling.unschedule(_opened(request, pk), now=request.now)
    messages.success(request, "It waits for you again, and does not leave by itself.")
    return redirect("followups:thank_you", pk)


@acts(access.chat_of, "followups:thank_you")
def elsewhere(request: SignedInRequest, pk: int) -> HttpResponse:
    thanking.mark_sent_elsewhere(_opened(request, pk), now=request.now)
    messages.success(request, "Noted as sent. Well done.")
    return redirect("today")


@acts(access.chat_of, "followups:thank_you")
def skip(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was typed stays: a skipped one can still be sent."""
    follow_up, *_ = _kept(request, pk)
    try:
        thanking.skip(follow_up, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Skipped. You can still send one from the chat's page.")
    return redirect("today")
