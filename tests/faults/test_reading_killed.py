"""A worker is killed with -9 while it reads a calendar: nothing runs on, is lost or doubled."""

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import psutil
import pytest

from tests.calendars.reading.requests import calendar
from tests.calendars.reading.server import Server, running_server
from tests.faults.killing import find, kill
from tests.patience import PATIENCE, wait_until
from tests.program import inside, run_task, sql
from tests.stack import Stack, running_stack

pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets us ask how orphans end"),
]

FIVE = [f"UID:{n}\nDTSTART:2026120{n}T100000Z\nDURATION:PT1H" for n in range(1, 6)]
BAD = "UID:bad\nDTSTART:whenever"
PR_SET_CHILD_SUBREAPER = 36

STATE = """SELECT lease_until IS NOT NULL, problem, failures
    FROM calendars_calendaraccount WHERE name = %s"""
THREE_MINUTES_ON = "UPDATE calendars_calendaraccount SET lease_until = now() WHERE name = %s"
CALENDARS = """SELECT count(*), min(left_out) FROM calendars_calendar c
    JOIN calendars_calendaraccount a ON a.id = c.account_id WHERE a.name = %s"""
BUSY = """SELECT count(*), count(DISTINCT during) FROM calendars_busytime b
    JOIN calendars_calendar c ON c.id = b.calendar_id
    JOIN calendars_calendaraccount a ON a.id = c.account_id WHERE a.name = %s"""


@dataclass
class Feed:
    """The first reading finds which calendars there are, the second one what is in them.

    In the middle of that one the server says nothing more until the test is over.
    """

    over: threading.Event = field(default_factory=threading.Event)
    begun: int = 0

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.begun += 1
        text = calendar(*FIVE, BAD).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text[:100])
        handler.wfile.flush()
        if self.begun == 2:
            self.over.wait(PATIENCE)
        handler.wfile.write(text[100:])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="module")
def program(server: Server) -> Iterator[Stack]:
    with running_stack(CALENDAR_HOSTS=server.name) as stack:
        yield stack


@pytest.fixture
def feed() -> Iterator[Feed]:
    feed = Feed()
    yield feed
    feed.over.set()


@contextmanager
def orphans_are_ours() -> Iterator[None]:
    """Who loses their parent becomes our child, so that we can ask how they ended."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


@pytest.mark.parametrize("victim", ["child", "worker"])
def test_a_reading_is_begun_anew(program: Stack, server: Server, feed: Feed, victim: str) -> None:
    server.answers[f"/{victim}.ics"] = feed.answer
    inside(program, "tests.faults.calendar_to_read", f"{victim}={server.url(f'/{victim}.ics')}")
    wait_until("the calendar is read", lambda: feed.begun == 2, program.log_path)
    [reader] = readers(program)
    with orphans_are_ours():
        # Of the worker's processes the one that reads, or the one above it.
        kill(program, reader.parent() if victim == "child" else find(program, "worker"))
        # By itself, and not because its own time is over: that would be a signal.
        assert wait_until("the reader ends", lambda: ended(reader.pid), program.log_path) == [1]
    assert state(program, victim) == (True, "", 0)  # claimed by the dead; nothing is finished

    sql(program, THREE_MINUTES_ON, victim)
    run_task(program, "calendars.sweep")
    wait_until("it is read", lambda: state(program, victim) == (False, "", 0), program.log_path)
    assert sql(program, CALENDARS, victim) == [(1, 1)]
    assert sql(program, BUSY, victim) == [(len(FIVE), len(FIVE))]
    assert readers(program) == []


def readers(program: Stack) -> list[psutil.Process]:
    family = find(program, "worker").children(recursive=True)
    return [one for one in family if "calendars.reading" in command_of(one)]


def command_of(process: psutil.Process) -> list[str]:
    """Nothing of one that has just ended: whoever is to collect it may not have come to that."""
    with suppress(psutil.NoSuchProcess):  # which a zombie is too
        return process.cmdline()
    return []


def ended(pid: int) -> list[int]:
    """Its exit code, once it is our child and has ended."""
    with suppress(ChildProcessError):
        found, status = os.waitpid(pid, os.WNOHANG)
        return [os.waitstatus_to_exitcode(status)] if found else []
    return []


def state(program: Stack, name: str) -> tuple[bool, str, int]:
    """Whether it is claimed, what is wrong with it, and how often it failed."""
    [row] = sql(program, STATE, name)
    return row
