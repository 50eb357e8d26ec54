"""Chats that ended two hours ago, one after another; then ring the sweep until told to end."""

import sys
import time
from datetime import UTC, datetime, timedelta

import django
from django.db import transaction

AGO = timedelta(hours=2, minutes=1)
BETWEEN_RINGS = 0.3


def main(number: int, zone: str) -> None:
    django.setup()
    for _ in range(number):
        make_one(zone)
    ring()


def make_one(zone: str) -> None:
    """In one transaction, so that nothing leaves but what follows from its end."""
    from outbox.models import OutgoingEmail
    from tests.factories import make_contact, make_ended_chat, make_seeker

    with transaction.atomic():
        seeker = make_seeker(time_zone=zone)
        chat = make_ended_chat(make_contact(seeker), ended_at=datetime.now(UTC) - AGO)
        abouts = [chat.about, chat.invitation.about]
        OutgoingEmail.objects.filter(about__in=abouts).delete()


def ring() -> None:
    """More often than beat does, so that several sweeps look at the same rows at once."""
    from followups.tasks import sweep

    while True:
        for _ in range(2):
            sweep.apply_async(expires=5)
        time.sleep(BETWEEN_RINGS)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
