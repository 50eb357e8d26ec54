"""What a seeker does with their calendars. Nothing here talks to a server: a worker does, soon."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from calendars.models import Calendar, CalendarAccount, CalendarEntry
from outbox import wakeup

MAX_REST = timedelta(days=7)
"""How long one that hit the limits of its readers is left alone at most."""


@transaction.atomic
def add_feed(seeker: User, url: str, name: str, *, now: datetime) -> CalendarAccount:
    """A secret iCalendar address. The one that is there already, if it is."""
    _lock(seeker)
    if known := feed_at(seeker, url):
        return known
    kind = CalendarAccount.Kind.FEED
    account = CalendarAccount(seeker=seeker, kind=kind, name=name, url=url, due_at=now)
    _rest_as_before(account, now)
    account.save()
    Calendar.objects.create(account=account, seeker=seeker, url=url, name=name)
    transaction.on_commit(wake_up)
    return account


@transaction.atomic
def add_caldav(
    seeker: User, url: str, username: str, password: str, name: str, *, now: datetime
) -> CalendarAccount:
    """A CalDAV account; its calendars are found at the first reading. Adding it again brings a
    new password, as after the old one was refused, and with it the chats that were given up."""
    _lock(seeker)
    account = caldav_at(seeker, url, username)
    if account is None:
        kind = CalendarAccount.Kind.CALDAV
        account = CalendarAccount(seeker=seeker, kind=kind, url=url, username=username)
        _rest_as_before(account, now)
    account.name, account.password = name, password
    account.is_on, account.failures = True, 0
    if not account.limit_hits:
        account.due_at, account.problem = now, ""
    account.save()
    _write_given_up(account, now)
    transaction.on_commit(wake_up)
    return account


def _rest_as_before(account: CalendarAccount, now: datetime) -> None:
    """What hit the limits of its readers is not read sooner for being added anew, or by another
    address of the same server."""
    others = CalendarAccount.objects.of(account.seeker).filter(limit_hits__gt=0, due_at__gt=now)
    rests = [(one.due_at, one.limit_hits) for one in others if one.server == account.server]
    if removed := cache.get(_resting(account)):
        rests.append(removed)
    account.due_at, account.limit_hits = max([(account.due_at or now, 0), *rests])


def _resting(account: CalendarAccount) -> str:
    """Names, among the counters that outlive what they count, the rest of a removed account."""
    return f"calendars:resting:{account.seeker_id}:{sha256(account.server.encode()).hexdigest()}"


def feed_at(seeker: User, url: str) -> CalendarAccount | None:
    """The secret address that is there already, under whatever name."""
    return _same(seeker, CalendarAccount.Kind.FEED, url)


def caldav_at(seeker: User, url: str, username: str) -> CalendarAccount | None:
    return _same(seeker, CalendarAccount.Kind.CALDAV, url, username)


def _lock(seeker: User) -> None:
    """Two that add the same at once make one."""
    User.objects.select_for_update(no_key=True).get(pk=seeker.pk)


def _same(
    seeker: User, kind: CalendarAccount.Kind, url: str, username: str | None = None
) -> CalendarAccount | None:
    """Compared here, since what is encrypted cannot be searched for."""
    accounts = CalendarAccount.objects.of(seeker).filter(kind=kind)
    return next((one for one in accounts if (one.url, one.username) == (url, username)), None)


def wake_up() -> None:
    """A worker looks at once; else the sweep finds what is due within half a minute."""
    wakeup.wake_up("calendars.sweep")


@transaction.atomic
def read_now(account: CalendarAccount, *, now: datetime) -> None:
    """Without waiting for its time; one that is off stays off."""
    _hurry(account.pk, now)


def _hurry(pk: int, now: datetime) -> None:
    """One that hit the limits of its readers keeps its time: that is how others come to theirs."""
    CalendarAccount.objects.filter(pk=pk, limit_hits=0).update(due_at=now)
    transaction.on_commit(wake_up)


@transaction.atomic
def turn_on(account: CalendarAccount, *, now: datetime) -> None:
    """Try again, and write the chats that were given up."""
    CalendarAccount.objects.filter(pk=account.pk).update(is_on=True, failures=0)
    CalendarAccount.objects.filter(pk=account.pk, limit_hits=0).update(problem="")
    _write_given_up(account, now)
    _hurry(account.pk, now)


def _write_given_up(account: CalendarAccount, now: datetime) -> None:
    given_up = CalendarEntry.objects.filter(
        calendar__account=account, state=CalendarEntry.State.GIVEN_UP
    )
    given_up.update(state=CalendarEntry.State.DUE, due_at=now, attempts=0, last_error="")


@transaction.atomic
def remove(account: CalendarAccount) -> None:
    """With everything known from it. Chats written there stay there, and do not follow any more.

    The account first, as a reading locks it before it writes busy times.
    """
    row = CalendarAccount.objects.select_for_update().filter(pk=account.pk).first()
    if row and row.limit_hits:
        cache.set(_resting(row), (row.due_at, row.limit_hits), MAX_REST.total_seconds())
    CalendarAccount.objects.filter(pk=account.pk).delete()


@transaction.atomic
def choose(calendar: Calendar, *, counts: bool, now: datetime) -> None:
    """Whether what stands in it makes the seeker busy. Nothing is kept of one that does not."""
    CalendarAccount.objects.select_for_update().get(pk=calendar.account_id)
    changed = Calendar.objects.filter(pk=calendar.pk).exclude(counts=counts)
    if not changed.update(counts=counts, version="", known_until=None):
        return
    if counts:
        _hurry(calendar.account_id, now)
    else:
        calendar.busy_times.all().delete()


@transaction.atomic
def take_chats(seeker: User, calendar: Calendar | None) -> None:
    """Agreed chats are written into this one from now on; None: into none."""
    if calendar is not None and calendar.account.kind != CalendarAccount.Kind.CALDAV:
        raise ValueError("A secret address can only be read.")
    User.objects.select_for_update(no_key=True).get(pk=seeker.pk)
    # A reading that finishes saves the same rows, and holds its account before it does.
    list(CalendarAccount.objects.of(seeker).order_by("pk").select_for_update())
    mine = Calendar.objects.filter(seeker=seeker)
    mine.filter(takes_chats=True).update(takes_chats=False)
    if calendar is not None:
        mine.filter(pk=calendar.pk).update(takes_chats=True)
