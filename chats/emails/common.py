"""What the e-mails of both sides have in common: the thread, the way out, links, hours."""

from contextlib import AbstractContextManager
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from calendars import hour_cycle
from calendars.clock import hours_as
from chats import itip
from chats.models import Chat, Invitation

UNDO_DELAY = timedelta(seconds=60)
"""The other side's e-mail waits this long, so that an answer undone at once reaches nobody."""
REPLIED = {"Auto-Submitted": "auto-replied"}
"""Of what answers an e-mail on its own; all else that the program writes is "auto-generated"."""


def as_read_by(seeker: User) -> AbstractContextManager[None]:
    """Hours as the seeker chose, or as they are read where they live."""
    return hours_as(seeker.hour_cycle or hour_cycle.of_zone(seeker.time_zone))


def outreach_headers(invitation: Invitation, one_click: str) -> dict[str, str]:
    """In the thread of the first ask, with the way out that mail programs show (RFC 8058)."""
    return way_out_headers(one_click) | thread(invitation)


def way_out_headers(one_click: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{one_click}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def thread(invitation: Invitation) -> dict[str, str]:
    """Both name the root (RFC 5322 section 3.6.4). A side that never had it still sees one thread:
    programs group what shares a reference (RFC 5256, REFERENCES)."""
    if not invitation.thread_id:
        return {}
    return {"In-Reply-To": invitation.thread_id, "References": invitation.thread_id}


def calendar_links(chat: Chat) -> dict[str, str]:
    """Plain links beside the entry, since many clients hide invitations from strangers."""
    return {
        "google_url": itip.google_url(chat),
        "outlook_url": itip.outlook_url(chat),
    }


def page(chat: Chat, name: str = "chats:chat") -> str:
    return settings.SITE_URL + reverse(name, args=[chat.pk])
