"""The seeker's own archive, or 404. Sample data has no account to take along."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from archive.models import Export
from archive.states import Status


def real(user: User) -> User:
    if user.is_sample:
        raise Http404
    return user


def ready_export_of(user: User, pk: int) -> Export:
    return get_object_or_404(Export.objects.of(real(user)).filter(status=Status.READY), pk=pk)
