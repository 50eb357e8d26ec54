"""The bank of questions: ours, in the seeker's words where they like, and their own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest, acts_at
from chats.errors import Refused
from preparation import lifecycle
from preparation.bank import BY_KEY
from preparation.choosing import bank_items, by_theme
from preparation.forms import OwnQuestionForm, RewordForm

BANK_PAGE = "preparation:bank"


@require_safe
def bank(request: SignedInRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: SignedInRequest,
    own: OwnQuestionForm | None = None,
    reword: RewordForm | None = None,
    source: str = "",
    status: int = 200,
) -> HttpResponse:
    """`source` is the question that `reword` could not be kept for."""
    found = bank_items(request.user)
    context = {
        "themes": by_theme(item for item in found if not item.is_hidden),
        "put_away": [item for item in found if item.is_hidden],
        "own": own or OwnQuestionForm(),
        "reword": reword,
        "source": source,
    }
    return render(request, "preparation/bank.html", context, status=status)


@acts_at(BANK_PAGE)
def add(request: SignedInRequest) -> HttpResponse:
    own = OwnQuestionForm(request.POST)
    if not own.is_valid():
        return _page(request, own=own, status=422)
    try:
        source = lifecycle.add_own(
            request.user, own.cleaned_data["theme"], own.cleaned_data["text"]
        )
    except Refused as refused:
        own.add_error("text", refused.sentence)
        return _page(request, own=own, status=409)
    return _kept(request, "Your question is in the bank.", source)


@acts_at(BANK_PAGE)
def reword(request: SignedInRequest) -> HttpResponse:
    source = _source(request)
    form = RewordForm(request.POST, auto_id=f"{source}-%s")
    if not form.is_valid():
        return _page(request, reword=form, source=source, status=422)
    lifecycle.reword(request.user, source, form.cleaned_data["text"])
    return _kept(request, "Your words are kept.", source)


@acts_at(BANK_PAGE)
def put_away(request: SignedInRequest) -> HttpResponse:
    said = "Put away. It is not suggested any more, and waits at the end of this page."
    return _act(request, lifecycle.put_away, said)


@acts_at(BANK_PAGE)
def bring_back(request: SignedInRequest) -> HttpResponse:
    return _act(request, lifecycle.bring_back, "It is suggested again.", _source(request))


@acts_at(BANK_PAGE)
def forget(request: SignedInRequest) -> HttpResponse:
    """Delete one of their own; one of ours goes back to our words."""
    source = _source(request)
    if source in BY_KEY:
        return _act(request, lifecycle.forget, "It is in our words again.", source)
    return _act(request, lifecycle.forget, "Deleted.")


def _act(
    request: SignedInRequest, operation: Callable[[User, str], None], said: str, source: str = ""
) -> HttpResponse:
    operation(request.user, _source(request))
    return _kept(request, said, source)


def _source(request: SignedInRequest) -> str:
    return request.POST.get("source", "")[:40]


def _kept(request: SignedInRequest, said: str, source: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse(BANK_PAGE) + (f"#{source}" if source else ""))
