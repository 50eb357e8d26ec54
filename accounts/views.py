"""The seeker's own pages."""

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import fresh, zones
from accounts.codes import ANOTHER, TOO_MANY, begin_anew, send_code, with_next
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.requests import SignedInRequest, acts_at
from accounts.second_step import SecondStep
from accounts.signing_up import SigningUp


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """The first run: who are you? It can be skipped, and leads on to where they wanted to go."""
    to = get_next_redirect_url(request)
    if "skip" in request.POST:
        _mark_welcomed(request)
        return redirect(to or django_settings.LOGIN_REDIRECT_URL)
    form = _profile_form(request)
    if form.is_valid():
        form.save()
        _mark_welcomed(request)
        return redirect(to or django_settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "next": to, "zone_aliases": zones.aliases()}
    return render(request, "accounts/welcome.html", context, status=_status(form))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_sign_up(request: HttpRequest) -> HttpResponseBase:
    """The same page for an address that is new here and one that is not."""
    process = SigningUp.resume(request)
    if process is None or request.user.is_authenticated:
        return redirect("account_signup")
    if request.POST.get("action") == "resend" and process.can_resend:
        return _send_another(request, process)
    form = ConfirmLoginCodeForm(request.POST or None, code=process.code)
    if form.is_valid():
        return process.finish()
    if form.is_bound and not process.record_invalid_attempt():
        page = with_next(resolve_url("account_signup"), process.state["next"])
        return begin_anew(request, process.email, page)
    context = {
        "verify_form": form,
        "email": process.email,
        "can_resend": process.can_resend,
        "redirect_field_value": process.state["next"],
    }
    return render(request, "accounts/confirm_sign_up.html", context, status=_status(form))


def _send_another(request: HttpRequest, process: SigningUp) -> HttpResponse:
    try:
        process.send_another()
    except (RateLimited, ImmediateHttpResponse):
        messages.error(request, TOO_MANY)
    else:
        messages.success(request, ANOTHER)
    return redirect("accounts:confirm_sign_up")


@require_safe
def session(request: SignedInRequest) -> JsonResponse:
    """For a page that was open for a while (static/js/session.js): whose session it is by now, and
    the token that holds in it. Whoever is signed out is led to the sign-in, as everywhere."""
    return JsonResponse({"whose": str(request.user.pk), "token": get_token(request)})


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
    return send_code(request, request.user, to=to, back=with_next(request.path, to))


@never_cache
@login_not_required
@acts_at("mfa_authenticate")
def code_instead(request: HttpRequest) -> HttpResponse:
    """At the second step without a passkey: a code by e-mail, to whoever began to sign in here."""
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None:
        return redirect("account_login")
    login = stage.login
    return send_code(request, login.user, to=login.redirect_url, back=resolve_url(stage.urlname))


def _profile_form(request: SignedInRequest) -> ProfileForm:
    # A copy, so that what is refused does not show in the page around the form.
    seeker = User.objects.get(pk=request.user.pk)
    data = request.POST if request.method == "POST" else None
    return ProfileForm(data, instance=seeker, now=request.now)


def _mark_welcomed(request: SignedInRequest) -> None:
    if request.user.welcomed_at is None:
        request.user.welcomed_at = request.now
        request.user.save(update_fields=["welcomed_at"])


def _status(form: BaseForm) -> int:
    return 422 if form.is_bound else 200
