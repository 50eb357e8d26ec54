"""The page behind the links of a rehearsal: the host's, as it would open, with nothing to press."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from chats.compose.desk import Desk
from chats.host import page as host_page
from chats.host.views.guard import HEADERS
from chats.models import Link
from chats.states import UNSENT
from chats.strangers import unknown
from chats.tokens import hash_of


@login_not_required
@require_safe
def show(request: Request, token: str, rest: str = "") -> HttpResponse:
    """Whichever link of the letter was followed, also on a phone that is not signed in."""
    response = _page(request, token)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _page(request: Request, token: str) -> HttpResponse:
    links = Link.objects.filter(token_hash=hash_of(token), purpose=Link.Purpose.REHEARSAL)
    found = links.filter(expires_at__gt=request.now, invitation__isnull=False)
    link = found.select_related("invitation__seeker", "invitation__contact").first()
    if link is None:
        return unknown(request)
    desk = Desk.opened(link.invitation, request.now)
    context = host_page.context_for(
        desk.invitation, desk.slots, zone=desk.theirs, now=desk.now, preview=True
    )
    said = {"rehearsal": True, "is_out": link.invitation.status not in UNSENT}
    return render(request, "host/invitation.html", context | said)
