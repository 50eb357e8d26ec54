"""Write agreed chats into the calendars chosen for them: claim under a lease, write, settle.

Settling compares the version that was written, so that a move during a write is written after it.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from calendars.models import CalendarAccount, CalendarEntry
from calendars.reading import Kind, Problem, Request, run
from outbox.delivery import RETRY_AFTER

LEASE = timedelta(minutes=3)
"""Longer than the writing child may live."""

log = logging.getLogger(__name__)


def write_due(*, now: datetime, patient: bool = True) -> bool:
    """Write one entry that is due; False when none is left."""
    entry = claim(now, patient=patient)
    if entry is None:
        return False
    write(entry, now=now)
    return True


@transaction.atomic
def claim(now: datetime, *, patient: bool = True) -> CalendarEntry | None:
    """Lease a due entry to this call. Who is not patient leaves those whose server took nothing
    before. A made-up seeker's stays where it is."""
    due = CalendarEntry.objects.due(now).filter(seeker__is_sample=False)
    due = due if patient else due.filter(attempts=0)
    due = due.order_by("attempts", "due_at")
    entry = due.select_for_update(skip_locked=True, of=("self",)).first()
    if entry is not None:
        entry.lease_until = now + LEASE
        entry.save(update_fields=["lease_until"])
    return entry


def write(entry: CalendarEntry, *, now: datetime) -> None:
    """Bring a claimed entry to its server, and settle: whatever goes wrong is its own."""
    try:
        problem = run(_request(entry, now)).problem
    except Exception as error:
        # Its words could hold an address or a password.
        log.error("Calendar entry %s was not written: %s", entry.pk, type(error).__name__)
        problem = Problem.UNREADABLE
    settle(entry, problem, now=now)


def _request(entry: CalendarEntry, now: datetime) -> Request:
    account = entry.calendar.account
    return Request(
        kind=Kind.PUT if entry.ics else Kind.DELETE,
        url=entry.calendar.url,
        username=account.username or "",
        password=account.password or "",
        since=now,
        until=now,
        uid=entry.uid,
        ics=entry.ics,
    )


def settle(entry: CalendarEntry, problem: Problem | None, *, now: datetime) -> None:
    """As far as it is still ours to say; a version that came meanwhile is due at once."""
    mine = CalendarEntry.objects.filter(pk=entry.pk, lease_until=entry.lease_until)
    written = mine.filter(version=entry.version)
    if problem:
        settled = _failed(written, entry, problem, now)
    else:
        settled = written.update(state=CalendarEntry.State.DONE, lease_until=None, last_error="")
    if not settled:
        mine.update(lease_until=None)


def _failed(
    written: QuerySet[CalendarEntry], entry: CalendarEntry, problem: Problem, now: datetime
) -> int:
    """Up the ladder, and given up at its top."""
    over = entry.attempts >= len(RETRY_AFTER)
    return written.update(
        state=CalendarEntry.State.GIVEN_UP if over else CalendarEntry.State.DUE,
        due_at=now if over else now + RETRY_AFTER[entry.attempts],
        attempts=entry.attempts + 1,
        last_error=CalendarAccount.Problem(problem.value).label,
        lease_until=None,
    )
