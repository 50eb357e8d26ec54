"""The site in gunicorn, as `bin/up` runs it, on the database of the test."""

import os
import select
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from local.services import program
from local.services.state import CHECKOUT
from tests.patience import end_of, wait_until, wait_until_ended

SITE = "coffeechat.wsgi"
LOOPBACK = "127.0.0.1"


@contextmanager
def running_web(
    log: Path, module: str = SITE, *, postgres: str = "", host: str = LOOPBACK, **env: str
) -> Iterator[str]:
    """Gunicorn with the command of the real program; says where it answers on this machine.

    `postgres` is what its connections ask of the server, such as `-c lock_timeout=1000`.
    """
    with socket.create_server((host, 0)) as listener, log.open("w") as output:
        fd, port = listener.fileno(), listener.getsockname()[1]
        command = [module if part == SITE else part for part in program.web(fd).command]
        env, to_log = {**environment(postgres), **env}, {"stdout": output, "stderr": output}
        process = subprocess.Popen(command, env=env, cwd=CHECKOUT, pass_fds=[fd], **to_log)
        try:
            _wait_for(process, (LOOPBACK, port), log)
            yield f"http://{LOOPBACK}:{port}"
        finally:
            process.terminate()
            wait_until_ended(process, log)


def environment(postgres: str = "") -> dict[str, str]:
    """Ours, with the database the tests run on, and what its sessions are to be like."""
    database = settings.DATABASES["default"]
    login = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    where = f"host={quote(database['OPTIONS'].get('host') or database['HOST'])}"
    url = f"postgres://{login}@/{database['NAME']}?{where}&options={quote(postgres)}"
    return {**os.environ, "DATABASE_URL": url}


def _wait_for(process: "subprocess.Popen[bytes]", address: tuple[str, int], log: Path) -> None:
    """Until a worker has loaded the site: the listener takes connections before that."""

    def answers() -> bool:
        assert process.poll() is None, end_of(log)
        return bool(select.select([client], [], [], 0)[0])

    with closing(socket.create_connection(address)) as client:
        client.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        wait_until("the site answers", answers, log)
        assert client.recv(7) == b"HTTP/1.", end_of(log)
