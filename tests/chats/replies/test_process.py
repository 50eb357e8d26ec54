"""A child that fails is not an e-mail that says nothing."""

import subprocess
import sys

import pytest

from chats.replies import process
from chats.replies.process import CouldNotRead, reader
from chats.replies.reading import NOTHING

ANSWER = b"From: dana@example.com\r\nSubject: Re: Coffee\r\n\r\nGladly.\r\n"


def child_that(does: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", does], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )


@pytest.mark.parametrize(
    "does",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import sys; sys.stdin.read(1)",
        "import sys; sys.stdin.read(1); print('half of', flush=True)",
        "import sys; sys.stdin.read(1); print('[]', flush=True)",
        "import time; time.sleep(60)",
    ],
    ids=["killed", "ended", "half an answer", "no answer of ours", "too slow"],
)
def test_what_no_child_read_is_not_read(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MAX_LIFE_SECONDS", 1)
    monkeypatch.setattr(process, "_new_child", lambda: child_that(does))
    with reader() as child, pytest.raises(CouldNotRead):
        child.read(ANSWER)


def test_what_no_child_could_be_started_for_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory() -> None:
        raise OSError

    monkeypatch.setattr(process, "_new_child", no_memory)
    with reader() as child, pytest.raises(CouldNotRead):
        child.read(ANSWER)


def test_the_next_child_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, reader() as child:
        patch.setattr(process, "_new_child", lambda: child_that("pass"))
        with pytest.raises(CouldNotRead):
            child.read(ANSWER)
        patch.undo()
        assert child.read(ANSWER).understood.text == "Gladly."


def test_what_is_gone_from_the_inbox_says_nothing() -> None:
    with reader() as child:
        assert child.read(b"") is NOTHING
