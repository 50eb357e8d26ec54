"""The mail server does not want us: everything waits, says why, and leaves once it is mended."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from local.services.state import CHECKOUT
from outbox.smtp import Phase
from tests.faults.killing import finished
from tests.outbox.script import Script, running_script
from tests.patience import PATIENCE, wait_until
from tests.program import environment, sql
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

SAID = "535 5.7.8 Bad credentials"
EMAILS = 20
WAITING = "SELECT count(*) FROM outbox_outgoingemail WHERE status IN ('pending', 'sending')"


@pytest.fixture
def server() -> Iterator[Script]:
    with running_script() as server:
        server.answers[Phase.SIGN_IN] = SAID
        yield server


@pytest.fixture
def program(server: Script) -> Iterator[Stack]:
    with running_stack(EMAIL_URL=f"smtp://sam:wrong@127.0.0.1:{server.port}") as stack:
        yield stack


def order(program: Stack) -> None:
    command = [sys.executable, "-m", "tests.faults.producer"]
    asked, env = f"{EMAILS}\n", environment(program)
    subprocess.run(command, cwd=CHECKOUT, env=env, input=asked, text=True, check=True)


def health(program: Stack) -> dict[str, Any]:
    try:
        with urlopen(f"{program.url}/healthz", timeout=PATIENCE) as answer:
            return dict(json.loads(answer.read()))
    except HTTPError as answer:
        return dict(json.loads(answer.read()))


def test_everything_waits_says_why_and_leaves(program: Stack, server: Script) -> None:
    log = program.log_path
    order(program)
    shown = wait_until(
        "it is shown", lambda: health(program)["blocked_by"] and health(program), log
    )
    assert (shown["blocked_by"], shown["dead"]) == (SAID, 0)
    assert datetime.fromisoformat(shown["blocked_since"]).tzinfo is not None
    assert SAID in log.read_text()
    assert sql(program, WAITING) == [(EMAILS,)]

    server.answers.clear()
    wait_until("everything has left", lambda: finished(program), log)
    assert server.came_to[Phase.END] == EMAILS
    wait_until("nothing is left to show", lambda: health(program)["blocked_by"] is None, log)
    assert health(program)["blocked"] == 0
