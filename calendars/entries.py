"""Put an agreed chat into the calendar the seeker has chosen, and take it out again.

A row in the caller's transaction, like an e-mail in the outbox; a worker writes it to the server.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F

from accounts.models import User
from calendars.models import Calendar, CalendarEntry

OUR_UIDS = f"@{urlsplit(settings.SITE_URL).hostname}"
"""How every UID of this instance ends."""


def put(seeker: User, uid: str, ics: str, *, now: datetime) -> None:
    """The entry as it should be from now on. Nothing where no calendar takes chats.

    An entry that was begun in another calendar stays in that one and follows there.
    """
    begun = CalendarEntry.objects.filter(seeker=seeker, uid=uid)
    if _change(begun, ics, now):
        return
    calendar = Calendar.objects.filter(seeker=seeker, takes_chats=True).first()
    if calendar is not None:
        CalendarEntry.objects.create(
            seeker=seeker, calendar=calendar, uid=uid, ics=ics, version=1, due_at=now
        )


def remove(seeker: User, uid: str, *, now: datetime) -> None:
    """The entry is to go, if it was ever put anywhere."""
    _change(CalendarEntry.objects.filter(seeker=seeker, uid=uid), "", now)


def _change(entries: "models.QuerySet[CalendarEntry]", ics: str, now: datetime) -> int:
    return entries.update(
        ics=ics,
        version=F("version") + 1,
        state=CalendarEntry.State.DUE,
        due_at=now,
        attempts=0,
        last_error="",
    )
