"""The promise itself: e-mails flow while everything there is gets killed with -9, at any moment.

Nothing is held, no lease is ended: whatever a kill broke off is found by those that are left, when
its minutes are over. So it takes minutes, and `bin/chaos` runs it.
"""

import asyncio
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from threading import Thread
from typing import Any

import psutil
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from outbox.delivery import LEASE
from tests.faults.killing import answers, find, finished, kill
from tests.faults.test_bookings_killed import BOOKED, asking
from tests.faults.through_it_all import take
from tests.outbox.sink import Sink, running_sink
from tests.patience import PATIENCE, wait_until
from tests.program import sql
from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.stack, pytest.mark.long]

VICTIMS = ["child", "valkey", "worker", "postgres", "web", "beat"] * 5
ASKS = cycle([2, 3])
"""Between two kills."""
EMAILS = 300
TWICE_PER_KILL = 0.3
MAX_WAIT_SECONDS = 3 * LEASE.total_seconds() + PATIENCE
"""Seconds, since who sends an e-mail may be killed more than once."""
ROWS = "SELECT message_id, kind, status, started_at IS NOT NULL FROM outbox_outgoingemail"
CHATS = """SELECT c.invitation_id, count(a.id) FROM chats_chat c
    JOIN chats_attendance a ON a.chat_id = c.id WHERE c.status = 'scheduled' GROUP BY c.id"""


class DistantSink(Sink):
    """Takes its time before it has an e-mail, and none to say that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.by = Random(1)
        self.paths: dict[str, str] = {}
        """Of the host's page, by whom it was sent to."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.by.uniform(0, 0.1))
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = await super().handle_DATA(server, session, envelope)
        body = self.received[-1].get_body(("plain",))
        if body and (path := re.search(r"/i/[\w-]+/", body.get_content())):
            self.paths.setdefault(envelope.rcpt_tos[0], path[0])
        return reply


@dataclass
class Hosts:
    """Press the button as soon as the link to it has arrived."""

    site: str
    sink: DistantSink
    pool: ThreadPoolExecutor
    pressed: "dict[int, Future[int]]" = field(default_factory=dict)

    def hear(self, asks: "subprocess.Popen[str]") -> None:
        assert asks.stdout is not None
        for line in asks.stdout:
            ask = json.loads(line)
            self.pressed[ask["invitation"]] = self.pool.submit(self.answer, ask)

    def answer(self, ask: dict[str, Any]) -> int:
        what = f"the invitation to {ask['to']} arrives"
        path = wait_until(what, lambda: self.sink.paths.get(ask["to"]), seconds=MAX_WAIT_SECONDS)
        return take(self.site, {**ask, "path": path})


@contextmanager
def answering(program: Stack, sink: DistantSink, asks: "subprocess.Popen[str]") -> Iterator[Hosts]:
    """Until each of them has an answer."""
    with ThreadPoolExecutor(EMAILS) as pool:
        hosts = Hosts(program.url, sink, pool)
        listening = Thread(target=hosts.hear, args=[asks])
        listening.start()
        try:
            yield hosts
        finally:
            assert asks.stdin is not None
            asks.stdin.close()
            listening.join()


def kill_them_all(program: Stack, sink: Sink, asks: "subprocess.Popen[str]") -> None:
    """Each when e-mails flow again after the one before."""
    by = Random(2)
    for victim, number in zip(VICTIMS, ASKS, strict=False):
        print(1, number, file=asks.stdin, flush=True)
        enough = len(sink.received) + by.randint(1, 4)
        wait_until("e-mails flow", lambda: len(sink.received) >= enough, program.log_path)  # noqa: B023
        kill(program, one_of(program, victim, by))


def one_of(program: Stack, victim: str, by: Random) -> psutil.Process:
    if victim != "child":
        return find(program, victim)
    worker = find(program, "worker")
    return by.choice(wait_until("it has children", worker.children, program.log_path))


def test_nothing_is_lost_and_nothing_lies() -> None:
    with (
        running_sink(DistantSink) as sink,
        running_stack(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}") as program,
    ):
        with asking(program) as asks, answering(program, sink, asks) as hosts:
            kill_them_all(program, sink, asks)
        told = {invitation: answer.result() for invitation, answer in hosts.pressed.items()}
        wait_until("Postgres answers", lambda: answers(program), program.log_path)
        wait_until(
            "every e-mail has left or is uncertain",
            lambda: finished(program),
            program.log_path,
            seconds=MAX_WAIT_SECONDS,
        )
        rows, chats = sql(program, ROWS), sql(program, CHATS)
    arrived = Counter(str(message["Message-ID"]) for message in sink.received)
    check_emails(rows, arrived)
    assert set(told.values()) == {BOOKED}
    assert dict.fromkeys(told, 2).items() <= dict(chats).items()
    assert set(arrived) <= {message_id for message_id, *_ in rows}


def check_emails(rows: list[tuple[str, str, str, bool]], arrived: Counter[str]) -> None:
    """An invitation that arrived before a kill need not leave again once its host has answered."""
    once = {message_id for message_id, kind, _, _ in rows if kind == "once"}
    uncertain = {message_id for message_id, _, status, _ in rows if status == "uncertain"}
    begun = {message_id for message_id, _, _, began in rows if began}
    lost = {message_id for message_id, *_ in rows} - set(arrived) - uncertain
    more = sum(times - 1 for times in arrived.values())
    print(
        f"\n{len(rows)} e-mails, {len(VICTIMS)} kills: {len(lost)} lost, {more} once more, "
        f"{len(uncertain)} uncertain, of which {len(uncertain & set(arrived))} arrived"
    )
    assert len(rows) >= EMAILS
    assert lost == set()
    assert uncertain <= once & begun
    assert {message_id for message_id in once if arrived[message_id] > 1} == set()
    assert {status for _, _, status, _ in rows} <= {"sent", "uncertain", "cancelled"}
    assert more <= TWICE_PER_KILL * len(VICTIMS)
