"""An invented thank-you for the samples of e-mails. Nothing is saved."""

from chats.samples import ONE_CLICK, chat
from followups.models import FollowUp
from followups.states import DUE_AFTER

__all__ = ["ONE_CLICK", "thanks"]

WORDS = """Dear Jonas,

Thank you for yesterday. Your point about choosing the cheapest part first changed my plan: I \
start with the float switch and will tell you how it goes.

Amara"""


def thanks() -> FollowUp:
    agreed = chat()
    return FollowUp(
        pk=1,
        seeker=agreed.seeker,
        contact=agreed.contact,
        chat=agreed,
        due_at=agreed.ends_at + DUE_AFTER,
        text=WORDS,
    )
