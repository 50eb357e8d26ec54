"""What a test does to a running program beside its pages: asks its database, queues its tasks."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from typing import Any

import psutil
import psycopg2
import redis
from celery import Celery

from local.services.state import CHECKOUT
from tests.patience import wait_until
from tests.stack import Stack


def query(url: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def sql(stack: Stack, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return query(stack.env["DATABASE_URL"], statement, *values)


@contextmanager
def celery_of(stack: Stack) -> Iterator[Celery]:
    broker = stack.env["REDIS_URL"].replace("unix://", "redis+socket://", 1)
    with Celery(broker=broker, set_as_current=False) as app:
        yield app


def run_task(stack: Stack, task: str, times: int = 1) -> None:
    """As beat does; several times, so that several workers look at the same rows at once."""
    with celery_of(stack) as app:
        for _ in range(times):
            app.send_task(task, expires=60)


@contextmanager
def clock_stopped(stack: Stack) -> Iterator[None]:
    """Beat queues no more, and all it queued before has been run."""
    beat = psutil.Process(stack.pids()["beat"])
    beat.suspend()
    try:
        wait_until_heard(stack)
        yield
    finally:
        beat.resume()


@contextmanager
def clock_at_rest(stack: Stack) -> Iterator[None]:
    """Nothing is queued, until `clock_going` or the end: a suspended process cannot be stopped."""
    _to_beat(stack, psutil.Process.suspend)
    try:
        yield
    finally:
        _to_beat(stack, psutil.Process.resume)


@contextmanager
def clock_going(stack: Stack) -> Iterator[None]:
    """For that long; what fell due before is queued once at the beginning."""
    _to_beat(stack, psutil.Process.resume)
    try:
        yield
    finally:
        _to_beat(stack, psutil.Process.suspend)


def _to_beat(stack: Stack, do: Callable[[psutil.Process], None]) -> None:
    """If it lives: a test that failed may have killed it."""
    with suppress(KeyError, psutil.NoSuchProcess):
        do(psutil.Process(stack.pids()["beat"]))


def wait_until_heard(stack: Stack) -> None:
    """Until the worker is through with every task that was queued."""
    url = stack.env["REDIS_URL"]
    with closing(redis.Redis.from_url(url)) as broker, celery_of(stack) as app:
        wait_until(
            "the worker has run every task",
            lambda: not broker.llen("celery") and _has_nothing_to_do(app),
            stack.log_path,
        )


def _has_nothing_to_do(app: Celery) -> bool:
    """It is asked, for what a killed one had in hand stays with the broker for minutes."""
    worker = app.control.inspect(timeout=1, limit=1)
    return all(
        answer is not None and not any(answer.values())
        for answer in (worker.reserved(), worker.active())  # from the one they go to the other
    )


def environment(stack: Stack) -> Mapping[str, str]:
    """Of another process of the same program."""
    return {**os.environ, **stack.env, "DJANGO_SETTINGS_MODULE": "coffeechat.settings"}


def inside(stack: Stack, module: str, *arguments: str) -> str:
    """Run a module as a process of the program, and return what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment(stack), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout
