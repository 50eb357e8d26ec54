"""The object or 404. Ownership is part of the query."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from contacts.models import Contact


def contact_of(user: User, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.of(user), pk=pk)
