"""What every sweep does: one thing after another, so that none stands in the way of the rest."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection
from django.db.models import Model

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)


def each(rows: Iterable[Row], operation: Callable[[Row], object]) -> None:
    """Whatever goes wrong with one row is its own: it is logged and tried again next time.

    A batch is put in order by whoever asks for it, so that what is due longest comes first.
    """
    for row in rows:
        try:
            operation(row)
        except Exception:
            logger.exception("The sweep left out %s %s", row._meta.label, row.pk)


@contextmanager
def alone(number: int) -> Iterator[bool]:
    """Whether nobody else is at it now, by an advisory lock of that number."""
    with one_of([number]) as mine:
        yield mine is not None


@contextmanager
def one_of(numbers: Sequence[int]) -> Iterator[int | None]:
    """The first of these advisory locks that nobody else holds; None where each is held.

    Servers that answer slowly must not keep all workers from the e-mail. A lock is of the
    session, so that it goes with a worker that dies; those of people are far larger.
    """
    mine = next(filter(_lock, numbers), None)
    try:
        yield mine
    finally:
        if mine is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [mine])


def _lock(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
