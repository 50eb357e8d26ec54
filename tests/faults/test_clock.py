"""The clock's e-mails, counted one by one while workers and beat are killed with -9.

Reminders and thank-yous are worse twice than never: whatever a kill broke off is uncertain, is
shown, and does not leave again. So of each kind, sent and uncertain together are the chats.
"""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

import psycopg2
import pytest

from tests.faults.holding import HoldingSink
from tests.faults.killing import finished, kill_in_mid_delivery, kill_worker, somebody_waits
from tests.outbox.sink import running_sink
from tests.patience import wait_until
from tests.program import clock_stopped, inside, run_task, sql
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

CHATS = 60
VICTIMS = ["child", "beat", "worker"]
"""Of each of the three rounds, while an e-mail waits for its answer."""
SWEEPS = 4
A_DAY_LATER = [
    """UPDATE chats_chat SET starts_at = starts_at - interval '18 hours',
       ends_at = ends_at - interval '18 hours'""",
    """UPDATE followups_followup SET due_at = due_at - interval '18 hours', remind_at = now()""",
]
LET_LEAVE = [
    """UPDATE followups_followup SET send_at = now(),
       text = 'Dear Dana, your point about the float switch changed my plan.'"""
]

MIDDLE = """SELECT id FROM followups_followup WHERE id =
    (SELECT id FROM followups_followup ORDER BY remind_at, id OFFSET %s LIMIT 1) FOR UPDATE"""
"""In the order in which a sweep comes to them. Within one query OFFSET would lock those before."""


def noon() -> str:
    """A zone in which it is about noon, so that everybody is awake."""
    ahead = 12 - datetime.now(UTC).hour  # POSIX counts westward: Etc/GMT-3 is UTC+3
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


def test_each_reminder_and_each_thank_you_leaves_exactly_once() -> None:
    with (
        running_sink(HoldingSink) as sink,
        running_stack(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}") as program,
    ):
        before = program.pids()
        inside(program, "tests.faults.chats_that_ended", f"{CHATS}", noon())
        one_round(program, sink, "thank_you_due")
        kill_in_mid_sweep(program, A_DAY_LATER, "thank_you_last_call")
        one_round(program, sink, "thank_you_last_call")
        for statement in LET_LEAVE:
            sql(program, statement)
        one_round(program, sink, "thank_you")
        after = program.pids()
        assert all(after[role] != before[role] for role in ("worker", "beat"))
        assert sql(program, "SELECT count(*) FROM outbox_outgoingemail") == [(3 * CHATS,)]


def kill_in_mid_sweep(program: Stack, make_due: list[str], kind: str) -> None:
    """The worker, when it has come to a row that we hold."""
    with (
        clock_stopped(program),
        closing(psycopg2.connect(program.env["DATABASE_URL"])) as ours,
        ours.cursor() as cursor,
    ):
        for statement in make_due:
            sql(program, statement)
        cursor.execute(MIDDLE, [CHATS // 2])
        run_task(program, "followups.sweep", SWEEPS)
        wait_until("a sweep waits for us", lambda: somebody_waits(cursor), program.log_path)
        kill_worker(program)
        assert 0 < queued(program, kind) < CHATS


def queued(program: Stack, kind: str) -> int:
    [(count,)] = sql(program, "SELECT count(*) FROM outbox_outgoingemail WHERE kind = %s", kind)
    return int(count)


def one_round(program: Stack, sink: HoldingSink, kind: str) -> None:
    """What is due leaves while somebody is killed; then each is counted.

    The next e-mail closes what is uncertain of the one before, so each is counted in its round.
    """
    died = set[str]()
    with sink.holding("DATA") as hold:
        for victim in VICTIMS:
            run_task(program, "followups.sweep", SWEEPS)
            died |= kill_in_mid_delivery(program, hold, victim)
            hold.let_go()
    wait_until(
        "each has left or is uncertain",
        lambda: queued(program, kind) == CHATS and finished(program),
        program.log_path,
    )
    check(program, sink, kind, died)


def check(program: Stack, sink: HoldingSink, kind: str, died: set[str]) -> None:
    """One row for each chat; each arrived once, and uncertain is what a kill broke off."""
    rows = sql(
        program,
        'SELECT message_id, about, "to", status FROM outbox_outgoingemail WHERE kind = %s',
        kind,
    )
    arrived = Counter((str(each["Message-ID"]), str(each["To"])) for each in sink.received)
    assert len({about for _, about, _, _ in rows}) == len(rows) == CHATS
    assert len({to for _, _, to, _ in rows}) == CHATS
    for message_id, _, to, status in rows:
        times = arrived[message_id, to]
        assert times == 1 if status == "sent" else times <= 1
    ours = {message_id for message_id, _, _, _ in rows}
    assert sum(times for (message_id, _), times in arrived.items() if message_id in ours) <= CHATS
    assert {status for _, _, _, status in rows} == {"sent", "uncertain"}
    assert {to for _, _, to, status in rows if status == "uncertain"} == died
