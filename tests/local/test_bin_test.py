"""`bin/test` cleans up behind itself, also when it is stopped in the middle."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from local.services.state import CHECKOUT
from tests.local.programs import wait_until_gone
from tests.patience import PATIENCE, wait_until
from tests.stack import clean_env

HANGS = """\
import os, subprocess, time
from pathlib import Path

def test_that_hangs():
    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
    Path(os.environ["TMPDIR"], "left").touch()
    Path({note!r}).write_text(f"{{child.pid}} {{os.environ['TMPDIR']}}")
    time.sleep(600)
"""


def _in_the_background() -> None:
    """As a shell starts it there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def test_nothing_is_left_when_it_is_stopped(tmp_path: Path) -> None:
    note, hangs = tmp_path / "note", tmp_path / "test_hangs.py"
    hangs.write_text(HANGS.format(note=str(note)))
    words = ["test", "-p", "no:cacheprovider", "-c", "pyproject.toml", str(hangs)]
    running = subprocess.Popen(
        [sys.executable, "-m", "local.services", *words],
        env=clean_env(),
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_in_the_background,
    )

    def noted() -> str:
        assert running.poll() is None
        return note.read_text() if note.exists() else ""

    child, temporary = wait_until("the test hangs", noted).split()
    family = {process.pid for process in psutil.Process(running.pid).children(recursive=True)}

    running.send_signal(signal.SIGTERM)
    said = running.communicate(timeout=PATIENCE)[0]
    assert "KeyboardInterrupt" in said
    assert running.returncode == 2  # as pytest says it
    wait_until_gone({*family, int(child)})
    assert not Path(temporary).parent.exists()
    assert os.path.basename(Path(temporary).parent).startswith("coffeechat-test-")
