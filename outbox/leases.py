"""A lease: one worker's right to a row for a while. All that workers do to rows is done so.

A row that is due is claimed; every step after that compares the lease. Whoever died, or was
overtaken, finishes nothing, and when the lease has run out the row is due again. Whoever takes a
row away from a worker, because it was cancelled, finishes it without asking whose it is.
"""

import uuid
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable


class Leased(models.Model):
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_leased(self, now: datetime) -> bool:
        return self.lease_until is not None and self.lease_until > now

    def end_lease(self) -> None:
        """On a locked row that is saved as a whole; all others are finished by one statement."""
        self.lease, self.lease_until = None, None


Row = TypeVar("Row", bound=Leased)


def nobody_has(now: datetime) -> Q:
    """True of rows that no worker is at."""
    return Q(lease_until=None) | Q(lease_until__lte=now)


def somebody_has(now: datetime) -> Q:
    return Q(lease_until__gt=now)


def claim(due: QuerySet[Row], limit: int, until: datetime | Combinable, **values: Any) -> list[Row]:
    """Lease up to `limit` rows to this call, in their order, and write `values` to them; no other
    worker sees them meanwhile.

    They come with their lease and `values`, but with the `lease_until` from before: it may be the
    database's to work out, and nothing after a claim compares it.
    """
    lease = uuid.uuid4()
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
        claimed = due.model._base_manager.filter(pk__in=[row.pk for row in rows])
        if rows:
            claimed.update(lease=lease, lease_until=until, **values)
    for row in rows:
        for name, value in {"lease": lease, **values}.items():
            setattr(row, name, value)
    return rows


def claim_one(due: QuerySet[Row], until: datetime | Combinable, **values: Any) -> Row | None:
    return next(iter(claim(due, 1, until, **values)), None)


def leased(row: Row) -> QuerySet[Row]:
    """The row, as long as the lease it was claimed under is the last one."""
    assert row.lease is not None, "nobody has claimed it"
    rows: QuerySet[Row] = type(row)._base_manager.filter(pk=row.pk, lease=row.lease)
    return rows


def finish(rows: QuerySet[Row], **values: Any) -> bool:
    """Write what came of rows and end their lease; False where there was none to finish any more.
    `rows` are those that somebody `leased`, or the ones that are taken from whoever has them."""
    return bool(rows.update(lease=None, lease_until=None, **values))
