"""What every sweep does: one thing after another, so that none stands in the way of the rest."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection
from django.db.models import Model

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)


def each(rows: Iterable[Row], verb: Callable[[Row], object]) -> None:
    """Whatever goes wrong with one row is its own: it is logged and tried again next time.

    A batch is put in order by whoever asks for it, so that what is due longest comes first.
    """
    for row in rows:
        try:
            verb(row)
        except Exception:
            logger.exception("The sweep left out %s %s", row._meta.label, row.pk)


@contextmanager
def alone(number: int) -> Iterator[bool]:
    """Whether nobody else is at it now, by an advisory lock of that number.

    Servers that answer slowly must not keep all workers from the e-mail. The lock is of the
    session, so that it goes with a worker that dies; those of people are far larger.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        first: bool = cursor.fetchone()[0]
    try:
        yield first
    finally:
        if first:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
