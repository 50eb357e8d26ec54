"""The operations of one's data: ask for an archive, build it, forget it; erase the account."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.sessions import sessions_of
from archive import building, rules
from archive.models import Export, Piece
from archive.states import Status
from calendars.models import CalendarAccount
from chats import lifecycle as chats
from chats.locks import keys_of, lock_people
from chats.models import Chat, Link
from chats.models.chat import ChatQuerySet
from chats.states import Side
from outbox import queue
from outbox.addresses import address_hash
from outbox.leases import claim_one, finish, leased, nobody_has
from outbox.models import OutgoingEmail

LEASE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
MAX_ATTEMPTS = 3
CHUNK_BYTES = 1024 * 1024
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
        finish(leased(export), status=Status.FAILED)
        raise
    return True


@transaction.atomic
def _claim(now: datetime) -> Export | None:
    """Leased to this call alone. One whose worker died is begun anew, a few times."""
    under_way = Export.objects.filter(status__in=[Status.WAITING, Status.BUILDING])
    waiting = under_way.filter(nobody_has(now)).order_by("created_at")
    export = claim_one(waiting, now + LEASE, status=Status.BUILDING, percent=0)
    if export is None:
        return None
    export.attempts += 1
    tries_left = export.attempts <= MAX_ATTEMPTS
    export.status = Status.BUILDING if tries_left else Status.FAILED
    export.save(update_fields=["status", "attempts"])
    return export if tries_left else None


def _progress(export: Export, percent: int) -> None:
    if percent != export.percent:
        leased(export).update(percent=percent)
        export.percent = percent


@transaction.atomic
def _keep(export: Export, file: IO[bytes]) -> None:
    """Into the database, unless it was asked for anew or taken over meanwhile."""
    size = file.tell()
    ready = {"status": Status.READY, "percent": 100, "size": size}
    if not finish(leased(export), ready_at=Now(), expires_at=Now() + KEPT_FOR, **ready):
        return
    export.pieces.all().delete()
    for number, data in zip(count(), _pieces(file), strict=False):
        Piece.objects.create(export=export, number=number, data=data)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK_BYTES):
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
    Link.objects.filter(invitation__seeker=seeker, purpose=Link.Purpose.REHEARSAL).delete()
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
