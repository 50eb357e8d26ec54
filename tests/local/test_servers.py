"""Postgres and Valkey in folders that make it hard for them, and what a killed run leaves."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg2
import pytest
from psycopg2 import extras

from local.services import postgres
from local.services.processes import Child, Role, end_leftovers, fingerprint, is_alive, spawn
from local.services.servers import start_servers
from local.services.sockets import forget_socket_folder
from local.services.state import State
from local.services.supervisor import Supervisor
from local.services.up import STOPPING
from tests.local.programs import wait_until_gone
from tests.patience import wait_until
from tests.program import query


@pytest.fixture(autouse=True)
def nothing_is_lent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")


@contextmanager
def servers(state: State) -> Iterator[str]:
    """Both servers alone; yields where Postgres is."""
    state.prepare()
    supervisor = Supervisor(state, say=print)
    try:
        yield start_servers(supervisor)[0]
    finally:
        supervisor.stop(STOPPING)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands Postgres to another user")
def test_root_may_keep_the_state_in_a_folder_closed_to_others(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    state = State(closed / "state")
    with servers(state) as url:
        home = (state.folder / "postgres").resolve()
        try:
            assert home.parent == Path("/var/lib/coffeechat")
            assert query(url, "SELECT 1") == [(1,)]
        finally:
            subprocess.run(["rm", "-rf", home], check=True)


def test_the_folder_may_have_a_name_too_long_for_a_socket(folder: Path) -> None:
    state = State(folder / ("long" * 25))
    links = [state.folder / name / "run" for name in ("postgres", "valkey")]
    with servers(state) as url:
        assert query(url, "SELECT 1") == [(1,)]
        killed = [link.readlink() for link in links]

    # Not forgotten at the stop, as after kill -9: the next start puts new ones in their place.
    with servers(state) as url:
        assert query(url, "SELECT 1") == [(1,)]
        assert [path.exists() for path in killed] == [False, False]
        places = [link.readlink() for link in links]
    for link in links:
        forget_socket_folder(link.parent)
    assert [path.exists() for path in [*places, *links]] == [False] * 4


def test_postgres_starts_though_a_stranger_has_its_old_number(folder: Path) -> None:
    state, home = State(folder), folder / "postgres"
    files = [home / "data/postmaster.pid", home / "run/.s.PGSQL.5432.lock"]
    with servers(state):
        left = [file.read_text().splitlines()[1:] for file in files]
    # Of the user Postgres runs as, for it looks at no others.
    role = Role("stranger", ["sleep", "600"], patience=0, user=postgres.of(state).user)
    stranger = spawn(role, os.environ, folder / "log", folder)
    for file, lines in zip(files, left, strict=True):
        file.write_text("\n".join([str(stranger.process.pid), *lines, ""]))
        shutil.chown(file, home.stat().st_uid)
    with servers(state) as url:
        assert query(url, "SELECT 1") == [(1,)]
    assert stranger.alive
    stranger.stop()


def test_postgres_starts_though_a_backend_outlived_it(folder: Path) -> None:
    state = State(folder)
    with servers(state) as url:
        busy = psycopg2.connect(url, async_=True)
        extras.wait_select(busy)
        backend = psutil.Process(busy.info.backend_pid)
        with busy.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM generate_series(1, 1000000000000)")
        postmaster = backend.parent()
        postmaster.kill()
        postmaster.wait()
    assert is_alive(backend)
    with servers(state) as url:
        assert query(url, "SELECT 1") == [(1,)]
        assert not is_alive(backend)


def sleeper(folder: Path) -> Child:
    """A process with a child of its own, as gunicorn has."""
    words = ["import subprocess, time", "subprocess.Popen(['sleep', '600'])", "time.sleep(600)"]
    role = Role("web", [sys.executable, "-c", "; ".join(words)], patience=0)
    child = spawn(role, os.environ, folder / "log", folder)
    wait_until("it has a child", psutil.Process(child.process.pid).children)
    return child


def note_down(run_file: Path, pid: int, started: float | None) -> None:
    run_file.write_text(json.dumps({"roles": {"web": [pid, started]}}))


def test_what_a_killed_supervisor_left_is_ended(folder: Path) -> None:
    left = sleeper(folder)
    pid = left.process.pid
    family = {pid, *(child.pid for child in psutil.Process(pid).children())}
    note_down(folder / "run.json", pid, fingerprint(pid))
    assert end_leftovers(folder / "run.json") == 2
    left.process.wait()
    wait_until_gone(family)


def test_a_process_that_only_has_the_number_of_an_old_one_is_spared(folder: Path) -> None:
    stranger = sleeper(folder)
    note_down(folder / "run.json", stranger.process.pid, 1.0)
    assert end_leftovers(folder / "run.json") == 0
    assert stranger.alive
    stranger.stop()
