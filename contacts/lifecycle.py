"""The operations of a contact that have rules of their own."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contacts.event_kinds import CONTACT, LED_HERE, LED_ON
from contacts.forgetting import subjects_of
from contacts.introductions import closes_a_circle
from contacts.models import Contact, Event, record
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
    others = Event.objects.filter(contact__seeker=row.seeker_id)
    others.about(CONTACT, row.pk).unlink()
    row.delete()


def _emails_about(contact: Contact) -> OutgoingEmailQuerySet:
    """By what they are about: once that is gone, nobody could tell whose they were."""
    return OutgoingEmail.objects.filter(about__in=subjects_of(contact))


def check_introduction(contact: Contact, by: Contact) -> None:
    """Under a lock on the seeker, so that two tabs do not close a circle between them."""
    User.objects.select_for_update(no_key=True).get(pk=contact.seeker_id)
    if closes_a_circle(contact, by):
        raise ClosesCircle(contact, by)


def introduced(contact: Contact, by: Contact, *, now: datetime) -> None:
    """Both timelines say who led to whom; in the transaction that wrote it down."""
    record(contact, LED_HERE, at=now, by=by.name, name=contact.name)
    record(by, LED_ON, at=now, name=contact.name)
