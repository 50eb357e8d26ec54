"""The seeker has read what came by e-mail."""

from datetime import datetime

from django.db import transaction

from chats.models import IncomingEmail, Invitation


@transaction.atomic
def mark_read(invitation: Invitation, *, now: datetime) -> None:
    """Nothing is to be noted of it, or was. Twice is a quiet no-op."""
    IncomingEmail.objects.replies().filter(invitation=invitation, read_at=None).update(read_at=now)
