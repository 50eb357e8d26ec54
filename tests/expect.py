"""What a test looks at after an operation has run."""

from chats.models import Chat, Invitation
from contacts.models import Contact, Event
from followups.models import FollowUp
from outbox.models import OutgoingEmail
from outbox.states import WAITING, Status


def queued(thing: Chat | Invitation | FollowUp) -> dict[str, OutgoingEmail]:
    """E-mails about it that are still to leave, by kind; each kind at most once."""
    rows = list(OutgoingEmail.objects.about(thing.about).filter(status__in=WAITING))
    by_kind = {row.kind: row for row in rows}
    assert len(by_kind) == len(rows), f"twice: {[row.kind for row in rows]}"
    return by_kind


def statuses(thing: Chat | Invitation | FollowUp) -> dict[str, str]:
    """Every e-mail about it with its state, by kind."""
    return dict(OutgoingEmail.objects.about(thing.about).values_list("kind", "status"))


def let_leave(thing: Chat | Invitation | FollowUp, *kinds: str) -> None:
    """As if a worker had delivered them."""
    rows = OutgoingEmail.objects.about(thing.about).filter(status=Status.PENDING)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    for row in rows:
        row.status, row.started_at, row.sent_at = Status.SENT, row.created_at, row.created_at
        row.save()


def timeline(contact: Contact) -> list[str]:
    """The lines of the contact's timeline, oldest first."""
    return [event.sentence for event in Event.objects.filter(contact=contact).order_by("pk")]


def stage(contact: Contact) -> str:
    return Contact.objects.values_list("stage", flat=True).get(pk=contact.pk)
