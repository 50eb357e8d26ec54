"""Throwaway servers, the site on them, and a meter of the processor time it takes."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from local.services import program
from local.services.servers import start_servers
from local.services.state import CHECKOUT, State
from local.services.supervisor import Supervisor
from local.services.testing import (
    ASKED_TO_STOP,
    ON_DISK,
    setting_names,
    throwaway_folder,
)
from local.services.up import STOPPING

NO_LIMITS = {"INVITATIONS_PER_DAY": "1000000", "FIRST_CONTACTS_PER_HOST_PER_WEEK": "1000000"}


@contextmanager
def throwaway_servers() -> Iterator[None]:
    """A Postgres that keeps its promises (fsync on) and a Valkey; Django set up and migrated."""
    for number in ASKED_TO_STOP:
        signal.signal(number, signal.default_int_handler)  # so that the folder goes too
    for name in setting_names():
        os.environ.pop(name, None)
    with throwaway_folder(ON_DISK) as folder:
        state = State(folder)
        state.prepare()
        supervisor = Supervisor(state, say=lambda _: None)
        try:
            database_url, redis_url = start_servers(supervisor)
            os.environ |= {
                "ENV_FILE": os.devnull,
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                "SECRET_KEY": state.secrets()["SECRET_KEY"],
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "STATIC_ROOT": str(state.static),
                "LOG_LEVEL": "ERROR",
                **NO_LIMITS,
            }
            import django

            from local.services import prepare

            django.setup()
            prepare.database()
            prepare.static()
            yield
        finally:
            supervisor.stop(STOPPING)


@dataclass
class Figures:
    """What some number of calls took."""

    calls: int
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        return self.calls / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of the measured processes for each call: the figure that holds."""
        return 1000 * self.cpu_seconds / self.calls


def cpu_seconds(pid: int) -> float:
    """Of a process and all its children that live."""
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in family)


@dataclass
class Site:
    address: tuple[str, int]
    pid: int

    def measure(self, calls: Sequence[Callable[[], object]], clients: int) -> Figures:
        """Run all calls, that many at once."""
        cpu, begun = cpu_seconds(self.pid), time.perf_counter()
        with ThreadPoolExecutor(clients) as threads:
            for _ in threads.map(lambda call: call(), calls):
                pass
        took = time.perf_counter() - begun
        return Figures(len(calls), took, cpu_seconds(self.pid) - cpu)


@contextmanager
def running_site(*arguments: str) -> Iterator[Site]:
    """Gunicorn as `bin/up` runs it: two workers; with arguments of its own behind."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        command = [*program.web(listener.fileno()).command, *arguments]
        process = subprocess.Popen(command, cwd=CHECKOUT, pass_fds=[listener.fileno()])
        try:
            host, port = listener.getsockname()
            for _ in range(20):  # until both workers are warm
                urllib.request.urlopen(f"http://{host}:{port}/plain/", timeout=60).close()
            yield Site((host, port), process.pid)
        finally:
            process.terminate()
            process.wait(20)
