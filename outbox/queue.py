"""Put e-mails into the caller's transaction, and take them out again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from outbox import leases, urgent, wakeup
from outbox.addresses import cleaned
from outbox.kinds import called_off
from outbox.models import OutgoingEmail, OutgoingEmailQuerySet
from outbox.rendered import RenderedEmail
from outbox.states import WAITING, Status
from outbox.suppression import Reason, held_for, left_bare, reasons_among

ERASED = "erased"
"""What the last e-mails of somebody who is forgotten are filed under, until they have left."""

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""Nobody's holiday note answers it, and no other program does (RFC 3834 section 5)."""


NO_COLUMNS = {"held", "kept_back", "letter"}
"""What an e-mail says that becomes the status or the headers of the row."""


def enqueue(emails: Sequence[RenderedEmail]) -> None:
    """Write the rows in the caller's transaction, in one INSERT; wake workers once it is committed.

    An e-mail whose `dedupe_key` is already there is left out: it has been said before.
    """
    if not emails:
        return
    reasons = reasons_among(email.to for email in emails if email.outreach)
    OutgoingEmail.objects.bulk_create(
        [_row(email, reasons.get(email.to)) for email in emails], ignore_conflicts=True
    )
    if any(email.urgent for email in emails):
        transaction.on_commit(urgent.send_soon)
    if any(email.not_before is None for email in emails):  # a sweep finds the others in time
        transaction.on_commit(wake_up)


def _row(email: RenderedEmail, suppressed: Reason | None) -> OutgoingEmail:
    values = {
        name: value
        for name, value in vars(email).items()
        if name not in NO_COLUMNS
        and not (name == "not_before" and value is None)  # the database's now
    }
    if not email.letter:
        values["headers"] = AUTOMATIC | email.headers
    row = OutgoingEmail(**values)
    row.to = cleaned(row.to)
    if email.not_before is not None:
        row.wanted_at = email.not_before
    if email.held:
        row.status, row.last_error = Status.HELD, "sample data"
    elif email.kept_back:
        row.status, row.last_error = Status.HELD, email.kept_back
    elif email.outreach and suppressed and not left_bare(row, suppressed):
        for name, value in held_for(suppressed).items():
            setattr(row, name, value)
    return row


def cancel(about: str, *, kinds: Sequence[str] = ()) -> list[str]:
    """Take back what has not started to leave; returns the kinds of those e-mails."""
    emails = OutgoingEmail.objects.about(about)
    emails = emails.filter(kind__in=kinds) if kinds else emails
    return _take_back(emails.may_leave_yet())


@transaction.atomic
def forget_unseen(about: str, *, kinds: Sequence[str]) -> bool:
    """As if none of these had ever been queued, so that they may be once more under their keys.
    False, and nothing is changed, where one of them has begun to leave, or none is there.

    Rows stay locked: a worker that has claimed one waits, and finds nothing to start.
    """
    found = OutgoingEmail.objects.about(about).filter(kind__in=kinds).select_for_update()
    rows = list(found.values_list("pk", "started_at", "attempts"))
    if not rows or any(started_at or attempts for _, started_at, attempts in rows):
        return False
    OutgoingEmail.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
    return True


@transaction.atomic
def revive(about: str, *, kinds: Sequence[str], expires_at: datetime | None) -> bool:
    """Let the newest of these leave that had failed and was taken back; False where none is kept.

    With the bodies go the private links in them, so what was blanked cannot be sent again.
    """
    failed = OutgoingEmail.objects.about(about).filter(
        kind__in=kinds, status=Status.CANCELLED, started_at__isnull=False, expires_at=expires_at
    )
    newest = failed.exclude(text="").order_by("-pk").values_list("pk", flat=True)[:1]
    if not OutgoingEmail.objects.filter(pk__in=list(newest)).start_anew():
        return False
    transaction.on_commit(wake_up)
    return True


@transaction.atomic
def put_back(about: str, *, kinds: Sequence[str], expires_at: datetime | None) -> bool:
    """Let the newest of these leave after all, which was taken back before anybody had it; False
    where that is not so, or where its body is kept no more."""
    emails = OutgoingEmail.objects.about(about).filter(kind__in=kinds)
    newest = emails.select_for_update().order_by("-pk").first()
    if newest is None or newest.status != Status.CANCELLED or not newest.text:
        return False
    row = OutgoingEmail.objects.filter(pk=newest.pk)
    row.update(expires_at=expires_at)
    row.start_anew()
    transaction.on_commit(wake_up)
    return True


@transaction.atomic
def erase(emails: "QuerySet[OutgoingEmail, Any]") -> None:
    """Nothing is kept of them. Only the news of what was called off leaves first, and then goes as
    well (`forget_erased`)."""
    last = emails.filter(status__in=WAITING, kind__in=called_off())
    last_ones = list(last.values_list("pk", flat=True))
    emails.exclude(pk__in=last_ones).delete()
    OutgoingEmail.objects.filter(pk__in=last_ones).update(about=ERASED)


def forget_erased() -> None:
    """What has left meanwhile, or cannot."""
    OutgoingEmail.objects.about(ERASED).exclude(status__in=WAITING).delete()


@transaction.atomic
def _take_back(emails: OutgoingEmailQuerySet) -> list[str]:
    """Returns the kinds of what nobody will have seen.

    Rows stay locked: no worker starts or finishes meanwhile. What is leaving at this moment cannot
    be stopped, but does not leave again should it fail; and what failed, or is held for a bounce,
    cannot be revived by the operator.
    """
    rows = list(emails.select_for_update().values_list("pk", "kind", "status", "started_at"))
    waiting = [row for row in rows if row[2] in WAITING]
    leaving = [pk for pk, _, _, started_at in waiting if started_at is not None]
    closed = [pk for pk, *_ in rows if pk not in leaving]
    if leaving:
        OutgoingEmail.objects.filter(pk__in=leaving).update(expires_at=Now())
    if closed:
        leases.finish(OutgoingEmail.objects.filter(pk__in=closed), status=Status.CANCELLED)
    return [kind for _, kind, _, started_at in waiting if started_at is None]


def wake_up() -> None:
    """Wake a worker now instead of at the next sweep."""
    wakeup.wake_up("outbox.sweep")
