"""Comparing chats with the rules of their zones never reads those that are over."""

from datetime import timedelta

import pytest
from django.db import connection

from chats.models import Chat, Invitation
from chats.states import InvitationStatus
from tests.factories import NOW, make_chat

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
OVER, TO_COME = 4_000, 1_000
LIKE = ["seeker_id", "contact_id", "way", "booked_at", "day"]
AGREED = ["seeker_local_time", "seeker_zone", "host_local_time", "host_zone"]


def fill() -> None:
    """Chats to come, and more that are over and that nobody marked as held."""
    one = make_chat()
    like = {name: getattr(one, name) for name in LIKE + AGREED}
    asked = Invitation.objects.bulk_create(
        Invitation(
            seeker=one.seeker,
            contact=one.contact,
            status=InvitationStatus.BOOKED,
            sent_at=NOW,
            expires_at=NOW,
        )
        for _ in range(OVER + TO_COME)
    )
    Chat.objects.bulk_create(
        Chat(
            **like,
            invitation=invitation,
            starts_at=NOW + (number - OVER) * HOUR,
            ends_at=NOW + (number - OVER + 1) * HOUR,
        )
        for number, invitation in enumerate(asked)
    )


def test_chats_to_compare_are_found_by_their_end() -> None:
    fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chats_chat")
    plan = Chat.objects.to_compare(NOW + HOUR, 0)[:500].explain()
    assert "chat_ended" in plan
    assert "Seq Scan" not in plan
