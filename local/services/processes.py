"""One child process: its start, its end, and what a killed supervisor left behind."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

PR_SET_PDEATHSIG = 1


@dataclass
class Role:
    """What to run under which name, and how to ask it to stop."""

    name: str
    command: list[str]
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10
    user: str | None = None
    fds: tuple[int, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Child:
    role: Role
    process: subprocess.Popen[bytes]
    started: float

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.alive:
            self.process.send_signal(self.role.stop_signal)

    def stop(self) -> None:
        """Wait for the asked-for end, then leave nothing of its process group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.role.patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def spawn(role: Role, env: Mapping[str, str], log: Path, cwd: Path) -> Child:
    """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            role.command,
            env={**env, **role.env},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=role.fds,
            preexec_fn=_die_with_parent(role.stop_signal),
            **_as_user(role.user),
        )
    return Child(role, process, time.monotonic())


def _as_user(user: str | None) -> dict[str, Any]:
    return {"user": user, "group": _group(user), "extra_groups": []} if user else {}


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def _die_with_parent(stop: signal.Signals) -> Callable[[], None] | None:
    """On Linux the kernel asks the child to stop when the supervisor dies, even by kill -9."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(stop)) and None


def fingerprint(pid: int) -> float | None:
    """When it started: a process id alone may be somebody else's by now."""
    with contextlib.suppress(psutil.Error):
        return float(psutil.Process(pid).create_time())
    return None


def is_alive(process: psutil.Process) -> bool:
    """A zombie keeps its number until its parent asks for it, which in a container may be never."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def end_leftovers(run_file: Path) -> int:
    """End what an earlier supervisor left behind; return how many processes that were."""
    try:
        roles = json.loads(run_file.read_text())["roles"]
    except (OSError, ValueError, KeyError):
        return 0
    left = [process for pid, started in roles.values() for process in _session(pid, started)]
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    end_at_once(still_alive_after(3, left))
    return len(left)


def end_all_in(folder: Path) -> None:
    """Kill what works in a folder that nobody else may work in."""
    end_at_once([process for process in psutil.process_iter() if _works_in(process, folder)])


def end_at_once(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    still_alive_after(5, processes)


def still_alive_after(seconds: float, processes: list[psutil.Process]) -> list[psutil.Process]:
    """Who did not end by then; psutil's own wait would wait for zombies too."""
    deadline = time.monotonic() + seconds
    while (left := [one for one in processes if is_alive(one)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.cwd() == str(folder) and is_alive(process)
    except psutil.Error:
        return False


def _session(leader: int, started: float) -> list[psutil.Process]:
    """Every process of the session that `leader` opened, unless its number has a new owner."""
    if fingerprint(leader) not in (None, started):
        return []
    return [
        process
        for process in psutil.process_iter()
        if _session_of(process.pid) == leader and is_alive(process)
    ]


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None
