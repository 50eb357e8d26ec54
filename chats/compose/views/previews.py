"""What the host will see, beside the letter: their e-mail, and the page behind its link."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from chats import access
from chats.compose import emails
from chats.compose.desk import Desk
from chats.host import page as host_page
from chats.states import UNSENT

IN_OUR_FRAME = {"frame-ancestors": [SELF], "form-action": [NONE]}
INLINE_STYLE = {"style-src": [UNSAFE_INLINE], "script-src": [NONE]}
"""E-mail carries its style inline, for mail clients."""

PREVIEW_LINK = "#"
"""Leads nowhere: a preview is only looked at."""


@require_safe
@xframe_options_sameorigin
@csp_replace(IN_OUR_FRAME | INLINE_STYLE)  # type: ignore[arg-type]  # it knows no arguments
def preview_email(request: SignedInRequest, pk: int) -> HttpResponse:
    """Exactly the e-mail, with the times as they stand."""
    desk = _draft(request, pk)
    link = PREVIEW_LINK
    return HttpResponse(
        emails.invitation(desk.invitation, desk.slots, link=link, one_click=link).html
    )


@require_safe
@xframe_options_sameorigin
@csp_replace(IN_OUR_FRAME)  # type: ignore[arg-type]  # it knows no arguments
def preview_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Exactly the host's page, with buttons that do nothing."""
    desk = _draft(request, pk)
    context = host_page.context_for(
        desk.invitation, desk.slots, zone=desk.theirs, now=desk.now, preview=True
    )
    return render(request, "host/invitation.html", context)


def _draft(request: SignedInRequest, pk: int) -> Desk:
    invitation = access.invitation_of(request.user, pk)
    if invitation.status not in UNSENT:
        raise Http404
    desk = Desk.opened(invitation, request.now)
    invitation.expires_at = desk.expires_at
    return desk
