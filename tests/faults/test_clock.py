"""The clock's e-mails, counted one by one while workers and beat are killed with -9.

Reminders and thank-yous are worse twice than never: whatever a kill broke off is uncertain, is
shown, and does not leave again. So of each kind, sent and uncertain together are the chats.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from coffeechat.services.state import CHECKOUT
from tests.faults.test_killing import ask, is_delivering, kill, settled, wait_until
from tests.outbox.sink import Sink, running_sink
from tests.patience import PATIENCE
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

CHATS = 60
VICTIMS = ["child", "beat", "worker"]
"""Of each of the three rounds."""
A_DAY_LATER = [
    """UPDATE chats_chat SET starts_at = starts_at - interval '18 hours',
       ends_at = ends_at - interval '18 hours'""",
    """UPDATE followups_followup SET due_at = due_at - interval '18 hours', remind_at = now()""",
]
LET_LEAVE = [
    """UPDATE followups_followup SET send_at = now(),
       text = 'Dear Dana, your point about the float switch changed my plan.'"""
]


def noon() -> str:
    """A zone in which it is about noon, so that everybody is awake."""
    ahead = 12 - datetime.now(UTC).hour  # POSIX counts westward: Etc/GMT-3 is UTC+3
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


@contextmanager
def chats_ending(program: Stack) -> Iterator[None]:
    """Their sweep is rung all the while."""
    producer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.chats_that_ended", str(CHATS), noon()],
        cwd=CHECKOUT,
        env={**os.environ, **program.env, "DJANGO_SETTINGS_MODULE": "coffeechat.settings"},
    )
    try:
        yield
        assert producer.poll() is None
    finally:
        producer.terminate()
        producer.wait(PATIENCE)


def test_each_reminder_and_each_thank_you_leaves_exactly_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with running_sink() as sink:
        sink.latency = 0.2  # so slow that the workers are always in the middle of something
        with running_stack(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}") as program:
            before = program.pids()
            with chats_ending(program):
                told = {kind: round_of(program, sink, kind, changes) for kind, changes in ROUNDS}
            after = program.pids()
            assert all(after[role] != before[role] for role in ("worker", "beat"))
            assert ask(program, "SELECT count(*) FROM outbox_outgoingemail") == [(3 * CHATS,)]
    assert sum(count["uncertain"] for count in told.values()) > 0  # else no kill was in time
    with capsys.disabled():
        print(f"\n{CHATS} chats, {3 * len(VICTIMS)} kills: {told}", flush=True)


ROUNDS: list[tuple[str, list[str]]] = [
    ("thank_you_due", []),
    ("thank_you_last_call", A_DAY_LATER),
    ("thank_you", LET_LEAVE),
]


def round_of(program: Stack, sink: Sink, kind: str, changes: list[str]) -> Counter[str]:
    """Let it become due for everybody, kill while it leaves, and count when all is settled.

    The next e-mail closes what is uncertain of the one before, so each is counted in its round.
    """
    for statement in changes:
        ask(program, statement)
    for victim in VICTIMS:
        wait_until(lambda: is_delivering(program))
        kill(program, victim)
    queued = f"SELECT count(*) FROM outbox_outgoingemail WHERE kind = '{kind}'"
    wait_until(lambda: ask(program, queued) == [(CHATS,)] and settled(program))
    return counted(program, sink, kind)


def counted(program: Stack, sink: Sink, kind: str) -> Counter[str]:
    """One row for each chat; what was sent arrived once, what is uncertain at most once."""
    rows = ask(
        program,
        f"SELECT message_id, about, \"to\", status FROM outbox_outgoingemail WHERE kind = '{kind}'",
    )
    arrived = Counter((str(each["Message-ID"]), str(each["To"])) for each in sink.received)
    assert len({about for _, about, _, _ in rows}) == len(rows) == CHATS
    assert len({to for _, _, to, _ in rows}) == CHATS
    for message_id, _, to, status in rows:
        times = arrived[message_id, to]
        assert times == 1 if status == "sent" else times <= 1
    ours = {message_id for message_id, _, _, _ in rows}
    assert sum(times for (message_id, _), times in arrived.items() if message_id in ours) <= CHATS
    counts = Counter(status for _, _, _, status in rows)
    assert counts["sent"] + counts["uncertain"] == CHATS
    return counts
