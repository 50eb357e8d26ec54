"""Put e-mails into the caller's transaction, and take them out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from outbox import courier, doorbell
from outbox.addresses import cleaned, same_address
from outbox.models import OutgoingEmail, OutgoingEmailQuerySet
from outbox.states import WAITING, Status
from outbox.suppression import Reason, held_for, left_bare, reasons_among

ERASED = "erased"
"""What the last e-mails of somebody who is forgotten are filed under, until they have left."""
CALLED_OFF = ["cancelled_host", "cancelled_seeker"]

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""Nobody's holiday note answers it, and no other program does (RFC 3834 section 5)."""


@dataclass(frozen=True)
class Draft:
    """An e-mail that has been rendered and not yet queued. `dedupe_key` makes it unique."""

    kind: str
    dedupe_key: str
    to: str
    subject: str
    text: str
    html: str = ""
    about: str = ""
    from_name: str = ""
    reply_to: str = ""
    ics: str = ""
    ics_method: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    letter: bool = False
    """A person's own words to another, and not the program's."""
    urgent: bool = False
    outreach: bool = False
    bare: Mapping[str, str] | None = None
    repeatable: bool = True
    held: bool = False
    kept_back: str = ""
    """Why it does not leave, as half a sentence; empty where it may."""
    not_before: datetime | None = None
    expires_at: datetime | None = None
    message_id: str = field(default_factory=lambda: new_message_id())


NO_COLUMNS = {"held", "kept_back", "letter"}
"""What a draft says that becomes the status or the headers of the row."""


def new_message_id() -> str:
    """A random Message-ID (RFC 5322 section 3.6.4) at the instance's own domain."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


def enqueue(drafts: Sequence[Draft]) -> None:
    """Write the rows in the caller's transaction, in one INSERT; ring once it is committed.

    A draft whose `dedupe_key` is already there is left out: it has been said before.
    """
    if not drafts:
        return
    reasons = reasons_among(draft.to for draft in drafts if draft.outreach)
    OutgoingEmail.objects.bulk_create(
        [_row(draft, reasons.get(draft.to)) for draft in drafts], ignore_conflicts=True
    )
    now = timezone.now()
    if any(draft.urgent for draft in drafts):
        transaction.on_commit(courier.ring)
    if any(draft.not_before is None or draft.not_before <= now for draft in drafts):
        transaction.on_commit(ring)


def _row(draft: Draft, suppressed: Reason | None) -> OutgoingEmail:
    values = {
        name: value
        for name, value in vars(draft).items()
        if name not in NO_COLUMNS
        and not (name == "not_before" and value is None)  # the database's now
    }
    if not draft.letter:
        values["headers"] = AUTOMATIC | draft.headers
    row = OutgoingEmail(**values)
    row.to = cleaned(row.to)
    if draft.not_before is not None:
        row.wanted_at = draft.not_before
    if draft.held:
        row.status, row.last_error = Status.HELD, "sample data"
    elif draft.kept_back:
        row.status, row.last_error = Status.HELD, draft.kept_back
    elif draft.outreach and suppressed and not left_bare(row, suppressed):
        for name, value in held_for(suppressed).items():
            setattr(row, name, value)
    return row


def cancel(about: str, *, kinds: Sequence[str] = ()) -> int:
    """Take back what has not started to leave; returns how many e-mails that was."""
    emails = OutgoingEmail.objects.about(about)
    emails = emails.filter(kind__in=kinds) if kinds else emails
    return _take_back(emails.may_leave_yet())


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
    transaction.on_commit(ring)
    return True


def has_left(about: str, *, kinds: Sequence[str]) -> bool:
    """Whether any of these e-mails has begun to leave, so that somebody may have read it."""
    begun = Q(status__in=[Status.SENT, Status.UNCERTAIN]) | Q(started_at__isnull=False)
    return OutgoingEmail.objects.about(about).filter(begun, kind__in=kinds).exists()


def has_reached(address: str, about: str, *, kinds: Sequence[str]) -> bool:
    """Whether any of these e-mails was taken by the server of that very address."""
    taken = OutgoingEmail.objects.about(about).filter(same_address("to", address))
    return taken.filter(kind__in=kinds, status__in=[Status.SENT, Status.UNCERTAIN]).exists()


def waits(about: str, *, kinds: Sequence[str]) -> bool:
    """Whether any of these e-mails is still to begin to leave."""
    unheard = OutgoingEmail.objects.about(about).filter(status__in=WAITING, started_at=None)
    return unheard.filter(kind__in=kinds).exists()


@transaction.atomic
def erase(emails: "QuerySet[OutgoingEmail, Any]") -> None:
    """Nothing is kept of them. Only the news of what was called off leaves first, and then goes as
    well (`forget_erased`)."""
    last = emails.filter(status__in=WAITING, kind__in=CALLED_OFF)
    last_ones = list(last.values_list("pk", flat=True))
    emails.exclude(pk__in=last_ones).delete()
    OutgoingEmail.objects.filter(pk__in=last_ones).update(about=ERASED)


def forget_erased() -> None:
    """What has left meanwhile, or cannot."""
    OutgoingEmail.objects.about(ERASED).exclude(status__in=WAITING).delete()


@transaction.atomic
def _take_back(emails: OutgoingEmailQuerySet) -> int:
    """Counts what nobody will have seen. Rows stay locked: no worker starts or settles meanwhile.

    What is leaving at this moment cannot be stopped, but does not leave again should it fail; and
    what failed, or is held for a bounce, cannot be revived by the operator.
    """
    rows = list(emails.select_for_update().values_list("pk", "status", "started_at"))
    waiting = [pk for pk, status, started in rows if status in WAITING and started is None]
    leaving = [pk for pk, status, started in rows if status in WAITING and started is not None]
    closed = [pk for pk, _, _ in rows if pk not in leaving]
    if leaving:
        OutgoingEmail.objects.filter(pk__in=leaving).update(expires_at=Now())
    if closed:
        OutgoingEmail.objects.filter(pk__in=closed).update(
            status=Status.CANCELLED, lease=None, lease_until=None
        )
    return len(waiting)


def ring() -> None:
    """Wake a worker now instead of at the next sweep."""
    doorbell.ring("outbox.sweep")
