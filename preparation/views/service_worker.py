"""The service worker of the pages that a seeker may need where there is no network."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest


@never_cache
@require_safe
def service_worker(request: SignedInRequest) -> HttpResponse:
    """Each seeker gets their own: another's empties what the one before kept."""
    context = {"whose": whose(request.user)}
    kind = "text/javascript; charset=utf-8"
    return render(request, "preparation/service_worker.js", context, content_type=kind)


def keep_offline(answer: HttpResponse, seeker: User, until: datetime | None) -> None:
    """Tell the seeker's service worker how long to keep this page; None is not at all."""
    answer["Keep-Offline-For"] = whose(seeker)
    answer["Keep-Offline-Until"] = str(int(until.timestamp())) if until else "0"


def address_of(seeker: User) -> str:
    """An address for each, so that a browser takes the new one at once."""
    return f"{reverse('preparation:service_worker')}?for={whose(seeker)}"


def whose(seeker: User) -> str:
    """Says nothing of who it is, and is never the same for two."""
    return salted_hmac("preparation.worker", str(seeker.pk)).hexdigest()[:16]
