"""The site in processes of its own beside the test's database, and that database unprotected."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from chats.models import Attendance
from coffeechat.services import program
from coffeechat.services.state import CHECKOUT

Serve = Callable[[str], str]


@pytest.fixture
def serve(transactional_db: None, tmp_path: Path) -> Iterator[Serve]:
    """Run gunicorn with the command of the real program; returns where it answers."""
    with ExitStack() as running:
        yield lambda module: running.enter_context(_gunicorn(module, tmp_path / "web.log"))


@contextmanager
def _gunicorn(module: str, log: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("w") as output:
        fd = listener.fileno()
        command = [
            module if part == "coffeechat.wsgi" else part for part in program.web(fd).command
        ]
        process = subprocess.Popen(
            command, env=_env(), cwd=CHECKOUT, pass_fds=[fd], stdout=output, stderr=output
        )
        try:
            _wait_for(listener.getsockname(), log)
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            process.terminate()
            process.wait(20)


def _env() -> dict[str, str]:
    """Ours, with the database the tests run on."""
    database = settings.DATABASES["default"]
    login = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    where = f"host={quote(database['OPTIONS'].get('host') or database['HOST'])}"
    url = f"postgres://{login}@/{database['NAME']}?{where}"
    return {**os.environ, "DATABASE_URL": url}


def _wait_for(address: tuple[str, int], log: Path) -> None:
    """Until a worker has loaded the site: the listener takes connections before that."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with closing(socket.create_connection(address)) as client:
            client.settimeout(5)
            client.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            try:
                if client.recv(12).startswith(b"HTTP/1."):
                    return
            except TimeoutError:
                continue
    raise AssertionError(log.read_text())


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chats.lifecycle.locks.lock_people", lambda *keys: None)


@pytest.fixture
def without_constraint(transactional_db: None) -> Iterator[None]:
    """The exclusion constraint dropped, and put back over an empty table."""
    never_twice = Attendance._meta.constraints[0]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Attendance, never_twice)
    yield
    Attendance.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Attendance, never_twice)


@pytest.fixture(autouse=True)
def nobody_is_too_fast(settings: Settings) -> None:
    settings.INVITATIONS_PER_DAY = settings.INVITATIONS_PER_DAY_AT_FIRST = 1000
    settings.FIRST_CONTACTS_PER_HOST_PER_WEEK = 1000
