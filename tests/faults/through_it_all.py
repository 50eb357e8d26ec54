"""How a process of a test gets something done while Postgres is killed around it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import connection
from django.db.utils import Error

from tests.patience import wait_until

Result = TypeVar("Result")


def done(change: Callable[[], Result]) -> Result:
    """As somebody who tries again until it is done: they never know of a try that was cut off."""

    def tried() -> list[Result]:
        try:
            return [change()]
        except Error:
            connection.close()
            return []

    [result] = wait_until("Postgres does what it is asked", tried)
    return result
