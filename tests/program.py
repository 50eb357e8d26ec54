"""What a test does to a running program beside its pages: asks its database, rings its bells."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import psutil
import psycopg2
import redis
from celery import Celery

from coffeechat.services.state import CHECKOUT
from tests.patience import wait_until
from tests.stack import Stack


def query(url: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def sql(stack: Stack, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return query(stack.env["DATABASE_URL"], statement, *values)


def ring(stack: Stack, task: str, times: int = 1) -> None:
    """As beat does; several times, so that several workers look at the same rows at once."""
    broker = stack.env["REDIS_URL"].replace("unix://", "redis+socket://", 1)
    with Celery(broker=broker, set_as_current=False) as bells:
        for _ in range(times):
            bells.send_task(task, expires=60)


@contextmanager
def clock_stopped(stack: Stack) -> Iterator[None]:
    """Beat rings no more, and all it rang before has been heard."""
    beat = psutil.Process(stack.pids()["beat"])
    beat.suspend()
    try:
        wait_until_heard(stack)
        yield
    finally:
        beat.resume()


def wait_until_heard(stack: Stack) -> None:
    """Until the worker is through with every bell that was rung."""
    wait_until("the worker has heard every bell", lambda: _is_still(stack), stack.log_path)


def _is_still(stack: Stack) -> bool:
    with closing(redis.Redis.from_url(stack.env["REDIS_URL"])) as broker:
        return not broker.llen("celery") and not broker.hlen("unacked")


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
