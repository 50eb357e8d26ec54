"""E-mails flow while workers, their children, beat, broker, Postgres and web are killed with -9.

Each kill comes at a moment that is known. `test_chaos.py` kills at any, and takes minutes.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import IO

import pytest

from local.services.state import CHECKOUT
from tests.faults.holding import HoldingSink
from tests.faults.killing import finished, kill_in_mid_delivery
from tests.outbox.sink import running_sink
from tests.patience import wait_until, wait_until_ended
from tests.program import environment, sql
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

VICTIMS = ["child", "valkey", "worker", "postgres", "beat", "child", "web", "valkey"]
VICTIMS += ["postgres", "worker", "child"]
"""Each at both steps, but for those that have nothing to do with a step."""
EMAILS_PER_KILL = 40
EMAILS = EMAILS_PER_KILL * len(VICTIMS)


@pytest.fixture
def sink() -> Iterator[HoldingSink]:
    with running_sink(HoldingSink) as sink:
        yield sink


@pytest.fixture
def program(sink: HoldingSink) -> Iterator[Stack]:
    with running_stack(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}") as stack:
        yield stack


@contextmanager
def ordering_emails(program: Stack) -> Iterator[IO[str]]:
    """Each line that is written there orders so many."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.producer"],
        cwd=CHECKOUT,
        env=environment(program),
        stdin=subprocess.PIPE,
        text=True,
    ) as producer:
        assert producer.stdin is not None
        yield producer.stdin
        producer.stdin.close()
        wait_until_ended(producer, program.log_path)
        assert producer.returncode == 0


def order(orders: IO[str], number: int) -> None:
    print(number, file=orders, flush=True)


def kill_each_in_mid_delivery(program: Stack, sink: HoldingSink) -> tuple[set[str], set[str]]:
    """The addresses of what was under way with those that died, and of all of which nobody could
    note that the mail server took it: it had it already, or whoever sent it lived on without their
    database and handed it over then."""
    died, unnoted = set[str](), set[str]()
    with ordering_emails(program) as orders:
        for victim, step in zip(VICTIMS, cycle(["RCPT", "DATA"]), strict=False):
            with sink.holding(step) as hold:
                order(orders, EMAILS_PER_KILL // 2)
                died |= kill_in_mid_delivery(program, hold, victim)
                order(orders, EMAILS_PER_KILL // 2)  # while it is away
            if step == "DATA" or victim == "postgres":
                unnoted |= hold.addresses
    return died, unnoted


def test_every_email_arrives(program: Stack, sink: HoldingSink) -> None:
    before = program.pids()
    died, unnoted = kill_each_in_mid_delivery(program, sink)
    wait_until("every e-mail has left", lambda: finished(program), program.log_path)

    rows = sql(program, 'SELECT message_id, "to", status, attempts FROM outbox_outgoingemail')
    arrived = Counter(str(message["Message-ID"]) for message in sink.received)
    numbers = {(str(each["Message-ID"]), str(each["Subject"])) for each in sink.received}
    assert {status for _, _, status, _ in rows} == {"sent"}
    assert set(arrived) == {message_id for message_id, _, _, _ in rows}
    assert len(arrived) == len(numbers) == EMAILS
    twice = {to for message_id, to, _, _ in rows if arrived[message_id] > 1}
    begun_again = {to for _, to, _, attempts in rows if attempts > 1}
    assert twice <= unnoted
    assert died
    assert died <= begun_again
    after = program.pids()
    assert all(after[role] != before[role] for role in {*VICTIMS} - {"child"})
