"""What the operator finds in the inbox alone: so many, and for so long."""

from datetime import datetime
from hashlib import sha256

from chats.models import InboxMark, UnmatchedEmail
from chats.models.incoming import KEPT

MAX_UNMATCHED = 1_000


def enlist(fingerprint: str, why: str, *, now: datetime, **said: str) -> None:
    """Of what is listed already nothing is listed again."""
    UnmatchedEmail.objects.filter(arrived_at__lt=now - KEPT).delete()
    if UnmatchedEmail.objects.count() >= MAX_UNMATCHED:
        return
    said["why"] = why
    defaults = {"arrived_at": now, **said}
    UnmatchedEmail.objects.get_or_create(fingerprint=fingerprint, defaults=defaults)


def enlist_unread(mark: InboxMark, uid: int, *, now: datetime) -> None:
    """By its number, as nothing else of it is known: it may have been an answer."""
    numbered = f"{mark.place}\n{mark.validity}\n{uid}"
    why = f"message {uid} of the inbox could not be read"
    enlist(sha256(numbered.encode()).hexdigest(), why, now=now)
