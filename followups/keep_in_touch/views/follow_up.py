"""One follow-up: write it, send it, say it is done, let it wait, let it go."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, acts
from accounts.together import LOOK_AGAIN, Together
from chats.errors import Refused
from followups.access import keeping_of
from followups.keep_in_touch import keeping, words
from followups.keep_in_touch import page as keeping_page
from followups.keep_in_touch.forms import WordsForm
from followups.models import FollowUp

FOLLOW_UP_PAGE = "followups:follow_up"
TABS = {"due": "", "coming": "?show=coming"}
"""The tab of the list where a button stands; everything else leads to Today."""


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows it; POST keeps the words, by itself as they are typed, or sends them: refused words
    stand under this address, to reload and to copy."""
    found = keeping_of(request.user, pk)
    if request.method != "POST":
        return _page(request, found, keeping_page.form_of(found, request.now))
    if request.htmx:
        return _saved(request, found)
    return _send(request, found) if "send" in request.POST else _save(request, found)


def _saved(request: SignedInRequest, found: FollowUp) -> HttpResponse:
    form, both, status = _kept(request, found)
    context = keeping_page.context_of(found, form, request.now)
    context |= {"is_saved": status == HTTPStatus.OK, "both": both}
    return both.mark(render(request, "followups/_keep_saved.html", context, status=status))


def _save(request: SignedInRequest, found: FollowUp) -> HttpResponse:
    form, _, status = _kept(request, found)
    if status == HTTPStatus.OK:
        return redirect(FOLLOW_UP_PAGE, found.pk)
    return _page(request, found, form, status=status)


@transaction.atomic
def _kept(request: SignedInRequest, found: FollowUp) -> tuple[WordsForm, Together, HTTPStatus]:
    """As they stand where somebody presses a button. What saves itself keeps only what was made of
    the words to start from."""
    form, both = keeping_page.typed_form(found, request.POST)
    if request.htmx and form.is_valid():
        typed = form.cleaned_data
        typed["text"] = words.own(found, typed["text"], request.now)
    return form, both, _keep(found, form)


def _keep(found: FollowUp, form: WordsForm) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if not keeping.keep_words(found, **form.cleaned_data):
        form.add_error(None, "This is done already.")
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _page(
    request: SignedInRequest, found: FollowUp, form: WordsForm, status: int = 200
) -> HttpResponse:
    context = keeping_page.context_of(found, form, request.now)
    return render(request, "followups/keep_follow_up.html", context, status=status)


def _back(request: SignedInRequest) -> HttpResponse:
    tab = TABS.get(request.POST.get("back", ""))
    return redirect("today" if tab is None else reverse("followups:follow_ups") + tab)


def _send(request: SignedInRequest, found: FollowUp) -> HttpResponse:
    form, both = keeping_page.typed_form(found, request.POST, sending=True)
    if both.differs:
        form.add_error(None, LOOK_AGAIN)
        return _page(request, found, form, status=409)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        keeping.send_words(found, **form.cleaned_data, now=request.now)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, found, form, status=409)
    messages.success(request, f"Your words to {found.contact.first_name} are leaving.")
    return _back(request)


@acts(keeping_of, FOLLOW_UP_PAGE)
def done(request: SignedInRequest, pk: int) -> HttpResponse:
    found = keeping_of(request.user, pk)
    _keep_typed(request, found)
    try:
        keeping.mark_done(found, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Noted as done. Well kept.")
    return _back(request)


def _keep_typed(request: SignedInRequest, found: FollowUp) -> None:
    """Without script the button brings along what was typed and not saved yet."""
    if "text" in request.POST:
        _kept(request, found)


@acts(keeping_of, FOLLOW_UP_PAGE)
def skip(request: SignedInRequest, pk: int) -> HttpResponse:
    return _try(request, pk, "Skipped. You can still come back to it.", keeping.skip_it)


@acts(keeping_of, FOLLOW_UP_PAGE)
def snooze(request: SignedInRequest, pk: int) -> HttpResponse:
    a_month = request.POST.get("for") == "month"
    said = f"It comes back in a {'month' if a_month else 'week'}."
    return _try(request, pk, said, keeping.snooze_a_month if a_month else keeping.snooze)


def _try(
    request: SignedInRequest, pk: int, said: str, operation: keeping.Operation
) -> HttpResponse:
    found = keeping_of(request.user, pk)
    _keep_typed(request, found)
    try:
        operation(found, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return _back(request)
