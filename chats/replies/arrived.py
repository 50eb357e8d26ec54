"""Whether an e-mail has arrived, by what its reader did since."""

from django.db.models import Q

from chats.models import Answer, Invitation
from chats.replies.matching import BELIEVED_FOR
from outbox.addresses import same_address
from outbox.models import OutgoingEmail


def has_arrived(invitation: Invitation, row: OutgoingEmail) -> bool:
    """Somebody wrote back, answered on the page of this ask, or, at that address, of any other
    lately. What the seeker noted says nothing of an address."""
    if invitation.heard_at or row.sent_at is None:
        return True
    if invitation.incoming_emails.replies().filter(arrived_at__gte=row.sent_at).exists():
        return True
    theirs = Answer.objects.standing().filter(told_by_seeker=False)
    here = Q(invitation=invitation, at__gte=row.sent_at)
    there = Q(same_address("address", row.to), at__gte=row.sent_at - BELIEVED_FOR)
    return theirs.filter(here | there).exists()
