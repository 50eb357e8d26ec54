"""What the seeker can begin with a contact, as the page of keeping in touch shows it."""

from typing import Any

from django.urls import reverse

from chats.states import Side
from contacts.models import Contact
from followups import kinds
from followups.item import Press
from followups.models import FollowUp
from followups.states import Status


def of(contact: Contact, *, has_met: bool) -> dict[str, Any]:
    """What is done once for each contact is no button any more, but leads to what was done."""
    closed = _closed(contact)
    offered = [
        Press(str(button.label), reverse(f"followups:{button.name}", args=[contact.pk]))
        for kind, button in kinds.buttons().items()
        if kind not in closed and (has_met or not button.after_a_chat)
    ]
    done = [row for row in closed.values() if row.status == Status.DONE]
    said = [(kinds.wording(row).done.say(Side.SEEKER, {}), row.get_absolute_url()) for row in done]
    return {"presses": offered, "done_once": said}


def _closed(contact: Contact) -> dict[str, FollowUp]:
    once = [spec.kind for spec in kinds.SPECS.values() if spec.once]
    rows = FollowUp.objects.filter(contact=contact, kind__in=once)
    return {row.kind: row for row in rows.exclude(status=Status.OPEN)}
