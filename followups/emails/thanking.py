"""The thank-you itself, and the two reminders of it."""

from django.conf import settings
from django.urls import reverse

from chats.emails import as_read_by, outreach_headers
from followups.models import FollowUp
from outbox.queue import Draft
from outbox.rendering import render
from outbox.text import joined


def thank_you(follow_up: FollowUp, *, one_click: str) -> Draft:
    """The seeker's own words, and nothing of ours but why it came and how to hear no more."""
    chat = follow_up.its_chat
    context = {
        "seeker": chat.seeker,
        "contact": chat.contact,
        "words": follow_up.text,
        "one_click": one_click,
    }
    return Draft(
        kind="thank_you",
        dedupe_key=f"thank_you:{follow_up.about}",
        about=follow_up.about,
        to=chat.host_address,
        from_name=joined(f"{chat.seeker.display_name} via CoffeeChat"),
        reply_to=chat.seeker.email,
        headers=outreach_headers(chat.invitation, one_click),
        outreach=True,
        letter=True,
        repeatable=False,
        held=chat.seeker.is_sample,
        **render("thank_you", context),
    )


def thank_you_due(follow_up: FollowUp) -> Draft:
    """Two hours after the chat."""
    return _reminder("thank_you_due", follow_up)


def thank_you_last_call(follow_up: FollowUp) -> Draft:
    """Twenty hours after the chat, four before the day is over."""
    return _reminder("thank_you_last_call", follow_up)


def _reminder(kind: str, follow_up: FollowUp) -> Draft:
    chat = follow_up.its_chat
    context = {
        "seeker": chat.seeker,
        "contact": chat.contact,
        "follow_up": follow_up,
        "zone": chat.seeker.time_zone,
        "page": settings.SITE_URL + reverse("followups:thank_you", args=[chat.pk]),
    }
    with as_read_by(chat.seeker):
        written = render(kind, context)
    return Draft(
        kind=kind,
        # A chat that was moved after its time has another deadline, and is reminded of anew.
        dedupe_key=f"{kind}:{follow_up.about}:{follow_up.due_at.isoformat()}",
        about=follow_up.about,
        to=chat.seeker.email,
        expires_at=follow_up.due_at,
        repeatable=False,
        held=chat.seeker.is_sample,
        **written,
    )
