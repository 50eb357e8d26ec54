"""Claim what is due, talk SMTP over a kept connection, finish.

Each row is claimed under a lease, committed, started, sent, finished; every step is a
compare-and-set on the lease, so a worker that died or was overtaken finishes nothing.
The clock is the database's alone. What becomes of an e-mail that was not taken, one table says
(outbox.delivery_results).
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.db import connection as database
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least, Now

from outbox import api, leases, message, outage
from outbox.addresses import is_plain
from outbox.connection import close_connection, kept_connection, send
from outbox.delivery_results import DeliveryResult, delivery_result_of
from outbox.models import Outage, OutgoingEmail, OutgoingEmailQuerySet, Suppression
from outbox.smtp import Phase, failure
from outbox.states import Status
from outbox.suppression import held_for, left_bare, reasons_among, suppress

logger = logging.getLogger(__name__)

Claim = Callable[[], list[OutgoingEmail]]

BATCH_ROWS = 50
BATCH_SECONDS = 2
"""With a slow server a batch is put back after this, so that what is urgent waits no longer."""
DRAIN_SECONDS = 60
LEASE = timedelta(minutes=2)
RETRY_AFTER = [
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
]
NOT_PLAIN = "no mail server reads this address as it is written here"
MAX_BACKOFF = {DeliveryResult.SERVER: outage.MAX_BACKOFF, DeliveryResult.OURS: timedelta(hours=1)}
"""Between two tries of what waits for us: as long as it has been waiting already, at most this."""


def drain(next_ones: Claim | None = None) -> int:
    """Send what is due until nothing is left or it is time to let go of the worker.

    What is urgent goes first, unless it is said what to take. Returns how many e-mails were tried;
    the next sweep goes on where this one stopped. During an outage the mail server is asked
    now and then, with one e-mail.
    """
    reclaim()
    found = outage.current()
    if found and found.waits:  # type: ignore[attr-defined]
        return 0
    results = list(_results_of(next_ones or claim_urgent_first))
    # The last word, though it may have taken some before.
    goes_on = DeliveryResult.SERVER in results
    if (
        found
        and not goes_on
        and (DeliveryResult.TAKEN in results or not outage.holds_anything_up())
    ):
        outage.end()
    return len(results)


def _results_of(next_ones: Claim) -> Iterator[DeliveryResult | None]:
    begun = time.monotonic()
    while time.monotonic() < begun + DRAIN_SECONDS and (rows := next_ones()):
        claimed = time.monotonic()
        for row in rows:
            delivery_result = deliver(row)
            yield delivery_result
            if delivery_result == DeliveryResult.SERVER:
                _release(row.lease)
                return
            if time.monotonic() > claimed + BATCH_SECONDS:
                _release(row.lease)
                break


def _release(lease: uuid.UUID | None) -> None:
    """What was claimed and not begun: nobody needs to wait for the lease to run out."""
    untouched = OutgoingEmail.objects.filter(lease=lease, status=Status.SENDING, started_at=None)
    leases.finish(untouched, status=Status.PENDING)


# One statement with one clock. In two, a lease that ran out between them made a row uncertain that
# had never begun. Whoever holds a row is about to finish it, so it is left to the next sweep.
RECLAIM = """
    UPDATE outbox_outgoingemail
    SET status = CASE WHEN started_at IS NULL OR repeatable THEN 'pending' ELSE 'uncertain' END,
        last_error = CASE WHEN started_at IS NULL OR repeatable THEN last_error
                     ELSE 'The worker stopped in mid-delivery.' END,
        started_at = CASE WHEN repeatable THEN NULL ELSE started_at END,
        lease = NULL, lease_until = NULL
    WHERE id IN (
        SELECT id FROM outbox_outgoingemail
        WHERE status = 'sending' AND lease_until < statement_timestamp()
        FOR UPDATE SKIP LOCKED
    )
"""


def reclaim() -> None:
    """Free the rows of workers that died: not begun, or repeatable, go back; others are shown."""
    with database.cursor() as cursor:
        cursor.execute(RECLAIM)


def claim_urgent_first() -> list[OutgoingEmail]:
    return claim_urgent() or claim(BATCH_ROWS)


def claim_urgent() -> list[OutgoingEmail]:
    """One, so that the next is there for whoever else is free."""
    return claim(1, OutgoingEmail.objects.filter(urgent=True))


def wait_for_urgent() -> float | None:
    """Seconds until the first that is urgent may be tried, among those that run out later than
    that; None where there is none."""
    server_is_asked = Outage.objects.values("try_at")[:1]
    waiting = OutgoingEmail.objects.filter(urgent=True, status=Status.PENDING)
    tried = waiting.annotate(at=Greatest(F("not_before"), Subquery(server_is_asked)))
    worth_it = tried.filter(expires_at__gt=F("at"))
    left = worth_it.order_by("at").values_list(F("at") - Now(), flat=True).first()
    return None if left is None else left.total_seconds()


def claim(limit: int, among: OutgoingEmailQuerySet | None = None) -> list[OutgoingEmail]:
    """Lease up to `limit` due rows to this call; no other worker sees them meanwhile."""
    due = (OutgoingEmail.objects.all() if among is None else among).due().order_by("not_before")
    return leases.claim(due, limit, Now() + LEASE, status=Status.SENDING)


def deliver(row: OutgoingEmail) -> DeliveryResult | None:
    """Send one row; None where it was not tried. Whatever goes wrong with it is its own and stops
    no other, unless it is an outage of the mail server."""
    if not _may_leave(row):
        return None
    try:
        kept_connection()
    except Exception as error:
        return _finish_failure(row, failure(error, Phase.CONNECT))
    if not _start(row):
        return None
    try:
        send(message.compose(row), partial(_renew_lease, row))
    except Exception as error:
        close_connection()
        return _finish_failure(row, error)
    _finish_sent(row)
    return DeliveryResult.TAKEN


def _may_leave(row: OutgoingEmail) -> bool:
    """Check again what may have changed since it was queued: the opt-out and the expiry. An address
    that would be rewritten on the way is nobody's whose opt-out could have been looked up."""
    if not is_plain(row.to):
        _finish(row, status=Status.DEAD, last_error=NOT_PLAIN)
        return False
    if row.outreach and (why := reasons_among([row.to]).get(row.to)) and not left_bare(row, why):
        _finish(row, **held_for(why))
        return False
    expired = Q(expires_at__lte=Now())
    if row.expires_at and _mine(row).filter(expired).exists():
        _finish(row, status=Status.CANCELLED, last_error="came too late")
        return False
    return True


def _mine(row: OutgoingEmail) -> QuerySet[OutgoingEmail]:
    return leases.leased(row).filter(status=Status.SENDING)


# The two statements of every e-mail stand here as SQL: having Django write them again for each
# took a fifth of the worker's processor time.
START = """
    UPDATE outbox_outgoingemail
    SET started_at = statement_timestamp(), attempts = attempts + 1,
        lease_until = statement_timestamp() + make_interval(secs => %s)
    WHERE id = %s AND lease = %s AND status = 'sending' AND lease_until > statement_timestamp()
"""
FINISH_SENT = """
    UPDATE outbox_outgoingemail
    SET status = 'sent', sent_at = statement_timestamp(), last_error = '', delivery_result = '',
        blocked_since = NULL, lease = NULL, lease_until = NULL
    WHERE id = %s AND lease = %s AND status = 'sending'
"""


def _start(row: OutgoingEmail) -> bool:
    """Stamp the start; False where it was cancelled or its lease ran out meanwhile."""
    with database.cursor() as cursor:
        cursor.execute(START, [LEASE.total_seconds(), row.pk, row.lease])
        return bool(cursor.rowcount)


def _renew_lease(row: OutgoingEmail) -> None:
    """A server may take its time: nobody else takes the row over meanwhile, and what was claimed
    with it waits for whoever is free."""
    try:
        _mine(row).update(lease_until=Now() + LEASE)
        _release(row.lease)
    except DatabaseError:  # it is told soon enough, when the row is finished
        logger.warning("The lease of e-mail %s could not be prolonged", row.pk)


def _finish_sent(row: OutgoingEmail) -> None:
    with database.cursor() as cursor:
        cursor.execute(FINISH_SENT, [row.pk, row.lease])


def _finish(row: OutgoingEmail, **values: object) -> None:
    leases.finish(_mine(row), **values)


def _finish_failure(row: OutgoingEmail, error: Exception) -> DeliveryResult:
    """What the table says of it. What never came to the mail server can only be a fault of ours in
    this e-mail, and is its own."""
    found = api.failure(error)
    delivery_result = delivery_result_of(found) if found else DeliveryResult.EMAIL
    said = str(found or type(error).__name__)[:500]
    logger.warning(
        "E-mail %s (%s): %s. %s",
        row.pk,
        row.kind,
        delivery_result.label,
        outage.without_addresses(said),
    )
    if found and delivery_result == DeliveryResult.SERVER:
        outage.note(found)
    FINISH[delivery_result](row, delivery_result=delivery_result, last_error=said)
    return delivery_result


def _wait_for_us(row: OutgoingEmail, *, delivery_result: DeliveryResult, **said: Any) -> None:
    """No try is counted: however long it takes us to mend it, the e-mail does not die of it."""
    since = Coalesce(F("blocked_since"), Now())
    waits = Least(Greatest(Now() - since, outage.MIN_BACKOFF), MAX_BACKOFF[delivery_result])
    _finish(
        row,
        status=Status.PENDING,
        started_at=None,
        attempts=row.attempts,
        blocked_since=since,
        not_before=Now() + waits,
        delivery_result=delivery_result,
        **said,
    )


def _try_later(row: OutgoingEmail, **said: Any) -> None:
    """Climb the ladder."""
    if row.attempts < len(RETRY_AFTER):
        later = Now() + RETRY_AFTER[row.attempts]
        _finish(
            row,
            status=Status.PENDING,
            started_at=None,
            blocked_since=None,
            not_before=later,
            **said,
        )
    else:
        _give_up(row, **said)


def _repeat_once(row: OutgoingEmail, **said: Any) -> None:
    """The mail server had it and never said whether it took it. Where any try before counted it
    may have had it twice by now, and that is enough."""
    if row.repeatable and row.attempts == 0:
        _try_later(row, **said)
    else:
        _give_up(row, status=Status.UNCERTAIN, **said)


def _give_up(row: OutgoingEmail, *, status: Status = Status.DEAD, **said: Any) -> None:
    _finish(row, status=status, blocked_since=None, **said)


def _write_no_more(row: OutgoingEmail, **said: Any) -> None:
    _give_up(row, **said)
    suppress(row.to, Suppression.Reason.BOUNCE)


FINISH: dict[DeliveryResult, Callable[..., None]] = {
    DeliveryResult.SERVER: _wait_for_us,
    DeliveryResult.OURS: _wait_for_us,
    DeliveryResult.LATER: _try_later,
    DeliveryResult.UNANSWERED: _repeat_once,
    DeliveryResult.EMAIL: _give_up,
    DeliveryResult.ADDRESS: _write_no_more,
}
