"""A seeker's own days with their chats: what is asked before a time is offered or taken."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from calendars.busy import busy_between
from calendars.free import FreeBusy, rules_of
from calendars.intervals import Interval, merged
from chats.models import Attendance, Chat, Invitation
from outbox.addresses import address_hash

DAY = timedelta(days=1)
MAX_UIDS = 1000


def older_uids(seeker: User) -> list[str]:
    """Of chats from before UIDs ended with the host of the instance, the newest of them."""
    chats = Chat.objects.of(seeker).by_older_uids().order_by("-starts_at")
    return list(chats.values_list("uid", flat=True)[:MAX_UIDS])


def free_busy_of(
    seeker: User,
    first: date,
    last: date,
    now: datetime,
    without: Invitation | Chat | None = None,
) -> FreeBusy:
    """The days from `first` to `last`, both included. Five queries, however much stands in them.

    `without` leaves out a chat that would make room: the one to be moved, or an ask's own.
    """
    midnight = datetime.min.time()
    start = datetime.combine(first, midnight, tzinfo=UTC) - DAY  # whatever the zone
    end = datetime.combine(last, midnight, tzinfo=UTC) + 2 * DAY
    booked, chats = _booked(seeker, start, end, without)
    return FreeBusy(
        rules=rules_of(seeker, first - DAY, last + DAY),
        now=now,
        booked=booked,
        busy=busy_between(seeker, start, end),
        chats=chats,
    )


def free_busy_around(invitation: Invitation, times: Iterable[datetime], now: datetime) -> FreeBusy:
    """The days of these times, which stand for an ask whose own chat is no conflict."""
    days = [at.astimezone(invitation.seeker.time_zone).date() for at in times]
    return free_busy_of(invitation.seeker, min(days), max(days), now, without=invitation)


def _booked(
    seeker: User, start: datetime, end: datetime, without: Invitation | Chat | None
) -> tuple[list[Interval], list[datetime]]:
    """Chats in either role; of these only the seeker's own asks count towards the most a day."""
    own = Attendance.objects.filter(
        person=address_hash(seeker.email), during__overlap=DateTimeTZRange(start, end)
    )
    if isinstance(without, Chat):
        own = own.exclude(chat=without)
    elif without is not None:
        own = own.exclude(chat__invitation=without)
    rows = list(own.values_list("chat__starts_at", "chat__ends_at", "chat__seeker"))
    stretches = merged((starts_at, ends_at) for starts_at, ends_at, _ in rows)
    return stretches, [starts_at for starts_at, _, asked_by in rows if asked_by == seeker.pk]
