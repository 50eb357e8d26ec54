"""What keeps in touch: something shared, what came of their advice, a hello. And the digest."""

from chats.emails import outreach_headers
from chats.models import Invitation
from followups.models import FollowUp
from followups.states import Kind
from outbox.queue import Draft
from outbox.rendering import render
from outbox.text import joined

KEEPING = {
    Kind.RESOURCE: "shared",
    Kind.UPDATE: "update",
    Kind.KEEP_IN_TOUCH: "keep_in_touch",
}
"""The e-mail of each kind that leaves by e-mail at all."""


def in_touch(follow_up: FollowUp, invitation: Invitation, *, one_click: str) -> Draft:
    """The seeker's own words in the thread of the chat, with the way out."""
    seeker, contact = follow_up.seeker, follow_up.contact
    kind = KEEPING[Kind(follow_up.kind)]
    context = {
        "seeker": seeker,
        "contact": contact,
        "words": follow_up.text,
        "url": follow_up.url,
        "one_click": one_click,
    }
    return Draft(
        kind=kind,
        dedupe_key=f"{kind}:{follow_up.about}",
        about=follow_up.about,
        to=contact.email,
        from_name=joined(f"{seeker.display_name} via CoffeeChat"),
        reply_to=seeker.email,
        headers=outreach_headers(invitation, one_click),
        outreach=True,
        letter=True,
        repeatable=False,
        held=seeker.is_sample,
        **render(kind, context),
    )
