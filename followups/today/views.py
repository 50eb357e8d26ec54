"""Today: what to do next, in order. For strangers, what this is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import Request
from chats.models import Invitation
from contacts.models import Contact
from followups.today.page import items


@login_not_required
@require_safe
def today(request: Request) -> HttpResponse:
    if not isinstance(request.user, User):
        return render(request, "landing.html")
    found = items(request.user, request.now)
    context = {"items": found, "first_steps": None if found else _first_steps(request.user)}
    return render(request, "followups/today.html", context)


def _first_steps(seeker: User) -> dict[str, bool]:
    """What a newcomer has done already."""
    return {
        "named": bool(seeker.name),
        "has_contact": Contact.objects.of(seeker).exists(),
        "has_asked": Invitation.objects.of(seeker).asked_here().exclude(sent_at=None).exists(),
    }
