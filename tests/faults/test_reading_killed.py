"""A worker is killed with -9 while it reads a calendar: nothing runs on, is lost or doubled."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import psutil
import pytest

from coffeechat.services.state import CHECKOUT
from tests.calendars.reading.requests import calendar
from tests.calendars.reading.server import Server, running_server
from tests.faults.test_killing import ask, kill, wait_until
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

FIVE = [f"UID:{n}\nDTSTART:2026120{n}T100000Z\nDURATION:PT1H" for n in range(1, 6)]
BAD = "UID:bad\nDTSTART:whenever"


@dataclass
class Feed:
    """The first reading finds which calendars there are, the second one what is in them.

    In the middle of that one the server says nothing more until the test is over.
    """

    server: Server
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
            self.over.wait(60)
        handler.wfile.write(text[100:])


@pytest.fixture
def feed() -> Iterator[Feed]:
    with running_server() as server:
        feed = Feed(server)
        server.answers["/a.ics"] = feed.answer
        yield feed
        feed.over.set()


@pytest.fixture
def program(feed: Feed) -> Iterator[Stack]:
    with running_stack(CALENDAR_HOSTS=feed.server.name) as stack:
        yield stack


@pytest.mark.parametrize("victim", ["child", "worker"])
def test_a_reading_is_begun_anew(program: Stack, feed: Feed, victim: str) -> None:
    read(program, feed.server.url("/a.ics"))
    wait_until(lambda: feed.begun == 2)
    [reader] = readers(program)
    if victim == "child":  # of the worker's processes the one that reads
        psutil.Process(reader.ppid()).kill()
    else:
        kill(program, victim)
    wait_until(lambda: not is_alive(reader), seconds=8)
    assert state(program) == (True, "", 0)  # claimed by the dead; nobody has settled anything

    ask(program, "UPDATE calendars_calendaraccount SET lease_until = now()")  # three minutes on
    read(program)
    wait_until(lambda: state(program) == (False, "", 0))
    assert ask(program, "SELECT count(*), min(left_out) FROM calendars_calendar") == [(1, 1)]
    times = "SELECT count(*), count(DISTINCT during) FROM calendars_busytime"
    assert ask(program, times) == [(len(FIVE), len(FIVE))]
    assert readers(program) == []


def read(program: Stack, *urls: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.faults.calendar_to_read", *urls],
        cwd=CHECKOUT,
        env={**os.environ, **program.env, "DJANGO_SETTINGS_MODULE": "coffeechat.settings"},
        check=True,
    )


def readers(program: Stack) -> list[psutil.Process]:
    """The readers that belong to the program, and those whose worker is gone."""
    found = psutil.process_iter(["cmdline", "ppid", "pid"])
    ours = {*program.all_pids(), 1}
    return [
        process
        for process in found
        if "calendars.reading" in (process.info["cmdline"] or [])
        and process.info["ppid"] in ours
        and is_alive(process)
    ]


def is_alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def state(program: Stack) -> tuple[bool, str, int]:
    """Whether it is claimed, what is wrong with it, and how often it failed."""
    fields = "lease_until IS NOT NULL, problem, failures"
    [row] = ask(program, f"SELECT {fields} FROM calendars_calendaraccount")
    return row
