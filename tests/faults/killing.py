"""Kill what a program is made of with -9 at a moment that is known, and wait for no lease."""

import signal

import psutil

from coffeechat.services.processes import is_alive
from outbox.delivery import LEASE
from tests.faults.holding import Delivery, Hold
from tests.patience import wait_until
from tests.program import sql
from tests.stack import Stack

ENDED = """
    UPDATE outbox_outgoingemail SET lease_until = now() WHERE status = 'sending' AND {whose}
    RETURNING "to", started_at
"""
OF_THE_DEAD = f"lease_until < now() + interval '{LEASE.total_seconds()} seconds'"
"""True of every lease taken before this moment, when the worker that took it had died."""
THE_SAME_LEASE = """lease IN
    (SELECT lease FROM outbox_outgoingemail WHERE "to" = %s AND status = 'sending')"""


def kill_in_mid_delivery(program: Stack, hold: Hold, victim: str) -> set[str]:
    """While an e-mail waits for its answer; returns the addresses of those that died with it.

    A `child` is the very one that waits. With `worker` go its children, and with `valkey` those
    that are at work, since another worker may be given the same.
    """
    delivery, *_ = wait_until("an e-mail is on its way", hold.deliveries, program.log_path)
    if victim == "worker":
        return kill_worker(program)
    sender = _sender(program, delivery)
    kill(program, sender if victim == "child" else find(program, victim))
    if victim == "beat":
        return set()
    wait_until("whoever sent it is dead", lambda: not is_alive(sender), program.log_path)
    return end_leases(program, THE_SAME_LEASE, delivery.address)


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
        child
        for child in find(program, "worker").children()
        if delivery.port in {one.laddr.port for one in child.net_connections("tcp")}
    ]
    return sender


def end_leases(program: Stack, whose: str, *values: object) -> set[str]:
    """As if the minutes were over after which others may go on; returns what had begun to leave."""
    rows = sql(program, ENDED.format(whose=whose), *values)
    return {address for address, started_at in rows if started_at is not None}


def settled(program: Stack) -> bool:
    """Whether nothing waits any more."""
    waiting = "SELECT id FROM outbox_outgoingemail WHERE status IN ('pending', 'sending')"
    return sql(program, waiting) == []
