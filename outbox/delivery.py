"""Claim what is due, talk SMTP over a kept connection, settle.

Each row is claimed under a lease, committed, started, sent, settled; every step is a
compare-and-set on the lease, so a worker that died or was overtaken settles nothing.
The clock is the database's alone. What becomes of an e-mail that was not taken, one table says
(outbox.verdicts).
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db import connection as database
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least, Now

from outbox import api, message, trouble
from outbox.addresses import is_plain
from outbox.connection import close_connection, kept_connection, send
from outbox.models import OutgoingEmail, OutgoingEmailQuerySet, Suppression, Trouble
from outbox.smtp import Phase, failure
from outbox.states import Status
from outbox.suppression import held_for, left_bare, reasons_among, suppress
from outbox.verdicts import Verdict, verdict_on

logger = logging.getLogger(__name__)

Claim = Callable[[], list[OutgoingEmail]]

BATCH = 50
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
MAX_BACKOFF = {Verdict.SERVER: trouble.MAX_BACKOFF, Verdict.OURS: timedelta(hours=1)}
"""Between two tries of what waits for us: as long as it has been waiting already, at most this."""


def drain(next_ones: Claim | None = None) -> int:
    """Send what is due until nothing is left or it is time to let go of the worker.

    What is urgent goes first, unless it is said what to take. Returns how many e-mails were tried;
    the next sweep goes on where this one stopped. While the mail server is in trouble it is asked
    now and then, with one e-mail.
    """
    reclaim()
    found = trouble.current()
    if found and found.waits:  # type: ignore[attr-defined]
        return 0
    verdicts = list(_verdicts_on(next_ones or claim_urgent_first))
    goes_on = Verdict.SERVER in verdicts  # the last word, though it may have taken some before
    if found and not goes_on and (Verdict.TAKEN in verdicts or not trouble.holds_anything_up()):
        trouble.end()
    return len(verdicts)


def _verdicts_on(next_ones: Claim) -> Iterator[Verdict | None]:
    begun = time.monotonic()
    while time.monotonic() < begun + DRAIN_SECONDS and (rows := next_ones()):
        claimed = time.monotonic()
        for row in rows:
            verdict = deliver(row)
            yield verdict
            if verdict == Verdict.SERVER:
                _release(row.lease)
                return
            if time.monotonic() > claimed + BATCH_SECONDS:
                _release(row.lease)
                break


def _release(lease: uuid.UUID | None) -> None:
    """What was claimed and not begun: nobody needs to wait for the lease to run out."""
    untouched = OutgoingEmail.objects.filter(lease=lease, status=Status.SENDING, started_at=None)
    untouched.update(status=Status.PENDING, lease=None, lease_until=None)


# One statement with one clock. In two, a lease that ran out between them made a row uncertain that
# had never begun. Whoever holds a row is about to settle it, so it is left to the next sweep.
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
    return claim_urgent() or claim(BATCH)


def claim_urgent() -> list[OutgoingEmail]:
    """One, so that the next is there for whoever else is free."""
    return claim(1, OutgoingEmail.objects.filter(urgent=True))


def wait_for_urgent() -> float | None:
    """Seconds until the first that is urgent may be tried, among those that run out later than
    that; None where there is none."""
    server_is_asked = Trouble.objects.values("try_at")[:1]
    waiting = OutgoingEmail.objects.filter(urgent=True, status=Status.PENDING)
    tried = waiting.annotate(at=Greatest(F("not_before"), Subquery(server_is_asked)))
    worth_it = tried.filter(expires_at__gt=F("at"))
    left = worth_it.order_by("at").values_list(F("at") - Now(), flat=True).first()
    return None if left is None else left.total_seconds()


def claim(limit: int, among: OutgoingEmailQuerySet | None = None) -> list[OutgoingEmail]:
    """Lease up to `limit` due rows to this call; no other worker sees them meanwhile."""
    lease = uuid.uuid4()
    with transaction.atomic():
        due = (OutgoingEmail.objects.all() if among is None else among).due().order_by("not_before")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        OutgoingEmail.objects.filter(pk__in=ids).update(
            status=Status.SENDING, lease=lease, lease_until=Now() + LEASE
        )
    return list(OutgoingEmail.objects.filter(pk__in=ids, lease=lease).order_by("not_before"))


def deliver(row: OutgoingEmail) -> Verdict | None:
    """Send one row; None where it was not tried. Whatever goes wrong with it is its own and stops
    no other, unless the mail server itself is the trouble."""
    if not _may_leave(row):
        return None
    try:
        kept_connection()
    except Exception as error:
        return _settle_failure(row, failure(error, Phase.CONNECT))
    if not _start(row):
        return None
    try:
        send(message.compose(row), partial(_renew_lease, row))
    except Exception as error:
        close_connection()
        return _settle_failure(row, error)
    _settle_sent(row)
    return Verdict.TAKEN


def _may_leave(row: OutgoingEmail) -> bool:
    """Check again what may have changed since it was queued: the opt-out and the expiry. An address
    that would be rewritten on the way is nobody's whose opt-out could have been looked up."""
    if not is_plain(row.to):
        _settle(row, status=Status.DEAD, last_error=NOT_PLAIN)
        return False
    if row.outreach and (why := reasons_among([row.to]).get(row.to)) and not left_bare(row, why):
        _settle(row, **held_for(why))
        return False
    expired = Q(expires_at__lte=Now())
    if row.expires_at and _mine(row).filter(expired).exists():
        _settle(row, status=Status.CANCELLED, last_error="came too late")
        return False
    return True


def _mine(row: OutgoingEmail) -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.filter(pk=row.pk, status=Status.SENDING, lease=row.lease)


# The two statements of every e-mail stand here as SQL: having Django write them again for each
# took a fifth of the worker's processor time.
START = """
    UPDATE outbox_outgoingemail
    SET started_at = statement_timestamp(), attempts = attempts + 1,
        lease_until = statement_timestamp() + make_interval(secs => %s)
    WHERE id = %s AND lease = %s AND status = 'sending' AND lease_until > statement_timestamp()
"""
SETTLE_SENT = """
    UPDATE outbox_outgoingemail
    SET status = 'sent', sent_at = statement_timestamp(), last_error = '', verdict = '',
        trouble_since = NULL, lease = NULL, lease_until = NULL
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
    except DatabaseError:  # it is told soon enough, when the row is settled
        logger.warning("The lease of e-mail %s could not be prolonged", row.pk)


def _settle_sent(row: OutgoingEmail) -> None:
    with database.cursor() as cursor:
        cursor.execute(SETTLE_SENT, [row.pk, row.lease])


def _settle(row: OutgoingEmail, **values: object) -> None:
    _mine(row).update(lease=None, lease_until=None, **values)


def _settle_failure(row: OutgoingEmail, error: Exception) -> Verdict:
    """What the table says of it. What never came to the mail server can only be a fault of ours in
    this e-mail, and is its own."""
    found = api.failure(error)
    verdict = verdict_on(found) if found else Verdict.EMAIL
    said = str(found or type(error).__name__)[:500]
    logger.warning(
        "E-mail %s (%s): %s. %s",
        row.pk,
        row.kind,
        verdict.label,
        trouble.without_addresses(said),
    )
    if found and verdict == Verdict.SERVER:
        trouble.note(found)
    SETTLE[verdict](row, verdict=verdict, last_error=said)
    return verdict


def _wait_for_us(row: OutgoingEmail, *, verdict: Verdict, **said: Any) -> None:
    """No try is counted: however long it takes us to mend it, the e-mail does not die of it."""
    since = Coalesce(F("trouble_since"), Now())
    waits = Least(Greatest(Now() - since, trouble.MIN_BACKOFF), MAX_BACKOFF[verdict])
    _settle(
        row,
        status=Status.PENDING,
        started_at=None,
        attempts=row.attempts,
        trouble_since=since,
        not_before=Now() + waits,
        verdict=verdict,
        **said,
    )


def _try_later(row: OutgoingEmail, **said: Any) -> None:
    """Climb the ladder."""
    if row.attempts < len(RETRY_AFTER):
        later = Now() + RETRY_AFTER[row.attempts]
        _settle(
            row,
            status=Status.PENDING,
            started_at=None,
            trouble_since=None,
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
    _settle(row, status=status, trouble_since=None, **said)


def _write_no_more(row: OutgoingEmail, **said: Any) -> None:
    _give_up(row, **said)
    suppress(row.to, Suppression.Reason.BOUNCE)


SETTLE: dict[Verdict, Callable[..., None]] = {
    Verdict.SERVER: _wait_for_us,
    Verdict.OURS: _wait_for_us,
    Verdict.LATER: _try_later,
    Verdict.UNANSWERED: _repeat_once,
    Verdict.EMAIL: _give_up,
    Verdict.ADDRESS: _write_no_more,
}
