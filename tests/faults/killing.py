"""Kill what a program is made of with -9 at a moment that is known, and wait for no lease."""

import signal
from contextlib import suppress

import psutil
import psycopg2

from local.services.processes import is_alive
from outbox.delivery import LEASE
from tests.faults.holding import Delivery, Hold
from tests.patience import wait_until
from tests.program import sql
from tests.races.harness import WAITS_FOR_US
from tests.stack import Stack

ENDED = """
    UPDATE outbox_outgoingemail SET lease_until = now() WHERE status = 'sending' AND {whose}
    RETURNING "to", started_at
"""
OF_THE_DEAD = f"lease_until < now() + interval '{LEASE.total_seconds()} seconds'"
"""True of every lease taken before this moment, when the worker that took it had died."""
THE_SAME_LEASE = """lease IN
    (SELECT lease FROM outbox_outgoingemail WHERE "to" = ANY(%s) AND status = 'sending')"""
LEASES = "SELECT count(DISTINCT lease) FROM outbox_outgoingemail WHERE status = 'sending'"


def kill_in_mid_delivery(program: Stack, hold: Hold, victim: str) -> set[str]:
    """While an e-mail waits for its answer; returns the addresses of those that died with it.

    A `child` is the very one that waits. With `worker` go its children, and with `valkey` those
    that are at work, since another worker may be given the same. With `postgres` nobody dies who
    sends, but what they sent cannot be noted any more.
    """
    wait_until("who sends waits", lambda: _all_wait(program, hold), program.log_path)
    if victim == "worker":
        return kill_worker(program)
    waiting = {each.address: _sender(program, each) for each in hold.deliveries()}
    if victim == "child":
        address, sender = waiting.popitem()
        kill(program, sender)
        return end_leases(program, THE_SAME_LEASE, [address])
    kill(program, find(program, victim))
    if victim in ("beat", "web"):
        return set()
    if victim == "postgres":
        wait_until("Postgres answers again", lambda: answers(program), program.log_path)
    else:
        senders = waiting.values()
        wait_until("they are dead", lambda: not any(map(is_alive, senders)), program.log_path)
    return end_leases(program, THE_SAME_LEASE, list(waiting))


def _all_wait(program: Stack, hold: Hold) -> bool:
    """Each waits with the first of those it has claimed."""
    [(leases,)] = sql(program, LEASES)
    return 0 < leases == len(hold.deliveries())


def kill_worker(program: Stack) -> set[str]:
    """With its children, which the supervisor ends; returns as `kill_in_mid_delivery` does."""
    worker = find(program, "worker")
    family = [worker, *worker.children(recursive=True)]
    kill(program, worker)
    wait_until("its children end too", lambda: not any(map(is_alive, family)), program.log_path)
    return end_leases(program, OF_THE_DEAD)


def kill(program: Stack, process: psutil.Process) -> None:
    process.send_signal(signal.SIGKILL)
    wait_until(f"{process} is dead", lambda: not is_alive(process), program.log_path)


def kill_postgres(program: Stack) -> None:
    kill(program, find(program, "postgres"))
    wait_until("Postgres answers again", lambda: answers(program), program.log_path)


def answers(program: Stack) -> bool:
    try:
        return bool(sql(program, "SELECT 1"))
    except psycopg2.Error:
        return False


def somebody_waits(cursor: "psycopg2.extensions.cursor") -> bool:
    """For a lock that this cursor's transaction holds."""
    cursor.execute(WAITS_FOR_US)
    return cursor.fetchone() is not None


def find(program: Stack, role: str) -> psutil.Process:
    """As soon as it lives, so that a restart in progress does not save it."""
    return wait_until(f"{role} lives", lambda: _living(program, role), program.log_path)


def _living(program: Stack, role: str) -> psutil.Process | None:
    try:
        process = psutil.Process(program.pids()[role])
    except (psutil.NoSuchProcess, KeyError):
        return None
    return process if is_alive(process) else None


def _sender(program: Stack, delivery: Delivery) -> psutil.Process:
    """The child of the worker at the other end of the connection."""
    [sender] = [
        child for child in find(program, "worker").children() if delivery.port in _ports(child)
    ]
    return sender


def _ports(process: psutil.Process) -> set[int]:
    """Its ends of connections; none of a child that ended since it was listed."""
    with suppress(psutil.NoSuchProcess):
        return {one.laddr.port for one in process.net_connections("tcp")}
    return set()


def end_leases(program: Stack, whose: str, *values: object) -> set[str]:
    """As if the minutes were over after which others may go on; returns what had begun to leave."""
    rows = sql(program, ENDED.format(whose=whose), *values)
    return {address for address, started_at in rows if started_at is not None}


def finished(program: Stack) -> bool:
    """Whether nothing waits any more."""
    waiting = "SELECT id FROM outbox_outgoingemail WHERE status IN ('pending', 'sending')"
    return sql(program, waiting) == []
