"""What busy times depend on beside what a server says: the seeker's zone, their own addresses, and
how we read. Where it changes, what is unchanged over there is read anew all the same."""

from datetime import datetime
from importlib.metadata import version

from allauth.account.models import EmailAddress
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat, Lower

from calendars.models import CalendarAccount
from calendars.reading import EDITION

LIBRARIES = ("icalendar", "recurring-ical-events", "x-wr-timezone", "tzdata")


def basis() -> MD5:
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

    One that exhausted its readers keeps its time.
    """
    idle = CalendarAccount.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now))
    waiting = idle.filter(is_on=True, exhausted=0, due_at__gt=now, seeker__is_sample=False)
    waiting.annotate(basis=basis()).exclude(asked_with=F("basis")).update(due_at=now)
