"""The verbs of a contact that have rules of their own."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contacts.introductions import closes_a_circle
from contacts.models import Contact, record
from contacts.states import Stage
from outbox import queue
from outbox.models import OutgoingEmail, OutgoingEmailQuerySet


class ClosesCircle(Exception):
    """They were led to by the very person who is said to be led to by them."""

    def __init__(self, contact: Contact, by: Contact) -> None:
        self.sentence = (
            f"{contact.display_name} led you to {by.display_name}, so not the other way."
        )
        super().__init__(self.sentence)


class ChatToCome(Exception):
    """A chat is booked: whoever waits for it must not be forgotten in silence."""

    sentence = "You have a chat booked together. Please cancel it first, so that they hear of it."


@transaction.atomic
def delete(contact: Contact) -> None:
    """Forget a contact with everything that hangs on it, e-mails from and to them included.

    Deleting twice is a quiet no-op.
    """
    row = Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if row is None:
        return
    if row.stage == Stage.BOOKED:
        raise ChatToCome
    queue.erase(_emails_about(row))
    row.delete()


def _emails_about(contact: Contact) -> OutgoingEmailQuerySet:
    """By what they are about: once that is gone, nobody could tell whose they were."""
    asked, agreed, owed = contact.invitations.all(), contact.chats.all(), contact.follow_ups.all()
    abouts = [each.about for each in (*asked, *agreed, *owed)]
    return OutgoingEmail.objects.filter(about__in=abouts)


def check_introduction(contact: Contact, by: Contact) -> None:
    """Under a lock on the seeker, so that two tabs do not close a circle between them."""
    User.objects.select_for_update(no_key=True).get(pk=contact.seeker_id)
    if closes_a_circle(contact, by):
        raise ClosesCircle(contact, by)


def introduced(contact: Contact, by: Contact, *, now: datetime) -> None:
    """Both timelines say who led to whom; in the transaction that wrote it down."""
    record(contact, f"{by.display_name} led you to {contact.display_name}", at=now)
    record(by, f"Led you to {contact.display_name}", at=now)
