"""A seeker whose calendar is read at once, and again. `python -m ... http://127.0.0.1:8000/a.ics`."""

import sys

import django


def main(urls: list[str]) -> None:
    """The second time without an address: what is due by then is read."""
    django.setup()
    from outbox.doorbell import ring

    for url in urls:
        _add(url)
    ring("calendars.sweep")


def _add(url: str) -> None:
    from django.utils import timezone

    from accounts.models import User
    from calendars.models import CalendarAccount

    seeker = User.objects.create_user(email="sam@example.com", name="Sam Rivera")
    CalendarAccount.objects.create(
        seeker=seeker,
        kind=CalendarAccount.Kind.FEED,
        url=url,
        name="Work",
        due_at=timezone.now(),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
