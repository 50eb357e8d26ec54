"""The host's page of any other free time, a week at a look."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from chats import free_times, host_page
from chats.free_times import are_offered
from chats.host_page import Attempt, Page
from chats.lifecycle.speaking import why_no_answer
from chats.models import Link
from chats.tokens import proof_of_page


def page_for(
    link: Link,
    token: str,
    *,
    zone: ZoneInfo,
    now: datetime,
    week: date | None,
    attempt: Attempt | None = None,
) -> Page:
    """One week of any free time; where none is offered any more, the page as things stand."""
    invitation = link.invitation
    closed = host_page.closed_template(link, now) or why_no_answer(link, invitation)
    if closed or not are_offered(invitation, now):
        return host_page.page_for(link, token, zone=zone, now=now, attempt=attempt)
    context = host_page.context_for(
        invitation,
        (),
        zone=zone,
        now=now,
        token=token,
        address=link.address,
        proof=proof_of_page(link),
        attempt=attempt,
    )
    clash = attempt.clash if attempt else None
    free = [one for one in free_times.starts(invitation, now) if one != clash]
    own = {
        "week": free_times.week_of(free, week, zone, invitation.length),
        "free_url": reverse("host:free", args=[token]),
    }
    return Page("host/free.html", context | own)
