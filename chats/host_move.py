"""The host's page to move a chat among all the seeker's free times, where the ask offers them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from chats import free_times, host_page
from chats.host_page import Attempt, Page
from chats.lifecycle.speaking import why_no_answer
from chats.models import Chat, Invitation, Link
from chats.states import InvitationStatus
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
    """One week of free times, at first that of the chat; else the page as things stand."""
    invitation = link.invitation
    closed = host_page.closed_template(link, now) or why_no_answer(link, invitation)
    chat = None if closed else _chat_to_move(invitation, now)
    if chat is None:
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
    gone = {chat.starts_at, attempt.clash if attempt else None}
    free = [one for one in free_times.starts(invitation, now) if one not in gone]
    wanted = week or chat.starts_at.astimezone(zone).date()
    own = {
        "chat": chat,
        "week": free_times.week_of(free, wanted, zone, chat.length),
        "free_url": reverse("host:move_free", args=[token]),
    }
    return Page("host/move_free.html", context | own)


def _chat_to_move(invitation: Invitation, now: datetime) -> Chat | None:
    if invitation.status != InvitationStatus.BOOKED or not invitation.offers_any_free_time(now):
        return None
    return invitation.chats.live().filter(starts_at__gt=now).first()
