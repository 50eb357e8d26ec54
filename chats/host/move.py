"""The host's page to move a chat among all the seeker's free times, where the ask offers them."""

from datetime import datetime

from django.urls import reverse

from chats.host import page as host_page
from chats.host.page import Page
from chats.host.rejected import Rejected
from chats.host.speaking import why_no_answer
from chats.host.visit import Visit
from chats.models import Chat, Invitation
from chats.states import InvitationStatus
from chats.times import free as free_times


def page_for(visit: Visit, rejected: Rejected | None = None) -> Page:
    """One week of free times, at first that of the chat; else the page as things stand."""
    invitation, now = visit.invitation, visit.now
    closed = host_page.closed_template(visit) or why_no_answer(visit.link, invitation)
    chat = None if closed else _chat_to_move(invitation, now)
    if chat is None:
        return host_page.page_for(visit, rejected)
    context = host_page.context_of(visit, (), rejected)
    gone = {chat.starts_at, rejected.conflict if rejected else None}
    free = [one for one in free_times.starts(invitation, now) if one not in gone]
    wanted = visit.week or chat.starts_at.astimezone(visit.zone).date()
    own = {
        "chat": chat,
        "week": free_times.week_of(free, wanted, visit.zone, chat.length),
        "free_url": reverse("host:move_free", args=[visit.token]),
    }
    return Page("host/move_free.html", context | own)


def _chat_to_move(invitation: Invitation, now: datetime) -> Chat | None:
    if invitation.status != InvitationStatus.BOOKED or not invitation.offers_any_free_time(now):
        return None
    return invitation.chats.live().filter(starts_at__gt=now).first()
