"""Read what is due: claim an account under a lease, ask its server, finish.

Every step after the claim is a compare-and-set on the lease, so a worker that died or was
overtaken finishes nothing, and what it had begun is read again when the lease has run out.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from calendars import commitments, emails
from calendars.entries import OUR_UIDS
from calendars.intervals import Interval
from calendars.lifecycle.accounts import MAX_REST
from calendars.lifecycle.fingerprint import fingerprint
from calendars.models import BusyTime, Calendar, CalendarAccount
from calendars.reading import Answer, Found, Kind, Known, Problem, Request, run
from outbox import leases, queue
from outbox.text import one_line, plain

READ_EVERY = timedelta(minutes=15)
MAX_READ_OFTEN = 20
"""So many accounts of one seeker are read that often; of more, each is read less often, since few
workers read those of everybody."""
LEASE = timedelta(minutes=3)
"""Longer than the reading child may live."""
KNOWN_BACK, KNOWN_AHEAD = timedelta(days=1), timedelta(days=400)
KNOWN_AT_LEAST = timedelta(days=370)
"""A calendar that never changes is read again before its recurrences run out."""
MAX_FAILURES = 10
MAX_WAIT = timedelta(hours=6)
LIMIT_BACKOFF = (
    READ_EVERY,
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=16),
    timedelta(days=3),
    MAX_REST,
)
"""How long one that hit the limits of its reader is left alone, by how often it did."""
READ = ("version", "read_with", "known_until", "left_out", "unknown_zones")
"""What a reading says of a calendar, beside its name."""
CLAIMING = 0x636C61
"""Names the lock of claiming among Postgres's advisory locks."""

log = logging.getLogger(__name__)


def read_due(*, now: datetime, patient: bool = True) -> bool:
    """Read one account that is due; False when none is left."""
    account = claim(now, patient=patient)
    if account is None:
        return False
    read(account, now=now)
    return True


@transaction.atomic
def claim(now: datetime, *, patient: bool = True) -> CalendarAccount | None:
    """Lease a due account to this call; no other worker sees it meanwhile, nor another one of its
    seeker. Who is not patient leaves those that are slow. A made-up seeker's is never read."""
    due = CalendarAccount.objects.due(now).filter(seeker__is_sample=False)
    due = due.in_turn(now, patient=patient).annotate(fingerprint=fingerprint())
    _one_claims_at_a_time()
    account = leases.claim_one(due, now + LEASE, progress=1)
    if account is not None:
        account.asked_with = account.fingerprint  # type: ignore[attr-defined]  # annotated above
        account.save(update_fields=["asked_with"])
    return account


def _one_claims_at_a_time() -> None:
    """Until the transaction ends: two would each miss the lease that the other is about to take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIMING])


def read(account: CalendarAccount, *, now: datetime) -> None:
    """Ask the server of a claimed account, and finish: whatever goes wrong is its own.

    Unfinished it would be the first to be due when its lease has run out, before all others.
    """

    def progress(percent: int) -> None:
        leases.leased(account).update(progress=percent)

    try:
        finish(account, run(_request(account, now), progress), now=now)
    except Exception as error:
        # Its words could hold an address, or what stood there.
        log.error("Calendar account %s was not read: %s", account.pk, type(error).__name__)
        finish(account, Answer(Problem.UNREADABLE), now=now)


def _request(account: CalendarAccount, now: datetime) -> Request:
    seeker = account.seeker
    return Request(
        kind=Kind(account.kind),
        url=account.url,
        username=account.username or "",
        password=account.password or "",
        since=now - KNOWN_BACK,
        until=now + KNOWN_AHEAD,
        zone=str(seeker.time_zone),
        own_addresses=own_addresses(account),
        our_uids=OUR_UIDS,
        own_uids=tuple(commitments.known().older_uids(seeker)),
        calendars=tuple(
            Known(one.url, _version(one, now)) for one in account.calendars.filter(counts=True)
        ),
    )


def own_addresses(account: CalendarAccount) -> tuple[str, ...]:
    """Wherever the seeker may have been asked: a "no" to any of them is theirs."""
    verified = EmailAddress.objects.filter(user=account.seeker, verified=True)
    known = [account.seeker.email, *verified.values_list("email", flat=True)]
    if "@" in (account.username or ""):
        known.append(account.username)
    return tuple(dict.fromkeys(address.lower() for address in known))


def _version(calendar: Calendar, now: datetime) -> str:
    """What may be answered with "unchanged"; blank where it must be expanded further, or would be
    read otherwise than it was."""
    known = calendar.known_until
    is_known = known and known > now + KNOWN_AT_LEAST
    is_same = calendar.read_with == calendar.account.asked_with
    return calendar.version if is_known and is_same else ""


@transaction.atomic
def finish(account: CalendarAccount, answer: Answer, *, now: datetime) -> None:
    """What came of a reading, if it is still ours to say."""
    row = leases.leased(account).select_for_update().first()
    if row is None:
        return
    # Pressed meanwhile: it is read once more, at once.
    asked_again = row.due_at if row.due_at != account.due_at else None
    row.end_lease()
    row.progress = 0
    if answer.problem:
        _fail(row, answer.problem, now)
    else:
        _succeed(row, answer.calendars, now)
    row.due_at = asked_again or row.due_at
    if answer.hit_limit:
        _hold(row, now)
    row.save()


def _hold(account: CalendarAccount, now: datetime) -> None:
    """Also where it was asked for again meanwhile."""
    account.limit_hits = min(account.limit_hits + 1, len(LIMIT_BACKOFF))
    account.due_at = now + LIMIT_BACKOFF[account.limit_hits - 1]


def _fail(account: CalendarAccount, problem: Problem, now: datetime) -> None:
    account.failures += 1
    account.problem = problem.value
    account.due_at = now + min(_read_every(account) * 2 ** (account.failures - 1), MAX_WAIT)
    if account.failures >= MAX_FAILURES and account.is_on:
        account.is_on = False
        queue.enqueue([emails.calendar_off(account, now=now)])


def _succeed(account: CalendarAccount, calendars: Iterable[Found], now: datetime) -> None:
    """Calendars that are new get a row now and are read at once, in the next round."""
    found = {one.url: one for one in calendars}
    rows = {one.url: one for one in account.calendars.all()}
    new = [one for url, one in found.items() if url not in rows]
    for one in new:
        Calendar.objects.create(
            account=account, seeker=account.seeker, url=one.url, name=_name(one) or "Calendar"
        )
    for url, calendar in rows.items():
        if url in found:
            _keep(calendar, found[url], now)
        else:
            calendar.delete()
    account.failures, account.limit_hits, account.problem, account.read_at = 0, 0, "", now
    account.due_at = now if new else now + _read_every(account)


def _read_every(account: CalendarAccount) -> timedelta:
    mine = CalendarAccount.objects.of(account.seeker).filter(is_on=True).count()
    return READ_EVERY * max(1, mine / MAX_READ_OFTEN)


def _name(found: Found) -> str:
    """As Postgres and a page can take it, whatever a server calls it."""
    return one_line(found.name)[:100]


def _keep(calendar: Calendar, found: Found, now: datetime) -> None:
    calendar.name = _name(found) or calendar.name
    if calendar.counts and not found.unchanged:
        replace_busy(calendar, found.busy)
        calendar.version, calendar.known_until = plain(found.version)[:500], now + KNOWN_AHEAD
        calendar.read_with, calendar.left_out = calendar.account.asked_with, found.left_out
        calendar.unknown_zones = "\n".join(map(one_line, found.unknown_zones))
    calendar.save(update_fields=["name", *READ])


def replace_busy(calendar: Calendar, busy: Iterable[Interval]) -> None:
    """Write the difference only: most of a calendar stays as it was."""
    wanted = set(busy)
    stored = calendar.busy_times.values_list("pk", "during")
    known = {(during.lower, during.upper): pk for pk, during in stored}
    gone = [pk for stretch, pk in known.items() if stretch not in wanted]
    BusyTime.objects.filter(pk__in=gone).delete()
    BusyTime.objects.bulk_create(
        [
            BusyTime(seeker_id=calendar.seeker_id, calendar=calendar, during=stretch)
            for stretch in sorted(wanted - known.keys())
        ],
        batch_size=2000,
    )
