"""The whole program, run for tests as `bin/up` runs it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from local.services.processes import end_at_once
from local.services.seed import SEED, begin_as_copy
from local.services.state import CHECKOUT, State
from local.services.testing import setting_names
from tests.patience import PATIENCE, wait_until

OURS_ALONE = {"DJANGO_ALLOW_ASYNC_UNSAFE", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"}


class NotReady(Exception):
    """What the program said before it ended."""


@dataclass
class Stack:
    process: subprocess.Popen[str]
    state: State

    @property
    def url(self) -> str:
        """Where the site answers, without a slash at the end."""
        return str(self._facts()["url"])

    @property
    def env(self) -> dict[str, str]:
        """DATABASE_URL, REDIS_URL, EMAIL_URL and the rest, as the program sees them."""
        lines = self.state.env_file.read_text().splitlines()
        return {name: value.strip("'") for name, value in (line.split("=", 1) for line in lines)}

    @property
    def mailbox_dir(self) -> Path:
        return self.state.mailbox

    @property
    def log_path(self) -> Path:
        """One file, to which every process writes."""
        return self.state.log

    def pids(self) -> dict[str, int]:
        """The process id of each role: supervisor, postgres, valkey, web, worker, beat, mail."""
        roles = self._facts()["roles"]
        return {"supervisor": self.process.pid, **{name: pid for name, (pid, _) in roles.items()}}

    def all_pids(self) -> set[int]:
        """Every process of the program, children of children too."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        return {self.process.pid, *(process.pid for process in family)}

    def wait_until_ready(self) -> None:
        try:
            wait_until("the program is ready", self._is_ready, self.log_path)
        except AssertionError:
            with suppress(subprocess.TimeoutExpired):
                self.stop()
            raise

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise NotReady(self.process.communicate()[0])
        # A run that was killed leaves its facts behind: they must be those of this one.
        facts = self._facts() if self.state.run_file.exists() else {}
        return bool(facts.get("ready")) and facts["supervisor"] == self.process.pid

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to stop, and return its exit code. Whoever does not hear is ended, and told of."""
        self.process.send_signal(number)
        try:
            self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            end_at_once([psutil.Process(pid) for pid in self.all_pids()])
            self.process.communicate()
            raise
        return self.process.returncode

    def _facts(self) -> dict[str, Any]:
        return json.loads(self.state.run_file.read_text())


def start(folder: Path, **env: str) -> Stack:
    """Begin to start; `wait_until_ready` waits for it. Static files are those of the whole run."""
    process = subprocess.Popen(
        [sys.executable, "-m", "local.services", "up"],
        env={
            **clean_env(),
            "COFFEECHAT_STATE": str(folder),
            "PORT": "0",
            "STATIC_ROOT": os.environ.get("STATIC_ROOT") or str(folder / "static"),
            **env,
        },
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Stack(process, State(folder))


def clean_env() -> Mapping[str, str]:
    """The environment of somebody who has set nothing."""
    ours = setting_names() | OURS_ALONE
    env = {name: value for name, value in os.environ.items() if name not in ours}
    return {**env, "ENV_FILE": os.devnull}


@contextmanager
def state_folder() -> Iterator[Path]:
    """Not pytest's own: its path is long for sockets, and closed to the user Postgres runs as."""
    folder = Path(tempfile.mkdtemp(prefix="coffeechat-stack-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def prepared_folder() -> Iterator[Path]:
    """As an earlier start left it: migrated, so that this one takes two seconds."""
    with state_folder() as folder:
        if seed := os.environ.get(SEED):
            begin_as_copy(State(Path(seed)), State(folder))
        yield folder


@contextmanager
def running_stack(**env: str) -> Iterator[Stack]:
    with prepared_folder() as folder:
        stack = start(folder, **env)
        try:
            stack.wait_until_ready()
            yield stack
        finally:
            if stack.process.poll() is None:
                stack.stop()
