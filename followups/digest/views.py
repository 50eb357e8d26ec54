"""When the weekly e-mail comes, or that it does not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.requests import Request, SignedInRequest, acts_at
from followups import tokens
from followups.digest import digesting
from followups.digest.forms import DigestForm
from followups.models import Digest


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: SignedInRequest) -> HttpResponse:
    found = Digest.objects.filter(seeker=request.user).select_related("seeker").first()
    form = _form(request.POST if request.method == "POST" else None, found)
    if form.is_valid():
        digesting.set_digest(request.user, is_on=True, **form.cleaned_data, now=request.now)
        messages.success(request, "It comes when you said.")
        return redirect("followups:digest")
    context = {
        "form": form,
        "is_on": found is None or found.is_on,
        "next_at": digesting.moment_of(found) if found and found.is_on else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "followups/keep_digest.html", context, status=status)


def _form(data: QueryDict | None, found: Digest | None) -> DigestForm:
    kept = {"weekday": digesting.USUAL_WEEKDAY, "hour": digesting.USUAL_HOUR}
    if found:
        kept = {"weekday": found.weekday, "hour": found.hour}
    return DigestForm(data, initial=kept)


@acts_at("followups:digest")
def stop(request: SignedInRequest) -> HttpResponse:
    digesting.stop_digest(request.user, now=request.now)
    messages.success(request, "No more weekly e-mails. You can have them back at any time.")
    return redirect("followups:digest")


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: Request, token: str) -> HttpResponse:
    """From the e-mail, signed in or not. A mail program posts here by itself: there is no token,
    cookie or redirect (RFC 8058 section 3.1)."""
    seeker = tokens.seeker_of(token)
    if seeker is None:
        raise Http404
    if request.method == "POST":
        digesting.stop_digest(seeker, now=request.now)
    is_on = not Digest.objects.filter(seeker=seeker, is_on=False).exists()
    return render(request, "followups/digest_one_click.html", {"is_on": is_on})
