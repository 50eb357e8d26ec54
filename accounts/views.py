"""The seeker's own pages."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import fresh
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """The first run: who are you? It can be skipped."""
    if "skip" in request.POST:
        _mark_welcomed(request)
        return redirect("today")
    form = _profile_form(request)
    if form.is_valid():
        form.save()
        _mark_welcomed(request)
        return redirect("today")
    return render(request, "accounts/welcome.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    form = _profile_form(request)
    if form.is_valid():
        form.save()
        messages.success(request, "Your changes are kept.")
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: SignedInRequest) -> HttpResponse:
    """Sign in once more, before something that must not happen to an open laptop."""
    to = fresh.wanted_page(request)
    if request.method != "POST":
        return render(request, "accounts/again.html", {"next": to})
    email = request.user.email
    logout(request)
    request.session["signed_in_as"] = email
    return redirect(f"{resolve_url('account_login')}?{urlencode({'next': to})}")


def _profile_form(request: SignedInRequest) -> ProfileForm:
    # A copy, so that what is refused does not show in the page around the form.
    seeker = User.objects.get(pk=request.user.pk)
    data = request.POST if request.method == "POST" else None
    return ProfileForm(data, instance=seeker)


def _mark_welcomed(request: SignedInRequest) -> None:
    if request.user.welcomed_at is None:
        request.user.welcomed_at = timezone.now()
        request.user.save(update_fields=["welcomed_at"])


def _status(form: ProfileForm) -> int:
    return 422 if form.is_bound else 200
