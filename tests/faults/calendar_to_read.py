"""Seekers whose calendars are read at once. `python -m ... sam=http://127.0.0.1:8000/a.ics`."""

import sys

import django
from django.utils import timezone


def main(*calendars: str) -> None:
    """A calendar has the name of its seeker."""
    django.setup()
    from accounts.models import User
    from calendars.models import CalendarAccount
    from outbox.wakeup import wake_up

    for calendar in calendars:
        name, _, url = calendar.partition("=")
        seeker, _ = User.objects.get_or_create(email=f"{name}@example.com", name=name)
        CalendarAccount.objects.create(
            seeker=seeker,
            kind=CalendarAccount.Kind.FEED,
            url=url,
            name=name,
            due_at=timezone.now(),
        )
    wake_up("calendars.sweep")


if __name__ == "__main__":
    main(*sys.argv[1:])
