"""The e-mails that asking causes: the letter to the host, and what the seeker hears of it.

What became of an ask by an answer is told by `chats/host` and `chats/meeting`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from chats import samples
from chats.email_groups import ASKS, LETTERS, NUDGES, OF_THE_CALENDAR
from chats.models import Invitation, Slot
from chats.writing import thread, to_host, to_seeker, way_out_headers
from outbox.delivery_results import DeliveryResult
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail


@email(
    "invitation",
    to=Audience.HOST,
    about=Invitation,
    groups=[ASKS, LETTERS],
    sample=lambda write: write(*samples.offered(), link=samples.LINK, one_click=samples.ONE_CLICK),
)
def invitation(
    kind: EmailKind,
    invitation: Invitation,
    slots: Sequence[Slot],
    *,
    line: str = "",
    link: str,
    one_click: str,
) -> RenderedEmail:
    """Who, why, when: the seeker's own letter with the first times. Whoever has not got it gets it
    before anything. It is the root that every other e-mail of either side refers to."""
    root = {"message_id": invitation.thread_id} if invitation.thread_id else {}
    headers = way_out_headers(one_click)
    context = {"slots": slots, "line": line, "link": link}
    return _ask(kind, invitation, context, headers=headers, **root)


@email(
    "rehearsal",
    to=Audience.SEEKER,
    about=Invitation,
    sample=lambda write: write(*samples.offered(), link=samples.LINK, now=samples.NOW),
)
def rehearsal(
    kind: EmailKind, invitation: Invitation, slots: Sequence[Slot], *, link: str, now: datetime
) -> RenderedEmail:
    """The letter as the host would read it, to whoever wrote it. It asks nobody for anything."""
    context = {"slots": slots, "line": "", "link": link}
    to = invitation.seeker.email
    written = to_host(kind, invitation, now.isoformat(), context, to=to)
    return replace(written, outreach=False, expects_reply=False)


@email(
    "new_times",
    to=Audience.HOST,
    about=Invitation,
    groups=[ASKS],
    sample=lambda write: write(
        *samples.offered(),
        line=samples.LINE,
        link=samples.LINK,
        one_click=samples.ONE_CLICK,
    ),
)
def new_times(
    kind: EmailKind,
    invitation: Invitation,
    slots: Sequence[Slot],
    *,
    line: str = "",
    link: str,
    one_click: str,
) -> RenderedEmail:
    """New times alone, in the thread of the letter, to whoever has it."""
    headers = way_out_headers(one_click) | thread(invitation)
    context = {"slots": slots, "line": line, "link": link}
    return _ask(kind, invitation, context, headers=headers)


@email(
    "nudge",
    to=Audience.HOST,
    about=Invitation,
    groups=[NUDGES],
    sample=lambda write: write(
        *samples.offered(),
        message=samples.NUDGE,
        link=samples.LINK,
        one_click=samples.ONE_CLICK,
        now=samples.NOW,
    ),
)
def nudge(
    kind: EmailKind,
    invitation: Invitation,
    slots: Sequence[Slot],
    *,
    message: str,
    link: str,
    one_click: str,
    now: datetime,
) -> RenderedEmail:
    """The one reminder, in the thread of the letter. Twice is worse than never."""
    headers = way_out_headers(one_click) | thread(invitation)
    any_free = invitation.offers_any_free_time(now)
    context = {"slots": slots, "message": message, "link": link, "any_free": any_free}
    return _ask(kind, invitation, context, headers=headers, repeatable=False)


def _ask(
    kind: EmailKind, invitation: Invitation, context: dict[str, Any], **fields: Any
) -> RenderedEmail:
    return to_host(
        kind,
        invitation,
        f"round-{invitation.emails_sent}",
        context,
        to=invitation.contact.email,
        letter=True,
        expires_at=invitation.expires_at,
        **fields,
    )


@email(
    "times_lost_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    groups=[OF_THE_CALENDAR],
    sample=lambda write: write(*samples.lost(), now=samples.NOW),
)
def times_lost_seeker(
    kind: EmailKind,
    invitation: Invitation,
    lost: Sequence[Slot],
    left: Sequence[Slot],
    *,
    now: datetime,
) -> RenderedEmail:
    path = reverse("chats:offer_times", args=[invitation.pk])
    context = {
        "lost": lost,
        "left": left,
        "all_off": all(slot.is_off for slot in lost),
        "any_off": any(slot.is_off for slot in lost),
        "any_free": invitation.offers_any_free_time(now),
        "offer_page": settings.SITE_URL + path,
    }
    return to_seeker(kind, invitation, now.isoformat(), context)


@email(
    "undeliverable_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    sample=lambda write: write(
        samples.invitation(),
        reason=samples.GONE,
        delivery_result=DeliveryResult.ADDRESS,
        now=samples.NOW,
    ),
    variants={
        "this_alone": lambda write: write(
            samples.invitation(),
            reason=samples.UNWANTED,
            delivery_result=DeliveryResult.EMAIL,
            now=samples.NOW,
        )
    },
)
def undeliverable_seeker(
    kind: EmailKind, invitation: Invitation, *, reason: str, delivery_result: str, now: datetime
) -> RenderedEmail:
    version = now.isoformat()  # a round can be sent once more, and fail once more
    return to_seeker(
        kind, invitation, version, {"reason": reason, "delivery_result": delivery_result}
    )
