"""Any free time of the seeker's, where the ask offers that: what the host may choose from.

Only starts are ever shown. Why another time is not free is nobody's business.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from calendars import clock
from calendars.free import Host, free_starts
from chats.models import Invitation
from chats.states import ANSWERABLE
from chats.times.mine import free_busy_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """One of the host's days with the times they may take."""

    said: str
    """With the zone as it is that day."""
    times: Sequence[tuple[str, str]]
    """What the button sends, and the hour it says."""


@dataclass(frozen=True)
class Week:
    """The host's week, Monday first."""

    monday: date
    daytime: Sequence[Day]
    odd_hours: Sequence[Day]
    """Outside the host's daytime, on their weekend or on their holiday."""
    before: date | None
    after: date | None


def are_offered(invitation: Invitation, now: datetime) -> bool:
    """Whether the host may look for one now."""
    return invitation.status in ANSWERABLE and invitation.offers_any_free_time(now)


def starts(invitation: Invitation, now: datetime) -> list[datetime]:
    """Every free start until the offered weeks are over. Five queries."""
    until, mine = invitation.free_until, invitation.seeker.time_zone
    if until is None or until <= now:
        return []
    first, last = now.astimezone(mine).date(), until.astimezone(mine).date()
    free_busy = free_busy_of(invitation.seeker, first, last, now, without=invitation)
    found = free_starts(free_busy, invitation.length, first, last)
    return [start for start in found if start + invitation.length <= until]


def is_free(invitation: Invitation, starts_at: datetime, now: datetime) -> bool:
    return starts_at in starts(invitation, now)


def week_of(
    free: Iterable[datetime], wanted: date | None, zone: ZoneInfo, length: timedelta
) -> Week | None:
    """The wanted week, or the first that has a free time; None where there is none at all."""
    by_week = {
        monday: list(group)
        for monday, group in groupby(sorted(free), lambda start: _monday(start, zone))
    }
    if not by_week:
        return None
    monday = _nearest(sorted(by_week), wanted)
    host = Host(zone)
    odd = {start for start in by_week[monday] if host.conflicts(start, start + length)}
    return Week(
        monday=monday,
        daytime=list(_days((one for one in by_week[monday] if one not in odd), zone)),
        odd_hours=list(_days(sorted(odd), zone)),
        before=max((other for other in by_week if other < monday), default=None),
        after=min((other for other in by_week if other > monday), default=None),
    )


def _monday(start: datetime, zone: ZoneInfo) -> date:
    day = start.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _nearest(mondays: Sequence[date], wanted: date | None) -> date:
    """The last week that does not begin after the wanted day, else the first."""
    if wanted is None:
        return mondays[0]
    return max((monday for monday in mondays if monday <= wanted), default=mondays[0])


def _days(free: Iterable[datetime], zone: ZoneInfo) -> Iterator[Day]:
    for _, group in groupby(free, lambda start: start.astimezone(zone).date()):
        times = list(group)
        day, where = clock.say_day(times[0], zone), clock.say_zone(times[0], zone)
        said = gettext("%(day)s (%(where)s)") % {"day": day, "where": where}
        yield Day(said, [(_sent(start), clock.say_hour(start, zone)) for start in times])


def _sent(start: datetime) -> str:
    """`2026-12-01T14:00Z`, whatever zone the page is read in."""
    return f"{start:%Y-%m-%dT%H:%M}Z"
