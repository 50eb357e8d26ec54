"""What busy times depend on beside what a server says: the seeker's zone, their own addresses, and
how we read. Where it changes, what is unchanged over there is read anew all the same."""

from datetime import datetime
from importlib.metadata import version

from allauth.account.models import EmailAddress
from django.contrib.postgres.aggregates import StringAgg
from django.core.cache import cache
from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat, Lower

from calendars.models import CalendarAccount
from calendars.reading import EDITION
from outbox.leases import nobody_has

MAX_COMPARED = 500
REACHED = "calendars:compared"
"""Names, among the counters, the account up to which they are compared."""
LIBRARIES = ("icalendar", "recurring-ical-events", "x-wr-timezone", "tzdata")


def fingerprint() -> MD5:
    """A fingerprint, for a query of accounts: one statement tells whose has changed."""
    how = " ".join([str(EDITION), *map(version, LIBRARIES)])
    zone = Cast("seeker__time_zone", TextField())
    verified = EmailAddress.objects.filter(user=OuterRef("seeker"), verified=True).order_by()
    every = StringAgg(Lower("email"), Value(" "), order_by=Lower("email"))
    addresses = Subquery(verified.values("user").annotate(every=every).values("every"))
    rest = Coalesce(addresses, Value(""), output_field=TextField())
    parts = (Value(f"{how} "), zone, Value(" "), Lower("seeker__email"), Value(" "), rest)
    return MD5(Concat(*parts, output_field=TextField()))


def notice_changes(*, now: datetime) -> None:
    """What would be read otherwise than it was is due at once, tried once, and else when it was.

    One that hit the limits of its readers keeps its time. So many are compared at a time,
    and the next sweep goes on from there: a sweep costs the same however many there are.
    """
    idle = CalendarAccount.objects.filter(nobody_has(now))
    waiting = idle.filter(is_on=True, limit_hits=0, due_at__gt=now)
    begin = cache.get(REACHED, 0)
    last = CalendarAccount.objects.filter(pk__gt=begin).order_by("pk").values_list("pk", flat=True)
    end = next(iter(last[MAX_COMPARED - 1 : MAX_COMPARED]), None)
    some = waiting.filter(pk__gt=begin, seeker__is_sample=False)
    some = some if end is None else some.filter(pk__lte=end)
    some.annotate(fingerprint=fingerprint()).exclude(asked_with=F("fingerprint")).update(due_at=now)
    if (end or 0) != begin:
        cache.set(REACHED, end or 0, timeout=None)
