"""State folders, and the end of everything that a failed test left running on them."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.services.programs import processes_of
from tests.stack import state_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with state_folder() as folder:
        yield folder
        for pid in processes_of(folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
