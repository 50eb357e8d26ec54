"""The verbs of a contact that have rules of their own."""

from django.db import transaction

from contacts.models import Contact
from contacts.states import Stage
from outbox import queue


class ChatToCome(Exception):
    """A chat is booked: whoever waits for it must not be forgotten in silence."""

    sentence = "You have a chat booked together. Please cancel it first, so that they hear of it."


@transaction.atomic
def delete(contact: Contact) -> None:
    """Forget a contact with everything that hangs on it, letters that have not left included.

    Deleting twice is a quiet no-op.
    """
    row = Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if row is None:
        return
    if row.stage == Stage.BOOKED:
        raise ChatToCome
    if row.email:
        queue.cancel_between(row.seeker.email, row.email)
    row.delete()
