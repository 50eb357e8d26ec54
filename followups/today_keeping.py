"""What keeps in touch, as Today shows it: what is due, and what may not have arrived."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import User
from followups.item import Item
from followups.models import FollowUp
from followups.states import Kind
from followups.titles import title

FEW = 5
TROUBLE_FOR = timedelta(days=15)

NOTES = {
    Kind.LINKEDIN: "A note is ready. One press on their page, and you stay in each other’s sight.",
    Kind.RESOURCE: "A link, and a line on why it made you think of them.",
    Kind.UPDATE: "The best thanks of all: what their advice became.",
    Kind.KEEP_IN_TOUCH: "The months you chose are over. A few lines are enough.",
}
ACTIONS = {
    Kind.LINKEDIN: "Open",
    Kind.RESOURCE: "Go on",
    Kind.UPDATE: "Write it",
    Kind.KEEP_IN_TOUCH: "Write a line",
}


def keeping_items(seeker: User, now: datetime) -> Iterator[Item]:
    yield from _not_arrived(seeker, now)
    due = FollowUp.objects.of(seeker).keeping().due(now).select_related("contact")
    for follow_up in due.order_by("due_at", "pk")[:FEW]:
        kind = Kind(follow_up.kind)
        yield Item(
            "Keeping in touch",
            "",
            title(follow_up, follow_up.contact.display_name),
            NOTES[kind],
            ACTIONS[kind],
            follow_up.get_absolute_url(),
            follow_up=follow_up,
            contact=follow_up.contact_id,
        )


def _not_arrived(seeker: User, now: datetime) -> Iterator[Item]:
    """Sample e-mail is not sent, and nobody waits for it."""
    if seeker.is_sample:
        return
    sent = FollowUp.objects.of(seeker).keeping().filter(done_at__gt=now - TROUBLE_FOR)
    for follow_up in sent.in_trouble().select_related("contact").order_by("done_at")[:FEW]:
        what = f"Your words to {follow_up.contact.display_name} may not have arrived"
        note = "They are kept: send them another way."
        yield Item("Not delivered", "due", what, note, "See why", follow_up.get_absolute_url())
