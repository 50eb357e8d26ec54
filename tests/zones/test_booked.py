"""One zone for each set of rules, through the operations, the rows and the pages."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from chats.models import Chat
from chats.states import ReminderKind
from outbox.models import OutgoingEmail
from tests import factories
from tests.chats.hosts import at
from tests.zones.changes import AROUND, changes, unlike
from tests.zones.shown import in_entry, in_words, shown_on


@pytest.mark.django_db
def test_a_booked_chat_is_the_same_second_everywhere() -> None:
    changing = [name for name in unlike() if changes(name)]
    assert len(changing) > 20
    assert {name: wrong for name in changing if (wrong := said_otherwise(name))} == {}


def said_otherwise(name: str) -> dict[str, object]:
    """Where it is not the second after the first change that is said."""
    start = changes(name)[0] + AROUND[1]
    now = start - timedelta(days=5)
    with at(now):
        host = factories.make_contact(time_zone=name)
        invitation = factories.make_sent_invitation(host, times=[start], now=now)
        page = Client().get(factories.make_link(invitation)).content.decode()
        chat = factories.make_chat(factories.make_contact(time_zone=name), starts_at=start, now=now)
    asked = OutgoingEmail.objects.get(about=invitation.about, kind="invitation")
    said = {"page": shown_on(page), "invitation": in_words(asked.text), **said_of(chat)}
    return {where: times for where, times in said.items() if times != [start]}


def said_of(chat: Chat) -> dict[str, list[datetime]]:
    booked = OutgoingEmail.objects.get(about=chat.about, kind="booked_host")
    due = dict(chat.reminders.values_list("kind", "due_at"))
    return {
        "confirmation": in_words(booked.text),
        "entry": in_entry(booked.ics, "DTSTART"),
        "host's reminder": [due[ReminderKind.DAY_HOST] + timedelta(days=1)],
        "seeker's reminder": [due[ReminderKind.HOUR_SEEKER] + timedelta(hours=1)],
    }
