"""`bin/up`: everything CoffeeChat needs, started step by step on one machine."""

import json
import os
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from coffeechat.keys import address_key
from coffeechat.mail_server import mail_server_at
from coffeechat.site_url import site_at
from local.services import prepared, program
from local.services.console import say, step
from local.services.processes import end_leftovers
from local.services.servers import Servers
from local.services.sockets import forget_socket_folder, listen
from local.services.state import UNWRITABLE, Refusal, State, write_private
from local.services.supervisor import Stop, Supervisor

STOPPING = [["beat", "web"], ["worker"], ["mail", "database", "static"], ["valkey", "postgres"]]
MEGABYTES_OF_LOG = 20


def up(state: State) -> None:
    """Run until asked to stop. Whatever goes wrong, nothing is left running."""
    state.prepare()
    with state.lock():
        supervisor = Supervisor(state, say)
        supervisor.listen_to_signals()
        try:
            with suppress(Stop):
                _start(supervisor)
                supervisor.watch()
        except Refusal:
            # Ctrl-C also reaches what we only wait for, such as initdb, and fails it.
            if not supervisor.asked_to_stop:
                raise
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            raise state.refusal(error) from None
        finally:
            if supervisor.children:
                say("Stopping")
            supervisor.stop(STOPPING)
            for name in ("postgres", "valkey"):
                with suppress(OSError):
                    forget_socket_folder(state.folder / name)


def _start(supervisor: Supervisor) -> None:
    state = supervisor.state
    _check_site_url()
    _check_address_key()
    if end_leftovers(state.run_file):
        say("Cleared away what an earlier run left behind")
    state.run_file.unlink(missing_ok=True)
    _turn_log(state)
    listener = supervisor.hold(listen(os.environ.get("HOST", "127.0.0.1"), _port()))
    local_mail = not _email_url()
    mail_listener = supervisor.hold(listen("127.0.0.1", 0)) if local_mail else None
    servers = Servers.of(state)
    supervisor.env = program.environment(
        state,
        servers.database_url,
        servers.redis_url,
        listener.getsockname()[1],
        mail_listener.getsockname()[1] if mail_listener else None,
    )
    supervisor.url = program.address(supervisor.env)
    say(_how_long(servers))
    _write_env(supervisor)
    servers.start(supervisor)
    prepare(supervisor, servers.database_url)
    _start_program(supervisor, listener, mail_listener)
    supervisor.ready = True
    supervisor.look_after_folder()
    _welcome(supervisor, local_mail=bool(mail_listener))


def _check_site_url() -> None:
    _check(site_at, os.environ.get("SITE_URL") or "http://localhost")


def _check_address_key() -> None:
    before = [os.environ.get("SECRET_KEY_FALLBACKS", "")]
    read = partial(address_key, secret_key="", fallbacks=before)
    _check(read, os.environ.get("ADDRESS_KEY", ""))


def _check(read: Callable[[str], object], given: str) -> None:
    """Before anything starts, else each process would say so in its log."""
    try:
        read(given)
    except ImproperlyConfigured as error:
        raise Refusal(str(error)) from None


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or int(given) > 65_535:
        raise Refusal(f"PORT is {given!r}: set it to a number from 1 to 65535.")
    return int(given)


def _email_url() -> str:
    url = os.environ.get("EMAIL_URL", "")
    if url and not os.environ.get("EMAIL_BACKEND"):
        _check(mail_server_at, url)
    return url


def prepare(supervisor: Supervisor, database_url: str) -> None:
    """Migrate and collect beside each other, each only where it is not proved to be done."""
    state, static_root = supervisor.state, Path(supervisor.env["STATIC_ROOT"])
    migrates = not prepared.database_is_current(state, database_url)
    collects = not prepared.static_is_current(static_root)
    for part, wanted in (("database", migrates), ("static", collects)):
        if wanted:
            supervisor.start(program.prepare(part))
    if migrates or collects:
        with step("Database and static files"):
            for part in set(supervisor.children) & {"database", "static"}:
                supervisor.finish(part)
    if migrates:
        prepared.note_database(state, database_url)


def _start_program(supervisor: Supervisor, listener: socket, mail_listener: socket | None) -> None:
    if mail_listener:
        supervisor.start(program.mail(mail_listener.fileno(), supervisor.state.mailbox))
    supervisor.start(program.web(listener.fileno()))
    supervisor.start(program.worker())
    begun = time.monotonic()
    supervisor.start(program.beat(supervisor.state))
    with step("Web server"):
        supervisor.wait_for("web", lambda: _health(supervisor, listener) is not None)
    with step("Worker and clock"):
        supervisor.wait_for("worker", lambda: _has_swept(supervisor, listener, begun))


def _has_swept(supervisor: Supervisor, listener: socket, begun: float) -> bool:
    """Whether beat has rung since then, and the worker heard it: a sweep of the run before does not
    count. Ages are told in tenths of a second."""
    figures = _health(supervisor, listener) or {}
    age = figures.get("sweep_age_seconds")
    return age is not None and age + 0.1 < time.monotonic() - begun


def _health(supervisor: Supervisor, listener: socket) -> dict[str, Any] | None:
    """What /healthz says, None while nobody answers."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
    with closing(HTTPConnection(host, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz", headers={"Host": urlsplit(supervisor.url).netloc})
            response = connection.getresponse()
            said = response.read()
        except (OSError, HTTPException):
            return None
    if response.status not in (200, 503):
        raise Refusal("The site answers with an error: the log says why.")
    return dict(json.loads(said))


def _write_env(supervisor: Supervisor) -> None:
    """For `manage.py` beside the running program: `set -a; . .state/env; set +a`."""
    names = (
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "FIELD_KEYS",
        "ADDRESS_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "MAILBOX_DIR",
        "STATIC_ROOT",
    )
    env = supervisor.env
    lines = [f"{name}='{env[name]}'\n" for name in (*names, "PORT") if name in env]
    write_private(supervisor.state.env_file, "".join(lines))


def _turn_log(state: State) -> None:
    if state.log.stat().st_size > MEGABYTES_OF_LOG * 1_000_000:
        state.log.replace(state.log.with_suffix(".log.1"))
        state.log.touch(mode=0o600)


def _how_long(servers: Servers) -> str:
    if servers.database and not servers.database.data.exists():
        return "Starting for the first time, which takes about ten seconds:"
    return "Starting, which takes about four seconds:"


def _welcome(supervisor: Supervisor, local_mail: bool) -> None:
    say(f"\nCoffeeChat is ready: {supervisor.url}/")
    if local_mail:
        port = supervisor.env["PORT"]
        say(f"E-mail stays here:    http://localhost:{port}/mailbox/ (on this machine alone)")
    say(f"Log:                  {supervisor.state.log}\n\nCtrl-C stops it.")
