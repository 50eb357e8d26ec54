"""Who helped with an outcome, and whether they know of it yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import User
from contacts.introductions import led_by
from contacts.models import Contact
from followups.models import FollowUp
from followups.states import Status
from outcomes.models import Outcome


@dataclass(frozen=True)
class Row:
    """An outcome as the list shows it."""

    outcome: Outcome
    people: list[Contact]
    to_tell: list[FollowUp] = field(default_factory=list)
    told: list[Contact] = field(default_factory=list)


def rows(seeker: User, outcomes: Sequence[Outcome]) -> list[Row]:
    """Two queries for the whole page, found by who helped and not by reading every follow-up."""
    found = {outcome.about: Row(outcome, _people(outcome)) for outcome in outcomes}
    met = {person.pk for row in found.values() for person in row.people}
    helped = met | {by for _, by in led_by(met)}
    updates = FollowUp.objects.of(seeker).updates().filter(contact__in=helped, occasion__in=found)
    for update in updates.select_related("contact").order_by("pk"):
        row = found[update.occasion]
        if update.status == Status.OPEN:
            row.to_tell.append(update)
        elif update.status == Status.DONE:
            row.told.append(update.contact)
    return list(found.values())


def _people(outcome: Outcome) -> list[Contact]:
    """In the order in which they were met."""
    chats = sorted(outcome.chats.all(), key=lambda chat: chat.starts_at)
    return list(dict.fromkeys(chat.contact for chat in chats))
