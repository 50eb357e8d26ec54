"""Write agreed chats into the calendars chosen for them: claim under a lease, write, finish.

Settling compares the version that was written, so that a move during a write is written after it.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet

from calendars.models import CalendarAccount, CalendarEntry
from calendars.reading import Kind, Problem, Request, run
from outbox import leases
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


def claim(now: datetime, *, patient: bool = True) -> CalendarEntry | None:
    """Lease a due entry to this call. Who is not patient leaves those whose server took nothing
    before. A made-up seeker's stays where it is."""
    due = CalendarEntry.objects.due(now).filter(seeker__is_sample=False)
    due = due if patient else due.filter(attempts=0)
    return leases.claim_one(due.order_by("attempts", "due_at"), now + LEASE)


def write(entry: CalendarEntry, *, now: datetime) -> None:
    """Bring a claimed entry to its server, and finish: whatever goes wrong is its own."""
    try:
        problem = run(_request(entry, now)).problem
    except Exception as error:
        # Its words could hold an address or a password.
        log.error("Calendar entry %s was not written: %s", entry.pk, type(error).__name__)
        problem = Problem.UNREADABLE
    finish(entry, problem, now=now)


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


def finish(entry: CalendarEntry, problem: Problem | None, *, now: datetime) -> None:
    """As far as it is still ours to say; a version that came meanwhile is due at once."""
    mine = leases.leased(entry)
    written = mine.filter(version=entry.version)
    if problem:
        finished = _failed(written, entry, problem, now)
    else:
        finished = leases.finish(written, state=CalendarEntry.State.DONE, last_error="")
    if not finished:
        leases.finish(mine)


def _failed(
    written: QuerySet[CalendarEntry], entry: CalendarEntry, problem: Problem, now: datetime
) -> bool:
    """Up the ladder, and given up at its top."""
    over = entry.attempts >= len(RETRY_AFTER)
    return leases.finish(
        written,
        state=CalendarEntry.State.GIVEN_UP if over else CalendarEntry.State.DUE,
        due_at=now if over else now + RETRY_AFTER[entry.attempts],
        attempts=entry.attempts + 1,
        last_error=CalendarAccount.Problem(problem.value).label,
    )
