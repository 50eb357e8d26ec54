"""`bin/test`: the suite beside throwaway servers of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from coffeechat.services.browser import find_chromium
from coffeechat.services.foreign import find_dovecot, find_icaljs, find_libical
from coffeechat.services.postgres import UNSAFE_BUT_FAST
from coffeechat.services.processes import end_at_once, still_alive_after
from coffeechat.services.state import CHECKOUT, State
from coffeechat.services.supervisor import Supervisor
from coffeechat.services.up import STOPPING, start_servers

ASKED_TO_STOP = (signal.SIGTERM, signal.SIGHUP)
CLOSED_PORT = 9
"""Nothing listens there: a test that sends for real starts a sink of its own."""


def run_tests(wanted: list[str]) -> int:
    """Run pytest; with nothing named, all of it, three at a time: many wait for servers."""
    with servers_for_tests() as env:
        return _pytest(wanted or ["-n", "3"], env)


@contextmanager
def servers_for_tests() -> Iterator[dict[str, str]]:
    """The environment of tests beside servers that are thrown away afterwards."""
    # SIGINT too: a shell starts what runs in the background with it ignored, pytest as well.
    for number in (signal.SIGINT, *ASKED_TO_STOP):
        signal.signal(number, signal.default_int_handler)
    _forget_settings()
    with throwaway_folder() as folder:
        state = State(folder)
        state.prepare()
        supervisor = Supervisor(state, say=lambda _: None)
        try:
            database_url, redis_url = start_servers(supervisor, UNSAFE_BUT_FAST)
            env = _environment(state, database_url, redis_url)
            _collect_static(env)
            yield env
        finally:
            _end_what_is_left(folder)
            supervisor.stop(STOPPING)


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """With room for the temporary files of every test, so that one sweep removes them all."""
    # Sockets want a short path, and macOS's own temporary folder has a long one.
    folder = Path(tempfile.mkdtemp(prefix="coffeechat-test-", dir="/tmp"))
    _temporary(folder).mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _temporary(folder: Path) -> Path:
    return folder / "tmp"


def setting_names() -> set[str]:
    """Every name that `.env.example` speaks of."""
    text = (CHECKOUT / ".env.example").read_text()
    return set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def _forget_settings() -> None:
    """What the developer set for `bin/up` must not change what a test sees."""
    for name in setting_names():
        os.environ.pop(name, None)
    os.environ["ENV_FILE"] = os.devnull


def _environment(state: State, database_url: str, redis_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": state.secrets()["SECRET_KEY"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{CLOSED_PORT}",
        "STATIC_ROOT": str(state.static),
        "CONN_MAX_AGE": "0",  # a thread of the live server leaves no connection behind
        "TMPDIR": str(_temporary(state.folder)),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        **{name: place for name, place in _foreign(state.folder).items() if place},
    }


def _foreign(folder: Path) -> dict[str, str | None]:
    """What some tests need and a machine may not have."""
    return {
        "COFFEECHAT_CHROMIUM": find_chromium(),
        "COFFEECHAT_LIBICAL": find_libical(),
        "COFFEECHAT_ICALJS": find_icaljs(folder / "npm"),
        "COFFEECHAT_DOVECOT": find_dovecot(),
    }


def _collect_static(env: Mapping[str, str]) -> None:
    """Pages name their files by content, so the files must be there."""
    command = [sys.executable, "-m", "coffeechat.services.static"]
    subprocess.run(command, env=env, cwd=CHECKOUT, check=True)


def _pytest(arguments: list[str], env: Mapping[str, str]) -> int:
    """Ctrl-C reaches pytest from the terminal; the rest we pass on as Ctrl-C, so it tears down."""
    running = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], env=env, cwd=CHECKOUT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ASKED_TO_STOP:
        signal.signal(number, lambda *_: running.send_signal(signal.SIGINT))
    return running.wait()


def _end_what_is_left(folder: Path) -> None:
    """A test that was stopped in the middle stops nothing that it started."""
    left = [process for process in psutil.process_iter() if _was_told_of(process, folder)]
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    end_at_once(still_alive_after(20, left))


def _was_told_of(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.environ().get("TMPDIR") == str(_temporary(folder))
    except psutil.Error:
        return False
