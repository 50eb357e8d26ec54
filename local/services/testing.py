"""`bin/test`: the suite beside throwaway servers of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from local.services.browser import find_chromium
from local.services.foreign import find_caddy, find_dovecot, find_icaljs, find_libical
from local.services.postgres import UNSAFE_BUT_FAST
from local.services.processes import Role, end_at_once, spawn, still_alive_after
from local.services.seed import SEED, begin_as_copy, make_seed
from local.services.servers import start_servers
from local.services.state import CHECKOUT, State
from local.services.supervisor import Supervisor
from local.services.up import STOPPING

BUSY_LOOPS = 4
ASKED_TO_STOP = (signal.SIGTERM, signal.SIGHUP)
MEMORY, ON_DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108 a private folder is made in it
MIN_FREE_MEMORY = 4 * 1024**3
"""Bytes, before a run is kept there."""
CLOSED_PORT = 9
"""Nothing listens there: a test that sends for real starts a sink of its own."""


def run_tests(arguments: list[str]) -> int:
    """Run pytest once, or with `--shaken N` that many times on a machine kept busy."""
    match arguments:
        case ["--shaken", times, *wanted] if times.isdecimal():
            return _shaken(int(times), wanted)
    return _run_once(arguments)


def _shaken(times: int, wanted: list[str]) -> int:
    """Whole runs beside busy loops: what passes by a lucky clock alone fails here."""
    for number in range(1, times + 1):
        begun = time.monotonic()
        with busy_loops(BUSY_LOOPS):
            code = _run_once(wanted)
        verdict = "failed" if code else "passed"
        minutes, seconds = divmod(round(time.monotonic() - begun), 60)
        print(f"Shaken run {number} of {times} {verdict} in {minutes} min {seconds} s", flush=True)
        if code:
            return code
    return 0


@contextmanager
def busy_loops(number: int) -> Iterator[None]:
    """Processes that take all the processor they get."""
    loop = Role("loop", [sys.executable, "-c", "while True: pass"], patience=0)
    loops = [spawn(loop, os.environ, Path(os.devnull), CHECKOUT) for _ in range(number)]
    try:
        yield
    finally:
        for child in loops:
            child.stop()


def _run_once(wanted: list[str]) -> int:
    """Run pytest; with nothing named, all of it, four at a time: many wait for servers."""
    with servers_for_tests() as env:
        return _pytest(wanted or ["-n", "4"], env)


@contextmanager
def servers_for_tests() -> Iterator[dict[str, str]]:
    """The environment of tests beside servers that are thrown away afterwards."""
    # SIGINT too: a shell starts what runs in the background with it ignored, pytest as well.
    for number in (signal.SIGINT, *ASKED_TO_STOP):
        signal.signal(number, signal.default_int_handler)
    _forget_settings()
    with throwaway_folder(_roomy()) as folder, ThreadPoolExecutor(1) as thread:
        found = thread.submit(_foreign, folder)
        seed, state = _seed(folder), State(folder)
        begin_as_copy(seed, state)
        supervisor = Supervisor(state, say=lambda _: None)
        try:
            database_url, redis_url = start_servers(supervisor, UNSAFE_BUT_FAST)
            env = _environment(seed, state, database_url, redis_url)
            yield env | {name: place for name, place in found.result().items() if place}
        finally:
            _end_what_is_left(folder)
            supervisor.stop(STOPPING)


def _seed(folder: Path) -> State:
    """One of our own, or that of the run of which we are a test."""
    if given := os.environ.get(SEED):
        return State(Path(given))
    seed = State(folder / "seed")
    make_seed(seed)
    return seed


@contextmanager
def throwaway_folder(place: Path) -> Iterator[Path]:
    """With room for the temporary files of every test, so that one sweep removes them all."""
    folder = Path(tempfile.mkdtemp(prefix="coffeechat-test-", dir=place))
    folder.chmod(0o711)  # else root's Postgres keeps its data elsewhere, where nobody sweeps
    _temporary(folder).mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> Path:
    """Memory where there is plenty: each database is a thousand files, and a disk takes ten times
    as long to make them. Else /tmp: sockets want a short path, and macOS's own has a long one."""
    if not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return ON_DISK
    free = min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available)
    return MEMORY if free >= MIN_FREE_MEMORY else ON_DISK


def _temporary(folder: Path) -> Path:
    return folder / "tmp"


def setting_names() -> set[str]:
    """Every name that `.env.example` speaks of."""
    text = (CHECKOUT / ".env.example").read_text()
    return set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def _forget_settings() -> None:
    """What the developer set for `bin/up` must not change what a test sees.

    Nor may it keep compiled code from being kept: each of some hundred processes would compile
    the whole tree anew.
    """
    for name in [*setting_names(), "PYTHONDONTWRITEBYTECODE"]:
        os.environ.pop(name, None)
    os.environ["ENV_FILE"] = os.devnull


def _environment(seed: State, state: State, database_url: str, redis_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": state.secrets()["SECRET_KEY"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{CLOSED_PORT}",
        "STATIC_ROOT": str(seed.static),
        "CONN_MAX_AGE": "0",  # a thread of the live server leaves no connection behind
        "TMPDIR": str(_temporary(state.folder)),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        SEED: str(seed.folder),
    }


def _foreign(folder: Path) -> dict[str, str | None]:
    """What some tests need and a machine may not have."""
    return {
        "COFFEECHAT_CHROMIUM": find_chromium(),
        "COFFEECHAT_LIBICAL": find_libical(),
        "COFFEECHAT_ICALJS": find_icaljs(folder / "npm"),
        "COFFEECHAT_DOVECOT": find_dovecot(),
        "COFFEECHAT_CADDY": find_caddy(),
    }


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
