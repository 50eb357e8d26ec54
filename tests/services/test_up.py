"""`bin/up` as a newcomer meets it: starting, stopping, crashing, and refusing clearly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from coffeechat.services.state import CHECKOUT
from tests.stack import Stack, clean_env, start, state_folder

pytestmark = pytest.mark.stack

ROLES = {"supervisor", "postgres", "valkey", "web", "worker", "beat", "mail"}


started: list[Stack] = []


@pytest.fixture
def folder() -> Iterator[Path]:
    with state_folder() as folder:
        yield folder
        # After a failed assertion something may still run.
        while started:
            stack = started.pop()
            if stack.process.poll() is None:
                stack.process.kill()
                stack.process.communicate()
        for pid in processes_of(folder):
            os.kill(pid, signal.SIGKILL)


def up(folder: Path, **env: str) -> Stack:
    stack = start(folder, **env)
    started.append(stack)
    stack.wait_until_ready()
    return stack


def refusal(folder: Path, **env: str) -> str:
    """What it says when it will not start; nothing of it may be left."""
    before = processes_of(folder)
    stack = start(folder, **env)
    said = stack.process.communicate(timeout=60)[0]
    assert stack.process.returncode == 1
    assert processes_of(folder) == before
    return said.splitlines()[-1]


def processes_of(folder: Path) -> set[int]:
    """Every process that was told of this state folder."""
    found = set()
    for process in psutil.process_iter():
        try:
            told = [*process.cmdline(), process.environ().get("COFFEECHAT_STATE", "")]
        except psutil.Error:
            continue
        if any(str(folder) in word for word in told):
            found.add(process.pid)
    return found


def query(stack: Stack, sql: str) -> list[tuple[object, ...]]:
    with psycopg2.connect(stack.env["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return int(answer.status)


def gone(pids: set[int], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while alive := {pid for pid in pids if psutil.pid_exists(pid)}:
        if time.monotonic() > deadline:
            raise AssertionError([psutil.Process(pid).cmdline() for pid in alive])
        time.sleep(0.05)
    return True


def test_ctrl_c_leaves_no_process_and_a_second_start_keeps_the_data(folder: Path) -> None:
    first = up(folder)
    assert set(first.pids()) == ROLES
    assert status(f"{first.url}/mailbox/") == 200
    secret = first.env["SECRET_KEY"]
    query(first, "CREATE TABLE kept AS SELECT 7 AS number")
    everything = first.all_pids()

    assert first.stop(signal.SIGINT) == 0
    assert gone(everything)
    assert processes_of(folder) == set()

    begun = time.monotonic()
    second = up(folder)
    assert time.monotonic() - begun < 30
    assert query(second, "SELECT number FROM kept") == [(7,)]
    assert second.env["SECRET_KEY"] == secret
    assert second.stop(signal.SIGTERM) == 0


def test_it_comes_back_after_everything_was_killed(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    first = up(folder, PORT=port)
    query(first, "CREATE TABLE kept AS SELECT 7 AS number")
    for pid in first.all_pids():
        os.kill(pid, signal.SIGKILL)
    first.process.communicate()

    second = up(folder, PORT=port)
    assert query(second, "SELECT number FROM kept") == [(7,)]
    assert status(f"{second.url}/mailbox/") == 200
    assert second.stop() == 0


def test_it_comes_back_after_the_supervisor_alone_was_killed(folder: Path) -> None:
    first = up(folder)
    left = first.all_pids()
    query(first, "CREATE TABLE kept AS SELECT 7 AS number")
    first.process.kill()
    first.process.communicate()

    second = up(folder)
    assert gone(left)
    assert query(second, "SELECT number FROM kept") == [(7,)]
    assert second.stop() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_no_child_outlives_a_killed_supervisor(folder: Path) -> None:
    stack = up(folder)
    family = stack.all_pids()
    stack.process.kill()
    stack.process.communicate()
    assert gone(family, seconds=30)


def test_a_child_that_died_is_started_again(folder: Path) -> None:
    stack = up(folder)
    before = stack.pids()
    for role in ROLES - {"supervisor"}:
        os.kill(before[role], signal.SIGKILL)

    deadline = time.monotonic() + 60
    while any(stack.pids().get(role) in (None, before[role]) for role in ROLES - {"supervisor"}):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert stack.pids()["supervisor"] == before["supervisor"]
    assert status(f"{stack.url}/mailbox/") == 200
    assert stack.stop() == 0


def test_secrets_are_readable_by_their_owner_alone(folder: Path) -> None:
    stack = up(folder)
    for name in ("secrets.env", "env", "run.json", "coffeechat.log", "valkey/valkey.conf"):
        assert ((folder / name).stat().st_mode & 0o777) == 0o600, name
    arguments = " ".join(word for pid in stack.all_pids() for word in psutil.Process(pid).cmdline())
    for line in (folder / "secrets.env").read_text().splitlines():
        assert line.split("=", 1)[1] not in arguments
    assert stack.stop() == 0


def test_servers_named_in_the_environment_are_used_and_not_started(folder: Path) -> None:
    with state_folder() as other:
        lender = up(other)
        borrowed = {name: lender.env[name] for name in ("DATABASE_URL", "REDIS_URL")}
        stack = up(folder, EMAIL_URL="smtp://127.0.0.1:9", **borrowed)
        assert set(stack.pids()) == {"supervisor", "web", "worker", "beat"}
        assert stack.env["DATABASE_URL"] == lender.env["DATABASE_URL"]
        assert stack.stop() == 0
        assert lender.stop() == 0


def test_a_port_in_use_is_said(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refusal(folder, PORT=str(port)) == (
            f"Port {port} on 127.0.0.1 cannot be used (Address already in use): "
            "stop the program that uses it, or choose another with PORT."
        )


def test_a_second_start_on_the_same_folder_is_said(folder: Path) -> None:
    stack = up(folder)
    assert refusal(folder) == (
        f"CoffeeChat already runs on {folder}: use that one, or stop it first."
    )
    assert status(f"{stack.url}/mailbox/") == 200
    assert stack.stop() == 0


def test_a_state_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    in_the_way = folder / "file"
    in_the_way.touch()
    assert refusal(in_the_way / "state") == (
        f"The state folder {in_the_way / 'state'} cannot be written (Not a directory): "
        "set COFFEECHAT_STATE to a folder of yours."
    )


def test_data_of_another_postgres_major_is_said(folder: Path) -> None:
    data = folder / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n")
    assert refusal(folder).startswith(
        f"The data in {data} belongs to Postgres 12, and this is Postgres "
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands Postgres to another user")
def test_root_may_keep_the_state_in_a_folder_closed_to_others(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    folder.chmod(0o700)
    stack = up(closed / "state")
    home = (closed / "state/postgres").resolve()
    try:
        assert home.parent == Path("/var/lib/coffeechat")
        assert query(stack, "SELECT 1") == [(1,)]
        assert stack.stop() == 0
    finally:
        subprocess.run(["rm", "-rf", home], check=True)


def test_the_folder_may_have_a_name_too_long_for_a_socket(folder: Path) -> None:
    stack = up(folder / ("long" * 25))
    assert query(stack, "SELECT 1") == [(1,)]
    assert stack.stop() == 0


def test_an_unknown_command_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coffeechat.services", "down"],
        env=clean_env(),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "usage: python -m coffeechat.services (up | test [pytest arguments])\n"
