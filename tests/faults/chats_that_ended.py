"""Chats that ended two hours ago, one after another."""

import sys
from datetime import UTC, datetime, timedelta

import django
from django.db import transaction

AGO = timedelta(hours=2, minutes=1)


def main(number: int, zone: str) -> None:
    django.setup()
    for _ in range(number):
        make_one(zone)


def make_one(zone: str) -> None:
    """In one transaction, so that nothing leaves but what follows from its end."""
    from outbox.models import OutgoingEmail
    from tests.factories import make_contact, make_ended_chat, make_seeker

    with transaction.atomic():
        seeker = make_seeker(time_zone=zone)
        chat = make_ended_chat(make_contact(seeker), ended_at=datetime.now(UTC) - AGO)
        abouts = [chat.about, chat.invitation.about]
        OutgoingEmail.objects.filter(about__in=abouts).delete()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
