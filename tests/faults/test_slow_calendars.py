"""Calendars that take all the time they may, while e-mail leaves and others' calendars are read."""

import select
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import product

import pytest

from calendars.tasks import concurrency_slots
from tests.calendars.reading.requests import ONE
from tests.calendars.reading.server import Server, running_server
from tests.faults.test_killing import order, ordering_emails
from tests.outbox.sink import Sink, running_sink
from tests.patience import wait_until
from tests.program import inside, run_task, sql
from tests.stack import running_stack

pytestmark = pytest.mark.stack

SLOTS = len(concurrency_slots())
HOSTILE = [f"hostile{number}" for number in range(SLOTS + 1)]
CALENDARS_OF_EACH = 3
EMAILS = 5
READ = "SELECT read_at FROM calendars_calendaraccount WHERE name = %s AND read_at IS NOT NULL"
BACKED_OFF = """SELECT count(*) FROM calendars_calendaraccount
    WHERE limit_hits = 1 AND problem = 'silent' AND due_at > now() + interval '10 minutes'"""


@dataclass
class Silence:
    """A server that hears and says nothing, and knows how many wait for it."""

    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0
    most: int = 0
    begun: int = 0

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self._count(1)
        while not (self.over.is_set() or has_gone(handler)):
            pass
        self._count(-1)
        with suppress(OSError):
            handler.send_error(404)

    def _count(self, one: int) -> None:
        with self.lock:
            self.waiting += one
            self.begun += max(one, 0)
            self.most = max(self.most, self.waiting)


def has_gone(handler: BaseHTTPRequestHandler) -> bool:
    """Whether whoever asked has closed the connection, looked for during a tenth of a second."""
    readable, _, _ = select.select([handler.connection], [], [], 0.1)
    return bool(readable)


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


def test_they_keep_nobody_else_waiting(server: Server) -> None:
    silence = Silence()
    server.answers["/silent.ics"] = silence.answer
    hostile = [
        f"{name}={server.url('/silent.ics')}"
        for _, name in product(range(CALENDARS_OF_EACH), HOSTILE)
    ]
    with (
        running_sink(Sink) as sink,
        running_stack(
            EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", CALENDAR_HOSTS=server.name
        ) as program,
        ordering_emails(program) as orders,
    ):
        inside(program, "tests.faults.calendar_to_read", *hostile)
        run_task(program, "calendars.sweep", 2 * len(HOSTILE))
        wait_until("each slot waits", lambda: silence.waiting == SLOTS, program.log_path)
        order(orders, EMAILS)
        wait_until("the e-mails leave", lambda: len(sink.received) == EMAILS, program.log_path)
        inside(program, "tests.faults.calendar_to_read", f"sam={server.answer('/a.ics', ONE)}")
        wait_until("sam's calendar is read", lambda: sql(program, READ, "sam"), program.log_path)
        assert silence.begun < len(hostile)
        assert silence.most == SLOTS
        assert sql(program, BACKED_OFF) != [(0,)]
        silence.over.set()
