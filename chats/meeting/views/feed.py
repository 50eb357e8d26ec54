"""A seeker's chats as a calendar to subscribe to, and the buttons that make and end its address."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.requests import Request, SignedInRequest, acts_at
from chats import itip
from chats.meeting import feed
from chats.meeting.views import chat
from chats.strangers import unknown

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@login_not_required
@require_safe
def ics(request: Request, token: str) -> HttpResponseBase:
    """A calendar program comes often; where nothing changed, it hears just that."""
    seeker = feed.seeker_of(token)
    if seeker is None:
        return unknown(request)
    entries = itip.feed(feed.chats_of(seeker, request.now))
    etag = quote_etag(sha256(entries.encode()).hexdigest())
    whole = HttpResponse(entries, content_type="text/calendar; charset=utf-8", headers=HEADERS)
    whole["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=whole) or whole


@acts_at("chats:list")
def make(request: SignedInRequest) -> HttpResponse:
    """A new address, shown this once."""
    return chat.index_page(request, feed.make(request.user, now=request.now))


@acts_at("chats:list")
def stop(request: SignedInRequest) -> HttpResponse:
    feed.stop(request.user)
    messages.success(request, "Stopped. The address shows nothing any more.")
    return redirect("chats:list")
