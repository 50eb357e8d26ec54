"""State folders, and the end of everything that a failed test left running on them."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.local.programs import processes_of
from tests.stack import prepared_folder, state_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """Empty, as before the first start."""
    with state_folder() as folder:
        yield folder
        end_what_runs_on(folder)


@pytest.fixture
def prepared() -> Iterator[Path]:
    """As an earlier start left it."""
    with prepared_folder() as folder:
        yield folder
        end_what_runs_on(folder)


def end_what_runs_on(folder: Path) -> None:
    for pid in processes_of(folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
