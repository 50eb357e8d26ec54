"""What e-mails of a contact are about here (`contacts.forgetting`)."""

from collections.abc import Iterator

from contacts.models import Contact
from followups.models import FollowUp


def subjects_of(contact: Contact) -> Iterator[str]:
    for each in FollowUp.objects.filter(contact=contact):
        yield each.about
