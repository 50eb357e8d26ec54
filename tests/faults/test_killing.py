"""E-mails flow while workers, their children, beat and the broker are killed with -9."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psutil
import psycopg2
import pytest

from coffeechat.services.state import CHECKOUT
from tests.outbox.sink import Sink, running_sink
from tests.patience import PATIENCE
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

EMAILS = 500
VICTIMS = ["child", "worker", "valkey", "child", "beat", "worker", "child", "valkey", "worker"]
BETWEEN_KILLS = 1.5
ABANDONED = "status = 'sending' AND lease_until < now() + interval '110 seconds'"
"""Ten seconds without a sign of life: nobody is at work on it, the lease only has to run out."""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as sink:
        sink.latency = 0.1  # so slow that the workers are always in the middle of something
        yield sink


@pytest.fixture
def program(sink: Sink) -> Iterator[Stack]:
    with running_stack(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}") as stack:
        yield stack


def test_every_email_arrives(
    program: Stack, sink: Sink, capsys: pytest.CaptureFixture[str]
) -> None:
    before = program.pids()
    producer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.producer", str(EMAILS)],
        cwd=CHECKOUT,
        env={**os.environ, **program.env, "DJANGO_SETTINGS_MODULE": "coffeechat.settings"},
    )
    for victim in VICTIMS:
        wait_until(lambda: is_delivering(program))
        kill(program, victim)
        time.sleep(BETWEEN_KILLS)
    assert producer.wait(PATIENCE) == 0
    wait_until(lambda: settled(program))

    rows = ask(program, "SELECT message_id, status, attempts FROM outbox_outgoingemail")
    arrived = Counter(str(message["Message-ID"]) for message in sink.received)
    numbers = {(str(each["Message-ID"]), str(each["Subject"])) for each in sink.received}
    assert {status for _, status, _ in rows} == {"sent"}
    assert set(arrived) == {message_id for message_id, _, _ in rows}
    assert len(arrived) == len(numbers) == EMAILS
    after = program.pids()
    assert all(after[role] != before[role] for role in ("worker", "beat", "valkey"))
    begun_again = sum(attempts > 1 for _, _, attempts in rows)
    assert begun_again > 0  # else no kill fell into a delivery, and nothing was shown
    with capsys.disabled():
        twice = sum(arrived.values()) - EMAILS
        print(
            f"\n{EMAILS} e-mails, {len(VICTIMS)} kills: 0 lost, {begun_again} begun again, "
            f"{twice} arrived twice under the same Message-ID",
            flush=True,
        )


def is_delivering(program: Stack) -> bool:
    """Whether an e-mail has begun to leave just now: on a slow machine a worker needs a while."""
    begun = "started_at > now() - interval '0.2 seconds'"
    statement = f"SELECT id FROM outbox_outgoingemail WHERE status = 'sending' AND {begun}"
    return ask(program, statement) != []


def kill(program: Stack, victim: str) -> None:
    """As soon as it lives, so that a restart in progress does not save it."""
    wait_until(lambda: find(program, victim) is not None)
    process = find(program, victim)
    assert process is not None
    process.send_signal(signal.SIGKILL)


def find(program: Stack, victim: str) -> psutil.Process | None:
    role = "worker" if victim == "child" else victim
    try:
        process = psutil.Process(program.pids()[role])
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        children = process.children()
    except (psutil.NoSuchProcess, KeyError):
        return None
    if victim == "child":
        return children[0] if children else None
    return process


def settled(program: Stack) -> bool:
    """Whether nothing waits any more; the time of abandoned leases is let run out at once."""
    ask(program, f"UPDATE outbox_outgoingemail SET lease_until = now() WHERE {ABANDONED}")
    waiting = "SELECT id FROM outbox_outgoingemail WHERE status IN ('pending', 'sending')"
    return ask(program, waiting) == []


def ask(program: Stack, statement: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(program.env["DATABASE_URL"])) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def wait_until(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.2)
