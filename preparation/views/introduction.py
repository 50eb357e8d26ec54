"""Thirty seconds about oneself: written, counted, rehearsed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from preparation.forms import IntroductionForm
from preparation.speaking import SECONDS, say_length, starter


@require_http_methods(["GET", "HEAD", "POST"])
def introduction(request: SignedInRequest) -> HttpResponse:
    seeker = User.objects.get(pk=request.user.pk)  # a copy: the page around shows what is kept
    if request.method != "POST":
        return _page(request, seeker, IntroductionForm(instance=seeker))
    form = IntroductionForm(request.POST, instance=seeker)
    if not form.is_valid():
        if request.htmx:
            return render(request, "chats/_saved.html", {"form": form}, status=422)
        return _page(request, seeker, form, status=422)
    form.save()
    if request.htmx:
        context = {"is_saved": True, "length": say_length(seeker.introduction)}
        return render(request, "preparation/_introduction_saved.html", context)
    messages.success(request, "Your introduction is kept.")
    return redirect("preparation:introduction")


def _page(
    request: SignedInRequest, seeker: User, form: IntroductionForm, status: int = 200
) -> HttpResponse:
    text = form["introduction"].value() or ""
    context = {
        "form": form,
        "length": say_length(text),
        "starter": "" if text.strip() else starter(seeker),
        "seconds": SECONDS,
    }
    return render(request, "preparation/introduction.html", context, status=status)
