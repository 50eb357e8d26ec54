"""The worker's side: give the child e-mails one by one, and outlive whatever becomes of it."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

from chats.replies.child import LENGTH_OCTETS
from chats.replies.reading import NOTHING, Read

MAX_LIFE_SECONDS = 15
"""For one e-mail; the child's own limit on its processor time ends it sooner."""
MAX_ANSWER_BYTES = 2 * 1024 * 1024
EMAILS_EACH = 200
"""Then another child goes on, whatever the libraries have kept of what they read."""
PASSED_ON = ("PATH", "LANG")
"""Of the environment. Not the database's password, nor that of the inbox."""


class CouldNotRead(Exception):
    """No child said what it is: none started, it died, or it took too long. That may be the
    machine's doing as well, so it is not the same as an e-mail that says nothing."""


class Reader:
    """One child after another."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._left = 0

    def read(self, raw: bytes) -> Read:
        if not raw:
            return NOTHING
        try:
            return Read.from_json(self._ask(raw).decode())
        except (OSError, ValueError, LookupError, TypeError):
            self.close()
            raise CouldNotRead from None

    def _ask(self, raw: bytes) -> bytes:
        child = self._running()
        self._left -= 1
        assert child.stdin is not None
        child.stdin.write(len(raw).to_bytes(LENGTH_OCTETS) + raw)
        child.stdin.flush()
        return _line(child.stdout, time.monotonic() + MAX_LIFE_SECONDS)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._left <= 0:
            self.close()
            self._child, self._left = _new_child(), EMAILS_EACH
        return self._child

    def close(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.wait()


@contextmanager
def reader() -> Iterator[Reader]:
    opened = Reader()
    try:
        yield opened
    finally:
        opened.close()


def _new_child() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "chats.replies"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        start_new_session=True,
    )


def _line(pipe: Any, until: float) -> bytes:
    """What it answers; nothing where it ends, is silent, or says too much."""
    said = bytearray()
    while len(said) <= MAX_ANSWER_BYTES:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        octets = os.read(pipe.fileno(), 65_536) if ready else b""
        if not octets:
            return b""
        said += octets
        if said.endswith(b"\n"):
            return bytes(said)
    return b""
