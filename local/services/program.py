"""What CoffeeChat is made of when it runs: the roles, and the environment they share."""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from local.services.processes import Role
from local.services.state import State

CELERY = [sys.executable, "-m", "celery", "--app"]


def environment(
    state: State, database_url: str, redis_url: str, port: int, mail_port: int | None
) -> dict[str, str]:
    """What was given wins; what is missing comes from the state folder."""
    env = {
        "DJANGO_SETTINGS_MODULE": "local.settings",
        **{name: state.secrets()[name] for name in ("SECRET_KEY", "FIELD_KEYS")},
        "STATIC_ROOT": str(state.static),
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PORT": str(port),
    }
    if mail_port:
        env["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
        env["MAILBOX_DIR"] = str(state.mailbox)
    return env


def prepare(part: str) -> Role:
    """The part is `database` or `static`, and the role has its name."""
    return Role(part, [sys.executable, "-m", "local.services.prepare", part])


def web(listener: int) -> Role:
    command = [sys.executable, "-m", "gunicorn", "coffeechat.wsgi", "--bind", f"fd://{listener}"]
    command += ["--config", "python:coffeechat.gunicorn", "--workers", "2"]
    command += ["--graceful-timeout", "5", "--log-level", "warning"]
    return Role("web", command, fds=(listener,), patience=8)


def worker() -> Role:
    command = [*CELERY, "coffeechat", "worker", "--loglevel", "warning"]
    command += ["--without-mingle", "--without-gossip"]
    return Role("worker", command, patience=15)


def beat(state: State) -> Role:
    command = [*CELERY, "coffeechat.clock", "beat", "--loglevel", "warning", "--pidfile="]
    return Role("beat", [*command, "--schedule", str(state.folder / "celerybeat-schedule")])


def mail(listener: int, folder: Path) -> Role:
    command = [sys.executable, "-m", "local.mailbox.server", str(listener), str(folder)]
    return Role("mail", command, signal.SIGTERM, fds=(listener,))


def address(env: Mapping[str, str]) -> str:
    return env.get("SITE_URL") or f"http://localhost:{env['PORT']}"
