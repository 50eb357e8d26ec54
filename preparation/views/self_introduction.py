"""Thirty seconds about oneself: written, counted, rehearsed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.together import Together, lock_row, together
from preparation.forms import SelfIntroductionForm
from preparation.speaking import SPEAKING_SECONDS, say_length, starter


@require_http_methods(["GET", "HEAD", "POST"])
def self_introduction(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        seeker = _copy_of(request.user)
        return _page(request, seeker, SelfIntroductionForm(instance=seeker))
    form, both = _kept(request)
    seeker = form.instance
    if not form.is_valid():
        if request.htmx:
            return render(request, "chats/_saved.html", {"form": form}, status=422)
        return _page(request, seeker, form, status=422)
    if request.htmx:
        context = {"is_saved": True, "both": both, "length": say_length(seeker.self_introduction)}
        return both.mark(render(request, "preparation/_self_introduction_saved.html", context))
    messages.success(request, "Your self-introduction is kept.")
    return redirect("preparation:self_introduction")


@transaction.atomic
def _kept(request: SignedInRequest) -> tuple[SelfIntroductionForm, Together]:
    """With what another tab or device wrote meanwhile."""
    lock_row(User, request.user.pk)
    seeker = _copy_of(request.user)
    both = together(SelfIntroductionForm(instance=seeker), request.POST)
    form = SelfIntroductionForm(both.data, instance=seeker)
    if form.is_valid():
        form.save()
    return form, both


def _copy_of(seeker: User) -> User:
    """The page around shows what is kept."""
    return User.objects.get(pk=seeker.pk)


def _page(
    request: SignedInRequest, seeker: User, form: SelfIntroductionForm, status: int = 200
) -> HttpResponse:
    text = form["self_introduction"].value() or ""
    context = {
        "form": form,
        "length": say_length(text),
        "starter": "" if text.strip() else starter(seeker),
        "seconds": SPEAKING_SECONDS,
    }
    return render(request, "preparation/self_introduction.html", context, status=status)
