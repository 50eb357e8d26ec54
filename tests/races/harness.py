"""Run many calls at the same moment, each with a database connection of its own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2.errors import DeadlockDetected

from chats.models import Chat
from chats.states import ChatStatus
from outbox.addresses import address_hash
from tests.patience import PATIENCE, wait_until

RACING, ABOUT_TO_WRITE = 1, 2
"""The numbers of the locks that those hold who take part in a race, and those of them who have
looked and not written yet."""

PATIENT = f"-c lock_timeout={PATIENCE * 1_000}"
"""What a session asks of Postgres: the site gives up on a lock after three seconds, and how fast a
machine gets fifty through one row is not what a race asks."""

# Within one transaction pg_stat_activity never changes; pg_locks does.
WAITS_FOR_US = """SELECT pid FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"""


def all_at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """What each call returned or raised, in order. They start together behind a barrier."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        with _in_the_race():
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

    def come_late() -> object:
        with _in_the_race():
            return _answer_to(call)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            hold()
            late = threads.submit(come_late)
            wait_until("the call comes upon it", lambda: late.done() or _somebody_waits_for_us())
            then()
        return late.result(timeout=PATIENCE)


@contextmanager
def _in_the_race() -> Iterator[None]:
    """With a connection of its own, and counted among those who take part."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{PATIENCE}s"])
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [RACING])
        yield
    finally:
        connection.close()


def _answer_to(call: Callable[[], object]) -> object:
    """That Postgres gave up is no answer: it fails the test."""
    try:
        return call()
    except OperationalError:
        raise
    except Exception as error:
        return error


def or_deadlock(call: Callable[[], object]) -> Callable[[], object]:
    """The call of a race without the locks that keep two from waiting for each other."""

    def call_or_come_away() -> object:
        try:
            return call()
        except OperationalError as error:
            if isinstance(error.__cause__, DeadlockDetected):
                return error
            raise

    return call_or_come_away


def in_company(write: Callable[..., None]) -> Callable[..., None]:
    """`write` once a second transaction is about to do the same, in whichever process.

    So both have looked before either writes, and a race that could happen does.
    """

    def wait_and_write(chat: Chat, *how: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ABOUT_TO_WRITE])
            wait_until("a second one is about to write", lambda: _in_company(cursor))
        write(chat, *how)

    return wait_and_write


def _in_company(cursor: CursorWrapper) -> bool:
    """Or there is nobody left in the race who could come."""
    return _holders(cursor, ABOUT_TO_WRITE) > 1 or _holders(cursor, RACING) <= 1


def _holders(cursor: CursorWrapper, number: int) -> int:
    cursor.execute(
        "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()",
        [number],
    )
    count: int = cursor.fetchone()[0]
    return count


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
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
