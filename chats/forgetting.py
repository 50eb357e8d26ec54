"""What e-mails of a contact are about here (`contacts.forgetting`)."""

from collections.abc import Iterator

from chats.models import Chat, Invitation
from contacts.models import Contact


def subjects_of(contact: Contact) -> Iterator[str]:
    for each in (
        *Invitation.objects.filter(contact=contact),
        *Chat.objects.filter(contact=contact),
    ):
        yield each.about
