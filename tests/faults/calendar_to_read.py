"""A seeker whose calendar is read at once. `python -m ... sam http://127.0.0.1:8000/a.ics`."""

import sys

import django
from django.utils import timezone


def main(name: str, url: str) -> None:
    django.setup()
    from accounts.models import User
    from calendars.models import CalendarAccount
    from outbox.doorbell import ring

    seeker = User.objects.create_user(email=f"{name}@example.com", name=name)
    CalendarAccount.objects.create(
        seeker=seeker,
        kind=CalendarAccount.Kind.FEED,
        url=url,
        name=name,
        due_at=timezone.now(),
    )
    ring("calendars.sweep")


if __name__ == "__main__":
    main(*sys.argv[1:])
