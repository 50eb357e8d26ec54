"""The site in gunicorn, as `bin/up` runs it, on the database of the test."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from coffeechat.services import program
from coffeechat.services.state import CHECKOUT
from tests.patience import PATIENCE

SITE = "coffeechat.wsgi"


@contextmanager
def running_web(log: Path, module: str = SITE) -> Iterator[str]:
    """Gunicorn with the command of the real program; says where it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("w") as output:
        fd = listener.fileno()
        command = [module if part == SITE else part for part in program.web(fd).command]
        process = subprocess.Popen(
            command, env=_env(), cwd=CHECKOUT, pass_fds=[fd], stdout=output, stderr=output
        )
        try:
            _wait_for(listener.getsockname(), log)
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _env() -> dict[str, str]:
    """Ours, with the database the tests run on."""
    database = settings.DATABASES["default"]
    login = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    where = f"host={quote(database['OPTIONS'].get('host') or database['HOST'])}"
    url = f"postgres://{login}@/{database['NAME']}?{where}"
    return {**os.environ, "DATABASE_URL": url}


def _wait_for(address: tuple[str, int], log: Path) -> None:
    """Until a worker has loaded the site: the listener takes connections before that."""
    deadline = time.monotonic() + PATIENCE
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
