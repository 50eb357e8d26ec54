"""Run many calls at the same moment, each with a database connection of its own."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2.errors import LockNotAvailable

from chats.models import Chat
from chats.states import ChatStatus
from outbox.addresses import address_hash
from tests.patience import PATIENCE

ABOUT_TO_WRITE = 1
"""The number of the lock that those hold who have looked and not written yet."""

TRIES = 5
"""Each as long as `lock_timeout`."""


def all_at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """What each call returned or raised, in order. They start together behind a barrier."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        barrier.wait(timeout=PATIENCE)
        return _answer_to(call)

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def while_open(
    hold: Callable[[], object],
    call: Callable[[], object],
    then: Callable[[], object] = lambda: None,
) -> object:
    """What the call returned or raised that came upon another transaction half-way.

    That one does `hold`, waits until the call waits for it (or is through), does `then`, commits.
    """

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            hold()
            late = threads.submit(_answer_to, call)
            while not late.done() and not _somebody_waits():
                time.sleep(0.02)
            then()
        return late.result(timeout=PATIENCE)


def _answer_to(call: Callable[[], object]) -> object:
    """What it returned or raised. Who waited too long for a lock does as the page then says: try
    again; with fifty in one row a slow machine needs that. A deadlock is not forgiven."""
    try:
        for _ in range(TRIES - 1):
            try:
                return call()
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
        return call()
    except Exception as error:
        return error
    finally:
        connection.close()


def in_company(write: Callable[..., None]) -> Callable[..., None]:
    """`write` once a second transaction is about to do the same, in whichever process.

    So both have looked before either writes, and a race that could happen does.
    """

    def wait_and_write(chat: Chat, *how: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ABOUT_TO_WRITE])
            patience = time.monotonic() + 5  # whoever comes after the race is alone
            while not _are_two(cursor) and time.monotonic() < patience:
                time.sleep(0.01)
        write(chat, *how)

    return wait_and_write


def _are_two(cursor: CursorWrapper) -> bool:
    cursor.execute(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()",
        [ABOUT_TO_WRITE],
    )
    count: int = cursor.fetchone()[0]
    return count > 1


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None


def double_bookings() -> list[tuple[Chat, Chat]]:
    """Every pair of live chats that share a person and a moment; worked out in Python alone."""
    chats = Chat.objects.filter(status=ChatStatus.SCHEDULED).select_related("seeker", "contact")
    live = list(chats.order_by("starts_at"))
    return [
        (one, other)
        for number, one in enumerate(live)
        for other in live[number + 1 :]
        if other.starts_at < one.ends_at and _people(one) & _people(other)
    ]


def _people(chat: Chat) -> set[str]:
    host = chat.contact.email or f"contact {chat.contact.pk}"
    return {address_hash(chat.seeker.email), address_hash(host)}
