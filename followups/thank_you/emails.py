"""The thank-you itself, and the two reminders of it."""

from django.conf import settings
from django.urls import reverse

from chats.writing import as_read_by, outreach_headers
from followups.models import TO_HOST, FollowUp
from followups.thank_you import samples
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail
from outbox.rendering import render, sender


@email(
    "thank_you",
    to=Audience.HOST,
    about=FollowUp,
    groups=[TO_HOST],
    sample=lambda write: write(samples.thanks(), one_click=samples.ONE_CLICK),
)
def thank_you(kind: EmailKind, follow_up: FollowUp, *, one_click: str) -> RenderedEmail:
    """The seeker's own words, and nothing of ours but why it came and how to hear no more."""
    chat = follow_up.its_chat
    context = {
        "seeker": chat.seeker,
        "contact": chat.contact,
        "words": follow_up.text,
        "one_click": one_click,
    }
    return RenderedEmail(
        kind=kind.name,
        dedupe_key=f"{kind.name}:{follow_up.about}",
        about=follow_up.about,
        to=chat.host_address,
        from_name=sender(chat.seeker.display_name),
        reply_to=chat.seeker.email,
        headers=outreach_headers(chat.invitation, one_click),
        outreach=True,
        letter=True,
        repeatable=False,
        held=chat.seeker.is_sample,
        **render(kind.name, context),
    )


@email(
    "thank_you_due",
    to=Audience.SEEKER,
    about=FollowUp,
    sample=lambda write: write(samples.thanks()),
)
def thank_you_due(kind: EmailKind, follow_up: FollowUp) -> RenderedEmail:
    """Two hours after the chat."""
    return _reminder(kind, follow_up)


@email(
    "thank_you_last_call",
    to=Audience.SEEKER,
    about=FollowUp,
    sample=lambda write: write(samples.thanks()),
)
def thank_you_last_call(kind: EmailKind, follow_up: FollowUp) -> RenderedEmail:
    """Twenty hours after the chat, four before the day is over."""
    return _reminder(kind, follow_up)


def _reminder(kind: EmailKind, follow_up: FollowUp) -> RenderedEmail:
    chat = follow_up.its_chat
    context = {
        "seeker": chat.seeker,
        "contact": chat.contact,
        "follow_up": follow_up,
        "zone": chat.seeker.time_zone,
        "page": settings.SITE_URL + reverse("followups:thank_you", args=[chat.pk]),
    }
    with as_read_by(chat.seeker):
        written = render(kind.name, context)
    return RenderedEmail(
        kind=kind.name,
        # A chat that was moved after its time has another deadline, and is reminded of anew.
        dedupe_key=f"{kind.name}:{follow_up.about}:{follow_up.due_at.isoformat()}",
        about=follow_up.about,
        to=chat.seeker.email,
        expires_at=follow_up.due_at,
        repeatable=False,
        held=chat.seeker.is_sample,
        **written,
    )
