"""The worker's side: start the child, give it its request, and outlive whatever becomes of it."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from django.conf import settings

from calendars.reading.wire import Answer, Problem, Request

MAX_LIFE_SECONDS = 120
"""Seconds of life; the last line. The child ends sooner: by its alarm clock (`child.read_feed`,
`caldav_client._client`), or by what it may use (`child.limit`)."""
MAX_LINE_BYTES = 32 * 1024 * 1024
PASSED_ON = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Of the environment. Not the database's password, nor a proxy that would connect for the child."""

log = logging.getLogger(__name__)


def _nobody(percent: int) -> None:
    """Whom progress is told when nobody asked."""


def run(request: Request, progress: Callable[[int], None] = _nobody) -> Answer:
    """What came of it. Blocks for as long as it takes, at most `MAX_LIFE_SECONDS` seconds."""
    request = replace(request, own_hosts=tuple(settings.CALENDAR_HOSTS))
    with _child() as child:
        _tell(child, request)
        answer = _listen(child, progress)
    if answer is None:
        log.warning("A calendar's reader ended with %s.", child.returncode)
        answer = Answer(_cause_of_death(child.returncode), hit_limit=True)
    return answer


@contextmanager
def _child() -> "Iterator[subprocess.Popen[bytes]]":
    """Never left behind; its standard error goes nowhere, since a traceback can hold an address."""
    child = subprocess.Popen(
        [sys.executable, "-m", "calendars.reading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        start_new_session=True,
    )
    timer = threading.Timer(MAX_LIFE_SECONDS, child.kill)
    timer.start()
    try:
        # Leaving sends what is left of the request, which nobody reads where it died at once.
        with suppress(BrokenPipeError), child:
            yield child
            child.kill()
    finally:
        child.kill()
        timer.cancel()


def _tell(child: "subprocess.Popen[bytes]", request: Request) -> None:
    """Its standard input stays open: that it closes tells the child that nobody listens."""
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.write(request.to_json().encode() + b"\n")
        child.stdin.flush()


def _listen(child: "subprocess.Popen[bytes]", progress: Callable[[int], None]) -> Answer | None:
    """Lines `{"progress": 40}`, then the answer; nothing where the child died before it."""
    assert child.stdout is not None
    while line := child.stdout.readline(MAX_LINE_BYTES):
        if not line.endswith(b"\n"):  # cut: too long, or the end of the child came in between
            return Answer(Problem.TOO_LARGE)
        said = json.loads(line)
        if "progress" not in said:
            return Answer.from_json(said)
        progress(said["progress"])
    child.wait()
    return None


def _cause_of_death(returncode: int) -> Problem:
    """Its alarm clock means that a server kept it waiting, any other limit that it had too much."""
    if returncode in (-signal.SIGALRM, -signal.SIGKILL):
        return Problem.SILENT
    return Problem.TOO_LARGE
