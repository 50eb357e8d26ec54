"""What is agreed, and what is offered and closes, on days that a seeker has marked as not free."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from calendars.commitments import DayCommitments, Line
from calendars.free import stretch_of
from calendars.intervals import Interval
from calendars.models import DayException
from chats.models import Attendance, Slot
from outbox.addresses import address_hash

Found = Iterable[tuple[Interval, Line]]


def commitments_on(
    seeker: User, days: Sequence[DayException], now: datetime
) -> Mapping[int, DayCommitments]:
    """By the key of each day, by the clocks of the zone they live in now. Two queries."""
    stretches = {
        one.pk: stretch_of(one.day, (one.starts, one.ends), seeker.time_zone) for one in days
    }
    span = min(start for start, _ in stretches.values()), max(end for _, end in stretches.values())
    agreed, closing = list(_agreed(seeker, span)), list(_closing(seeker, span, now))
    return {
        pk: DayCommitments(_within(agreed, stretch), _within(closing, stretch))
        for pk, stretch in stretches.items()
    }


def _within(found: Found, stretch: Interval) -> list[Line]:
    begins, ends = stretch
    return [line for (start, end), line in found if start < ends and end > begins]


def _agreed(seeker: User, span: Interval) -> Found:
    """Chats, whichever role they are in."""
    mine = Attendance.objects.filter(
        person=address_hash(seeker.email), during__overlap=DateTimeTZRange(*span)
    )
    mine = mine.select_related("chat__contact", "chat__seeker").order_by("during")
    for chat in (one.chat for one in mine):
        is_own = chat.seeker_id == seeker.pk
        name = chat.contact.name if is_own else chat.seeker.name
        url = chat.get_absolute_url() if is_own else ""
        yield (chat.starts_at, chat.ends_at), Line(chat.starts_at, name, url)


def _closing(seeker: User, span: Interval, now: datetime) -> Found:
    offered = Slot.objects.closed_by_days_off(now).filter(
        invitation__seeker=seeker, starts_at__lt=span[1], ends_at__gt=span[0]
    )
    for slot in offered.select_related("invitation__contact").order_by("starts_at", "pk"):
        invitation = slot.invitation
        line = Line(slot.starts_at, invitation.contact.name, invitation.get_absolute_url())
        yield (slot.starts_at, slot.ends_at), line
