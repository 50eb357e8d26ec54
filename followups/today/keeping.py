"""What keeps in touch, as Today shows it: what is due, and what may not have arrived."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import User
from followups import kinds
from followups.item import Item
from followups.models import FollowUp
from followups.titles import title

MAX_SHOWN = 5
UNDELIVERED_SHOWN_FOR = timedelta(days=15)


def keeping_items(seeker: User, now: datetime) -> Iterator[Item]:
    yield from _not_arrived(seeker, now)
    due = FollowUp.objects.of(seeker).keeping().due(now).select_related("contact")
    for follow_up in due.order_by("due_at", "pk")[:MAX_SHOWN]:
        spec = kinds.of(follow_up)
        yield Item(
            "Keeping in touch",
            "",
            title(follow_up, follow_up.contact.display_name),
            str(spec.note),
            str(spec.action),
            follow_up.get_absolute_url(),
            follow_up=follow_up,
            contact=follow_up.contact_id,
        )


def _not_arrived(seeker: User, now: datetime) -> Iterator[Item]:
    """Sample e-mail is not sent, and nobody waits for it."""
    if seeker.is_sample:
        return
    sent = FollowUp.objects.of(seeker).keeping().filter(done_at__gt=now - UNDELIVERED_SHOWN_FOR)
    for follow_up in sent.undelivered().select_related("contact").order_by("done_at")[:MAX_SHOWN]:
        what = f"Your words to {follow_up.contact.display_name} may not have arrived"
        note = "They are kept: send them another way."
        yield Item("Not delivered", "due", what, note, "See why", follow_up.get_absolute_url())
