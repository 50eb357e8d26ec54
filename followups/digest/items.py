"""What the weekly e-mail speaks of: late and due this week, the first few of each."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from chats.states import Side
from followups.models import FollowUp, Promise
from followups.titles import title
from outbox.text import isolated

A_WEEK = timedelta(days=7)
MAX_ITEMS = 10
"""Of each kind. The rest is a number and stands on the page."""


@dataclass(frozen=True)
class Line:
    what: str
    url: str
    due_at: datetime | None = None
    due_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Week:
    """What is due until this time next week."""

    thank_yous: list[Line] = field(default_factory=list)
    follow_ups: list[Line] = field(default_factory=list)
    promised: list[Line] = field(default_factory=list)
    promised_to: list[Line] = field(default_factory=list)
    more: int = 0

    @property
    def count(self) -> int:
        lines = (self.thank_yous, self.follow_ups, self.promised, self.promised_to)
        return sum(map(len, lines)) + self.more


def week_of(seeker: User, now: datetime) -> Week:
    due = FollowUp.objects.of(seeker).open().filter(due_at__lt=now + A_WEEK)
    due = due.select_related("contact").order_by("due_at", "pk")
    last_day = (now + A_WEEK).astimezone(seeker.time_zone).date() - timedelta(days=1)
    promises = Promise.objects.of(seeker).come_up(last_day, now + A_WEEK)
    promises = promises.select_related("contact").order_by("due_on", "pk")
    rows: list[list[Any]] = [
        list(due.thank_yous().filter(send_at=None)[: MAX_ITEMS + 1]),  # others leave by themselves
        list(due.keeping()[: MAX_ITEMS + 1]),
        list(promises.filter(by=Side.SEEKER)[: MAX_ITEMS + 1]),
        list(promises.filter(by=Side.HOST)[: MAX_ITEMS + 1]),
    ]
    more = sum(len(found) > MAX_ITEMS for found in rows)
    today = now.astimezone(seeker.time_zone).date()
    return Week(
        [_follow_up(row, now) for row in rows[0][:MAX_ITEMS]],
        [_follow_up(row, now) for row in rows[1][:MAX_ITEMS]],
        [_promise(row, today) for row in rows[2][:MAX_ITEMS]],
        [_promise(row, today) for row in rows[3][:MAX_ITEMS]],
        more,
    )


def _follow_up(row: FollowUp, now: datetime) -> Line:
    url = settings.SITE_URL + row.get_absolute_url()
    return Line(
        title(row, row.contact.display_name), url, due_at=row.due_at, is_late=row.due_at < now
    )


def _promise(row: Promise, today: date) -> Line:
    url = f"{settings.SITE_URL}{reverse('followups:after', args=[row.chat_id])}#promises"
    late = row.due_on is not None and row.due_on < today
    return Line(
        f"{row.contact.display_name}: {isolated(row.text)}", url, due_on=row.due_on, is_late=late
    )
