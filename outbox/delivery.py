"""Claim what is due, talk SMTP over a kept connection, settle.

Each row is claimed under a lease, committed, started, sent, settled; every step is a
compare-and-set on the lease, so a worker that died or was overtaken settles nothing.
The clock is the database's alone.
"""

import logging
import smtplib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress as suppress_errors
from datetime import timedelta
from typing import Any

from anymail.exceptions import AnymailAPIError
from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from outbox import message
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import left_bare, reasons_among, suppress

logger = logging.getLogger(__name__)

BATCH = 50
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
NOT_THIS_EMAIL = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
"""The server does not want us at all, as with a wrong password: no e-mail is dead for that."""
RECYCLE_AFTER_EMAILS = 200
RECYCLE_AFTER_SECONDS = 120


def drain() -> int:
    """Send what is due until nothing is left or it is time to let go of the worker.

    Returns how many e-mails were tried. The next sweep goes on where this one stopped.
    """
    reclaim()
    stop_at = time.monotonic() + DRAIN_SECONDS
    tried = 0
    while time.monotonic() < stop_at and (rows := claim(BATCH)):
        for row in rows:
            deliver(row)
        tried += len(rows)
    return tried


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


def claim(limit: int) -> list[OutgoingEmail]:
    """Lease up to `limit` due rows to this call; no other worker sees them meanwhile."""
    lease = uuid.uuid4()
    with transaction.atomic():
        due = OutgoingEmail.objects.due().order_by("not_before")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        OutgoingEmail.objects.filter(pk__in=ids).update(
            status=Status.SENDING, lease=lease, lease_until=Now() + LEASE
        )
    return list(OutgoingEmail.objects.filter(pk__in=ids, lease=lease).order_by("not_before"))


def deliver(row: OutgoingEmail) -> None:
    """Send one row. Whatever goes wrong with it is its own and stops no other."""
    if not _may_leave(row) or not _start(row):
        return
    try:
        with kept_connection() as connection:
            connection.send_messages([message.compose(row)])
    except Exception as error:
        _settle_failure(row, error)
    else:
        _settle_sent(row)


def _may_leave(row: OutgoingEmail) -> bool:
    """Check again what may have changed since it was queued: the opt-out and the expiry."""
    if row.outreach and (why := reasons_among([row.to]).get(row.to)) and not left_bare(row, why):
        _settle(row, status=Status.HELD, last_error=why.label)
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
    SET status = 'sent', sent_at = statement_timestamp(), last_error = '',
        lease = NULL, lease_until = NULL
    WHERE id = %s AND lease = %s AND status = 'sending'
"""


def _start(row: OutgoingEmail) -> bool:
    """Stamp the start; False where it was cancelled or its lease ran out meanwhile."""
    with database.cursor() as cursor:
        cursor.execute(START, [LEASE.total_seconds(), row.pk, row.lease])
        return bool(cursor.rowcount)


def _settle_sent(row: OutgoingEmail) -> None:
    with database.cursor() as cursor:
        cursor.execute(SETTLE_SENT, [row.pk, row.lease])


def _settle(row: OutgoingEmail, **values: object) -> None:
    _mine(row).update(lease=None, lease_until=None, **values)


def _settle_failure(row: OutgoingEmail, error: Exception) -> None:
    """A passing fault climbs the ladder; a refusal is final; an unsendable e-mail is dead."""
    logger.warning("E-mail %s (%s) failed: %s", row.pk, row.kind, type(error).__name__)
    said = _sentence(error)
    if _is_passing(error) and row.attempts < len(RETRY_AFTER):
        _settle(
            row,
            status=Status.PENDING,
            started_at=None,
            not_before=Now() + RETRY_AFTER[row.attempts],
            last_error=said,
        )
        return
    _settle(row, status=Status.DEAD, last_error=said)
    if _is_unknown_address(error):
        suppress(row.to, Suppression.Reason.BOUNCE)


def _is_passing(error: Exception) -> bool:
    if isinstance(error, AnymailAPIError):
        return error.status_code not in range(400, 500) or error.status_code == 429
    if isinstance(error, NOT_THIS_EMAIL):
        return True
    code = _smtp_code(error)
    if code is not None:
        return code < 500
    return isinstance(error, OSError)  # refused, timed out, hung up; smtplib's own are OSErrors


def _is_unknown_address(error: Exception) -> bool:
    """Only the recipient's refusal says the address is bad (RFC 5321 section 4.2.3, 550-553)."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and _smtp_code(error) in {550, 551, 553}


def _smtp_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return None


def _sentence(error: Exception) -> str:
    """What the server said, without the e-mail's own content."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return f"{code} {_readable(reply)}"[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_readable(error.smtp_error)}"[:500]
    return type(error).__name__


def _readable(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split()).replace("\x00", "")


class _Kept:
    """This process's open connection, closed after some e-mails, some minutes, or an error."""

    connection: Any = None
    opened_at = 0.0
    used = 0


@contextmanager
def kept_connection() -> Iterator[Any]:
    """Django's e-mail backend, opened once and kept open between e-mails."""
    if _Kept.connection is None or _is_worn_out():
        close_connection()
        connection = get_connection()
        connection.open()
        _Kept.connection, _Kept.opened_at, _Kept.used = connection, time.monotonic(), 0
    try:
        yield _Kept.connection
    except Exception:
        close_connection()
        raise
    _Kept.used += 1


def _is_worn_out() -> bool:
    age = time.monotonic() - _Kept.opened_at
    return _Kept.used >= RECYCLE_AFTER_EMAILS or age > RECYCLE_AFTER_SECONDS


def close_connection() -> None:
    """Say goodbye, if anyone is still there."""
    connection, _Kept.connection = _Kept.connection, None
    if connection is not None:
        with suppress_errors(OSError):
            connection.close()
