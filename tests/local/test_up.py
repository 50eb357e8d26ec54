"""`bin/up` as a newcomer meets it: starting, stopping, crashing, coming back."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import psycopg2
import pytest

from local.services.state import CHECKOUT
from local.services.up import _write_env
from tests.faults.killing import find
from tests.local.programs import ROLES, processes_of, status, up, wait_until_gone
from tests.patience import wait_until
from tests.program import query, sql
from tests.stack import Stack, clean_env, state_folder

pytestmark = pytest.mark.stack


def test_ctrl_c_leaves_no_process_and_a_second_start_keeps_the_data(folder: Path) -> None:
    first = up(folder, STATIC_ROOT=str(folder / "static"))
    assert set(first.pids()) == ROLES
    assert status(f"{first.url}/mailbox/") == 200
    secret = first.env["SECRET_KEY"]
    query(first.env["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    unmigrate_sessions(first)
    everything = first.all_pids()

    assert first.stop(signal.SIGINT) == 0
    wait_until_gone(everything)
    assert processes_of(folder) == set()

    second = up(folder, STATIC_ROOT=str(folder / "static"))
    assert query(second.env["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
    assert second.env["SECRET_KEY"] == secret
    # What the code has and the database lacks is migrated.
    assert query(second.env["DATABASE_URL"], "SELECT count(*) FROM django_session") == [(0,)]
    assert second.stop(signal.SIGTERM) == 0


def unmigrate_sessions(stack: Stack) -> None:
    """Now the code has a migration that the database has not seen."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "sessions", "zero", "--verbosity", "0"],
        env={**clean_env(), **stack.env},
        cwd=CHECKOUT,
        check=True,
    )
    tables = "SELECT to_regclass('django_session')"
    assert query(stack.env["DATABASE_URL"], tables) == [(None,)]


def test_it_comes_back_after_everything_was_killed(prepared: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    first = up(prepared, PORT=port)
    query(first.env["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    for pid in first.all_pids():
        # Its parent's death may have ended it already.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    first.process.communicate()

    second = up(prepared, PORT=port)
    assert query(second.env["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
    assert status(f"{second.url}/mailbox/") == 200
    assert second.stop() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_no_child_outlives_a_killed_supervisor(prepared: Path) -> None:
    stack = up(prepared)
    family = stack.all_pids()
    stack.process.kill()
    stack.process.communicate()
    wait_until_gone(family)


def test_a_child_that_died_is_started_again(stack: Stack) -> None:
    before = stack.pids()
    for role in ROLES - {"supervisor"}:
        os.kill(before[role], signal.SIGKILL)

    def back() -> bool:
        after = stack.pids()
        return all(after.get(role) not in (None, before[role]) for role in ROLES - {"supervisor"})

    wait_until("each has been started again", back, stack.log_path)
    started = datetime.now(UTC)
    wait_until("the clock rings again", lambda: rang_after(stack, started), stack.log_path)
    assert stack.pids()["supervisor"] == before["supervisor"]
    assert status(f"{stack.url}/mailbox/") == 200


def rang_after(stack: Stack, moment: datetime) -> bool:
    """Whether beat rang and the worker heard it; Postgres may still be getting up."""
    with suppress(psycopg2.OperationalError):
        return bool(sql(stack, "SELECT name FROM outbox_heartbeat WHERE at > %s", moment))
    return False


def test_servers_named_in_the_environment_are_used_and_not_started(stack: Stack) -> None:
    borrowed = {name: stack.env[name] for name in ("DATABASE_URL", "REDIS_URL")}
    with state_folder() as folder:
        borrower = up(folder, EMAIL_URL="smtp://mail.invalid", **borrowed)
        assert set(borrower.pids()) == {"supervisor", "web", "worker", "beat"}
        assert borrower.env["DATABASE_URL"] == stack.env["DATABASE_URL"]
        assert not (folder / "postgres").exists()
        assert not (folder / "valkey").exists()
        log = borrower.log_path
        wait_until("its worker lives", lambda: find(borrower, "worker").children(), log)
        assert log.read_text().count("in the clear") == 1  # its e-mail leaves so
        assert borrower.stop() == 0


def test_secrets_are_readable_by_their_owner_alone(stack: Stack) -> None:
    folder = stack.state.folder
    for name in ("secrets.env", "env", "run.json", "coffeechat.log", "valkey/valkey.conf"):
        assert ((folder / name).stat().st_mode & 0o777) == 0o600, name
    arguments = " ".join(word for pid in stack.all_pids() for word in command_line(pid))
    assert "gunicorn" in arguments
    for line in (folder / "secrets.env").read_text().splitlines():
        assert line.split("=", 1)[1] not in arguments


def test_every_key_that_was_given_is_there_for_manage_py(tmp_path: Path) -> None:
    keys = dict.fromkeys(("SECRET_KEY", "SECRET_KEY_FALLBACKS", "FIELD_KEYS", "ADDRESS_KEY"), "k")
    file = tmp_path / "env"
    beside: Any = SimpleNamespace(env=keys, state=SimpleNamespace(env_file=file))
    _write_env(beside)
    assert file.read_text() == "".join(f"{name}='k'\n" for name in keys)


def command_line(pid: int) -> list[str]:
    """Nothing of one that has just ended, as the short-lived ones of Postgres do."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).cmdline()
    return []
