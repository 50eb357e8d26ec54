"""The object or 404. Ownership is part of the query."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from contacts.models import Contact
from followups.models import FollowUp


def keeping_of(user: User, pk: int) -> FollowUp:
    """A follow-up that is not the thank-you, which has a page of its own."""
    rows = FollowUp.objects.of(user).keeping()
    return get_object_or_404(rows.select_related("contact__seeker", "seeker", "chat"), pk=pk)


def contact_to_keep(user: User, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.of(user).select_related("seeker", "cadence"), pk=pk)
