"""Starting the whole program on a state folder, and looking at what runs there."""

import urllib.request
from pathlib import Path

import psutil

from local.services.processes import is_alive
from tests.patience import PATIENCE, wait_until
from tests.stack import Stack, start

ROLES = {"supervisor", "postgres", "valkey", "web", "worker", "beat", "mail"}


def up(folder: Path, **env: str) -> Stack:
    stack = start(folder, **env)
    stack.wait_until_ready()
    return stack


def refusal(folder: Path, **env: str) -> str:
    """What it says when it will not start; nothing of it may be left."""
    before = processes_of(folder)
    stack = start(folder, **env)
    said = stack.process.communicate(timeout=PATIENCE)[0]
    assert stack.process.returncode == 1
    assert processes_of(folder) == before
    return said.splitlines()[-1]


def processes_of(folder: Path) -> set[int]:
    """Every process that was told of this state folder."""
    return {process.pid for process in psutil.process_iter() if _was_told_of(process, folder)}


def _was_told_of(process: psutil.Process, folder: Path) -> bool:
    try:
        told = [*process.cmdline(), process.environ().get("COFFEECHAT_STATE", "")]
    except psutil.Error:
        return False
    return any(str(folder) in word for word in told)


def wait_until_gone(pids: set[int]) -> None:
    processes = [process for process in psutil.process_iter() if process.pid in pids]

    def left() -> list[psutil.Process]:
        return [process for process in processes if is_alive(process)]

    wait_until("every process has ended", lambda: not left(), lambda: f"Left: {left()}")


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return int(answer.status)
