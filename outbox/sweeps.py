"""What every sweep does: one thing after another, so that none stands in the way of the rest."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)


def each(rows: Iterable[Row], verb: Callable[[Row], object]) -> None:
    """Whatever goes wrong with one row is its own: it is logged and tried again next time."""
    for row in rows:
        try:
            verb(row)
        except Exception:
            logger.exception("The sweep left out %s %s", row._meta.label, row.pk)
