"""A disk that is full or read-only: it is said, nothing ends for it, and all of it comes back."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from aiosmtpd.smtp import Envelope

from local.mailbox.server import Keep
from local.mailbox.store import Mailbox
from local.services import supervisor as supervising
from local.services.processes import Role
from local.services.seed import SEED, begin_as_copy
from local.services.state import State
from local.services.supervisor import Stop, Supervisor
from tests.local.conftest import end_what_runs_on
from tests.local.programs import ROLES, refusal, up
from tests.local.test_up import rang_after
from tests.patience import wait_until
from tests.program import query
from tests.stack import Stack

SIZE = "400m"


@pytest.fixture
def disk() -> Iterator[Path]:
    """One of its own, which only root can make."""
    folder = Path(tempfile.mkdtemp(prefix="coffeechat-disk-"))
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("a disk of its own cannot be mounted here")
    try:
        yield folder
        end_what_runs_on(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


class Said:
    """Every line of the program, as it comes."""

    def __init__(self, stack: Stack) -> None:
        self.lines: list[str] = []
        self.reading = Thread(target=self._read, args=[stack.process.stdout], daemon=True)
        self.reading.start()

    def _read(self, output: Iterator[str]) -> None:
        self.lines.extend(output)

    def wait_for(self, words: str) -> None:
        wait_until(
            f"it says {words!r}", lambda: any(words in line for line in self.lines), self.all
        )

    def all(self) -> str:
        return "".join(self.lines)


def fill(folder: Path) -> Path:
    """To the last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(64 * 1024))
    return filler


@pytest.mark.stack
def test_a_full_disk_is_said_and_everything_comes_back_once_there_is_room(disk: Path) -> None:
    if seed := os.environ.get(SEED):
        begin_as_copy(State(Path(seed)), State(disk))
    stack = up(disk)
    said = Said(stack)
    query(stack.env["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    before = stack.pids()

    filler = fill(disk)
    said.wait_for(f"The state folder {disk} cannot be written (No space left on device).")
    for role in ROLES - {"supervisor"}:
        with suppress(ProcessLookupError):  # it may have died of the disk by itself
            os.kill(before[role], signal.SIGKILL)
    for role in ROLES - {"supervisor"}:
        said.wait_for(f"{role} stopped by itself, starting it again")
    assert stack.process.poll() is None

    filler.unlink()
    said.wait_for(f"The state folder {disk} can be written again.")
    started = datetime.now(UTC)
    wait_until("the clock rings again", lambda: rang_after(stack, started), said.all)
    after = stack.pids()
    assert {role for role in ROLES if after[role] != before[role]} == ROLES - {"supervisor"}
    assert query(stack.env["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
    assert sum("cannot be written" in line for line in said.lines) == 1
    stack.process.send_signal(signal.SIGINT)
    wait_until("it ends", lambda: stack.process.poll() is not None, said.all)
    said.reading.join()
    stack.process.stdout.close()
    assert stack.process.returncode == 0


def test_a_disk_that_is_full_at_the_start_is_said(disk: Path) -> None:
    fill(disk)
    assert refusal(disk / "state") == (
        f"The state folder {disk / 'state'} cannot be written (No space left on device): "
        "make room on its disk and start again."
    )


def test_a_disk_that_is_read_only_at_the_start_is_said(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert refusal(disk / "state") == (
        f"The state folder {disk / 'state'} cannot be written (Read-only file system): "
        "set COFFEECHAT_STATE to a folder of yours."
    )


@pytest.fixture
def watched(folder: Path) -> Iterator[tuple[Supervisor, list[str]]]:
    """A supervisor with one child, and what it has said."""
    said: list[str] = []
    state = State(folder)
    state.prepare()
    supervisor = Supervisor(state, said.append, env=os.environ)
    supervisor.start(Role("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"]))
    yield supervisor, said
    supervisor.asked_to_stop = False
    supervisor.stop([["sleeper"]])


@pytest.mark.parametrize("reason", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_write_that_fails_ends_nobody_and_is_said_once(
    watched: tuple[Supervisor, list[str]], reason: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor, said = watched

    def fails(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    with monkeypatch.context() as broken:
        broken.setattr(supervising, "write_private", fails)
        broken.setattr(supervising, "spawn", fails)
        supervisor.children["sleeper"].process.kill()
        supervisor.looks_at = 0
        _watch_until(supervisor, lambda: said.count(STOPPED) >= 2)
    assert [line for line in said if line != STOPPED] == [
        f"The state folder {supervisor.state.folder} cannot be written ({os.strerror(reason)}). "
        "What stops for want of it is started again once it can be."
    ]
    supervisor.looks_at = 0
    _watch_until(supervisor, lambda: supervisor.children["sleeper"].alive)
    assert said[-1] == f"The state folder {supervisor.state.folder} can be written again."


STOPPED = "sleeper stopped by itself, starting it again"


def _watch_until(supervisor: Supervisor, happened: Callable[[], bool]) -> None:
    """As `watch` does by itself, until then."""

    def pause(seconds: float) -> None:
        if happened():
            raise Stop
        Supervisor.pause(supervisor, seconds)

    with pytest.MonkeyPatch.context() as patch, suppress(Stop):
        patch.setattr(supervisor, "pause", pause)
        supervisor.watch()


def test_a_mailbox_without_room_takes_e_mail_later(tmp_path: Path) -> None:
    """A refusal for good would mark the host's address as one that does not exist."""
    envelope = Envelope()
    envelope.rcpt_tos, envelope.original_content = ["dana@example.com"], b"Subject: x\r\n\r\nx"
    keep = Keep(Mailbox(tmp_path / "no such folder"))
    with pytest.raises(StopIteration) as said:  # it waits for nothing
        keep.handle_DATA(None, None, envelope).send(None)
    assert said.value.value.startswith("452 4.3.1 ")
