"""The verbs of one's data: ask for an archive, build it, forget it; erase the account."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.sessions import sessions_of
from archive import building, rules
from archive.models import Export, Piece
from archive.states import Status
from calendars.models import CalendarAccount
from chats import lifecycle as chats
from chats.lifecycle.locks import keys_of, lock_people
from chats.models import Chat, Link
from chats.models.chat import ChatQuerySet
from chats.states import Side
from outbox import queue
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail

LEASE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
MOST_ATTEMPTS = 3
PIECE = 1024 * 1024
"""Bytes."""


@transaction.atomic
def ask(seeker: User) -> Export:
    """An archive to be built, or the one that is under way already. The old one is forgotten."""
    try:
        with transaction.atomic():
            export = Export.objects.create(seeker=seeker)
    except IntegrityError:
        return Export.objects.of(seeker).latest("created_at")  # built already, it may be
    Export.objects.of(seeker).exclude(pk=export.pk).delete()
    return export


def build_next(now: datetime) -> bool:
    """Build the oldest archive that waits; False where none does."""
    export = _claim(now)
    if export is None:
        return False
    try:
        with tempfile.TemporaryFile() as file:
            building.write(file, export.seeker, now=now, progress=partial(_progress, export))
            _keep(export, file)
    except Exception:
        _ours(export).update(status=Status.FAILED, lease_until=None)
        raise
    return True


@transaction.atomic
def _claim(now: datetime) -> Export | None:
    """Leased to this call alone. One whose worker died is begun anew, a few times."""
    left = Q(status=Status.BUILDING, lease_until__lte=now)
    waiting = Export.objects.filter(Q(status=Status.WAITING) | left).order_by("created_at")
    export = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if export is None:
        return None
    export.attempts += 1
    tries_left = export.attempts <= MOST_ATTEMPTS
    export.status = Status.BUILDING if tries_left else Status.FAILED
    export.lease_until, export.percent = now + LEASE, 0
    export.save(update_fields=["status", "lease_until", "percent", "attempts"])
    return export if tries_left else None


def _progress(export: Export, percent: int) -> None:
    if percent != export.percent:
        _ours(export).update(percent=percent)
        export.percent = percent


def _ours(export: Export) -> "rules.Rows":
    return Export.objects.filter(pk=export.pk, lease_until=export.lease_until)


@transaction.atomic
def _keep(export: Export, file: IO[bytes]) -> None:
    """Into the database, unless it was asked for anew or taken over meanwhile."""
    now = timezone.now()
    size = file.tell()
    ready = {"status": Status.READY, "percent": 100, "size": size, "lease_until": None}
    if not _ours(export).update(ready_at=now, expires_at=now + KEPT_FOR, **ready):
        return
    export.pieces.all().delete()
    for number, data in zip(count(), _pieces(file), strict=False):
        Piece.objects.create(export=export, number=number, data=data)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def forget(now: datetime) -> None:
    """Archives that nobody fetched in time."""
    Export.objects.filter(expires_at__lte=now).delete()


@transaction.atomic
def erase(seeker: User, *, now: datetime) -> None:
    """The account with everything, at once and for good. Whoever waits for a chat hears first.

    Erasing twice is a quiet no-op.
    """
    if not _lock(seeker, now):
        return
    _cancel_chats(seeker, now)
    queue.erase(rules.emails_of(seeker))
    chats.forget_addresses(Link.objects.filter(invitation__seeker=seeker))
    sessions_of(seeker).delete()
    for rule in reversed(rules.RULES):  # what hangs on something goes before it
        if rule.mine and rule.erased and rule.model not in (User, OutgoingEmail):
            rule.mine(seeker).delete()
    User.objects.filter(pk=seeker.pk).delete()


def _lock(seeker: User, now: datetime) -> bool:
    """In the order of everybody else; False where there is no account any more.

    People come first. Whoever holds a person or a calendar account looks at the seeker's row once
    more at the end of their transaction, as every row of theirs points to it.
    """
    chats_to_come = _to_come(seeker, now)
    keys = {key for chat in chats_to_come for key in keys_of(chat.invitation, chat.host_address)}
    lock_people(address_hash(seeker.email), *keys)
    mine = User.objects.filter(pk=seeker.pk)
    mine.select_for_update(no_key=True).first()
    list(CalendarAccount.objects.of(seeker).order_by("pk").select_for_update())
    return mine.select_for_update().first() is not None


def _to_come(seeker: User, now: datetime) -> ChatQuerySet:
    to_come = Chat.objects.of(seeker).live().filter(starts_at__gt=now)
    return to_come.select_related("invitation__contact", "invitation__seeker")


def _cancel_chats(seeker: User, now: datetime) -> None:
    for chat in _to_come(seeker, now):
        chats.cancel(chat.belongs_to(chat.invitation), by=Side.SEEKER, now=now)
