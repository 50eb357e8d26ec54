"""Look around with sample data, and take it away again."""

from zoneinfo import ZoneInfo

import redis
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django_ratelimit.core import is_ratelimited

from accounts.models import User
from accounts.requests import Request, SignedInRequest, acts_at
from archive import samples
from local.sample import lifecycle

BACKEND = "django.contrib.auth.backends.ModelBackend"
REAL_SEEKER = "real_seeker"
"""Session key: who was signed in before, with the proof that they still are who they were."""
RATE = "10/h"
ZONE = ZoneInfo("Europe/Berlin")


@login_not_required
@acts_at("today")
def start(request: Request) -> HttpResponse:
    if isinstance(request.user, User) and request.user.is_sample:
        return redirect("today")
    if _starts_too_often(request):
        return render(request, "429.html", status=429)
    real = request.user if isinstance(request.user, User) else None
    sample = lifecycle.build(zone=real.time_zone if real else ZONE, now=request.now)
    login(request, sample, backend=BACKEND)
    if real:
        request.session[REAL_SEEKER] = [real.pk, real.get_session_auth_hash()]
    return redirect("today")


def _starts_too_often(request: HttpRequest) -> bool:
    """Without Redis nobody is turned away."""
    try:
        limited: bool = is_ratelimited(
            request, group="sample-start", key="ip", rate=RATE, increment=True
        )
    except redis.RedisError:
        return False
    return limited


@acts_at("today")
def remove(request: SignedInRequest) -> HttpResponse:
    """Back to who was signed in before; strangers go back to being strangers."""
    if not request.user.is_sample:
        return redirect("today")
    real = _real_seeker(request)
    samples.remove(request.user)
    request.session.flush()
    if real:
        login(request, real, backend=BACKEND)
    return redirect("today")


def _real_seeker(request: HttpRequest) -> User | None:
    """Nobody, where the account was closed or its password changed in the meantime."""
    pk, proof = request.session.get(REAL_SEEKER, (None, ""))
    real = User.objects.filter(pk=pk, is_active=True).first()
    if real and constant_time_compare(proof, real.get_session_auth_hash()):
        return real
    return None
