"""Before secrets and what cannot be undone: did this very person sign in a moment ago?

allauth asks again for a password, passkey or code app where the seeker has one. Whoever signs in
by e-mailed code or through another site has none, so they sign in once more; everybody else may.
"""

import json
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    get_reauthentication_flows,
)
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.codes import with_next
from accounts.requests import SignedInRequest

View = Callable[..., HttpResponseBase]


def fresh_sign_in_required(view: View) -> View:
    """The view, for whoever signed in within allauth's `REAUTHENTICATION_TIMEOUT` (300 s)."""
    asks_for_proof: View = reauthentication_required(view)

    @wraps(view)
    def answer(request: SignedInRequest, **kwargs: object) -> HttpResponseBase:
        if get_adapter(request).signed_in_just_now():
            return view(request, **kwargs)
        if get_reauthentication_flows(request.user):
            return asks_for_proof(request, **kwargs)
        return redirect(with_next(resolve_url("accounts:again"), _page(request)))

    return answer


def fresh_to_act(view: View) -> View:
    """The same for what changes something; looking is free."""
    when_fresh = fresh_sign_in_required(view)

    @wraps(view)
    def answer(request: SignedInRequest, **kwargs: object) -> HttpResponseBase:
        looks = request.method in {"GET", "HEAD", "OPTIONS"}
        return (view if looks else when_fresh)(request, **kwargs)

    return answer


def _page(request: SignedInRequest) -> str:
    """Where to go on afterwards: what acts is pressed anew, on the page where its button stands."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return _pressed_on(request, request.headers.get("Referer", ""))


def _pressed_on(request: SignedInRequest, referer: str) -> str:
    page = urlsplit(referer)
    return (
        page.path if page.netloc == request.get_host() else resolve_url(settings.LOGIN_REDIRECT_URL)
    )


def wanted_page(request: SignedInRequest) -> str:
    """What allauth kept for afterwards does not outlive signing in anew: it is pressed anew."""
    if kept := request.session.get(STATE_SESSION_KEY, {}).get("request"):
        return _pressed_on(request, json.loads(kept)["META"].get("HTTP_REFERER", ""))
    to = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    return to if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
