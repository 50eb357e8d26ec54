"""The host's page of any other free time, a week at a look."""

from django.urls import reverse

from chats.host import page as host_page
from chats.host.page import Page
from chats.host.rejected import Rejected
from chats.host.speaking import why_no_answer
from chats.host.visit import Visit
from chats.times import free as free_times
from chats.times.free import are_offered


def page_for(visit: Visit, rejected: Rejected | None = None) -> Page:
    """One week of any free time; where none is offered any more, the page as things stand."""
    invitation, now = visit.invitation, visit.now
    closed = host_page.closed_template(visit) or why_no_answer(visit.link, invitation)
    if closed or not are_offered(invitation, now):
        return host_page.page_for(visit, rejected)
    context = host_page.context_of(visit, (), rejected)
    conflict = rejected.conflict if rejected else None
    free = [one for one in free_times.starts(invitation, now) if one != conflict]
    own = {
        "week": free_times.week_of(free, visit.week, visit.zone, invitation.length),
        "free_url": reverse("host:free", args=[visit.token]),
    }
    return Page("host/free.html", context | own)
