"""One zone for each set of rules, through the verbs, the rows and the pages."""

from datetime import timedelta

import pytest
from django.test import Client

from chats.states import ReminderKind
from outbox.models import OutgoingEmail
from tests import factories
from tests.chats.hosts import at
from tests.zones.changes import AROUND, changes, read_all, unlike
from tests.zones.shown import shown_on


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in unlike() if changes(name)])
def test_a_booked_chat_is_the_same_second_everywhere(client: Client, name: str) -> None:
    start = changes(name)[0] + AROUND[1]
    now = start - timedelta(days=5)
    with at(now):
        host = factories.make_contact(time_zone=name)
        invitation = factories.make_sent_invitation(host, times=[start], now=now)
        page = client.get(factories.make_link(invitation)).content.decode()
        chat = factories.make_chat(factories.make_contact(time_zone=name), starts_at=start, now=now)
    assert shown_on(page) == [start]
    asked = OutgoingEmail.objects.get(about=invitation.about, kind="invitation")
    booked = OutgoingEmail.objects.get(about=chat.about, kind="booked_host")
    assert set(read_all(asked.text)) == set(read_all(booked.text)) == {start}
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in booked.ics
    due = dict(chat.reminders.values_list("kind", "due_at"))
    assert due[ReminderKind.DAY_HOST] == start - timedelta(days=1)
    assert due[ReminderKind.HOUR_SEEKER] == start - timedelta(hours=1)
