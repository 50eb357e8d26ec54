"""The object or 404. Ownership is part of the query."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from outcomes.models import Outcome


def outcome_of(user: User, pk: int) -> Outcome:
    return get_object_or_404(Outcome.objects.of(user), pk=pk)
