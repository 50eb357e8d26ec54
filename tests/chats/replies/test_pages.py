"""The seeker's page shows what calendars said, and leads to the buttons that act."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from calendars.clock import say
from chats import lifecycle
from chats.models import Chat
from chats.states import CalendarSaid, Side
from tests.chats.test_chat_pages import client_of, upcoming_chat
from tests.factories import make_contact, make_seeker

pytestmark = pytest.mark.django_db


def hint(
    chat: Chat,
    said: CalendarSaid,
    side: Side = Side.HOST,
    proposed_at: datetime | None = None,
) -> None:
    now = timezone.now()
    lifecycle.note_reply(
        chat, side=side, said=said, sequence=0, stamped_at=now, proposed_at=proposed_at, now=now
    )


def page_of(chat: Chat) -> str:
    page = client_of(chat).get(chat.get_absolute_url()).content.decode()
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("said", "label"),
    [(CalendarSaid.ACCEPTED, "Accepted"), (CalendarSaid.TENTATIVE, "Not sure yet")],
)
def test_a_yes_and_a_perhaps_are_one_line_among_the_facts(said: CalendarSaid, label: str) -> None:
    chat = upcoming_chat()
    hint(chat, said)
    page = page_of(chat)
    assert f"<dt>Their calendar</dt><dd>{label}</dd>" in page
    assert "This is a hint" not in page


def test_without_a_reply_nothing_is_said() -> None:
    assert "calendar</dt>" not in page_of(upcoming_chat())


def test_a_no_says_that_nothing_has_changed_and_what_to_do() -> None:
    chat = upcoming_chat()
    hint(chat, CalendarSaid.DECLINED)
    page = page_of(chat)
    assert "Dana's calendar declined" in page
    assert "Nothing has changed" in page
    assert ">Booked</span>" in page
    assert f'href="{reverse("chats:move", args=[chat.pk])}">Move the chat</a>' in page


def test_a_no_of_ones_own_is_shown_as_ones_own() -> None:
    chat = upcoming_chat()
    hint(chat, CalendarSaid.DECLINED, Side.SEEKER)
    page = page_of(chat)
    assert "<dt>Your calendar</dt><dd>Declined</dd>" in page
    assert "Dana has not heard of it" in page


def test_the_time_suggested_is_one_press_away() -> None:
    chat = upcoming_chat()
    proposed = chat.starts_at + timedelta(days=1)
    hint(chat, CalendarSaid.COUNTERED, proposed_at=proposed)
    page, client = page_of(chat), client_of(chat)
    assert f"It suggests {say(proposed, chat.seeker.time_zone)}" in page
    found = re.search(r'href="([^"]+)">Move it to that time', page)
    assert found
    form = client.get(found[1]).content.decode()
    typed = re.search(r'name="starts_at" value="([^"]+)"', form)
    assert typed
    assert client.post(found[1], {"starts_at": typed[1]}).status_code == 302
    chat.refresh_from_db()
    assert (chat.starts_at, chat.sequence) == (proposed, 1)
    assert "calendar</dt>" not in page_of(chat)


@pytest.mark.parametrize("to", ["", "seeker", "nonsense", "host' OR 1=1"])
def test_a_move_begins_with_the_time_as_it_is_otherwise(to: str) -> None:
    chat = upcoming_chat()
    hint(chat, CalendarSaid.COUNTERED, proposed_at=chat.starts_at + timedelta(days=1))
    url = reverse("chats:move", args=[chat.pk])
    form = client_of(chat).get(url, {"to": to}).content.decode()
    now = chat.starts_at.astimezone(chat.seeker.time_zone)
    assert f'value="{now:%Y-%m-%dT%H:%M}"' in form


def test_a_stranger_sees_no_hint() -> None:
    chat = upcoming_chat()
    hint(chat, CalendarSaid.COUNTERED, proposed_at=chat.starts_at + timedelta(days=1))
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    url = reverse("chats:move", args=[chat.pk])
    assert stranger.get(url, {"to": "host"}).status_code == 404


def test_one_query_for_however_many_hints(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    chat = upcoming_chat()
    client = client_of(chat)
    client.get(chat.get_absolute_url())
    with CaptureQueriesContext(
        connection,
    ) as without:
        client.get(chat.get_absolute_url())
    hint(chat, CalendarSaid.DECLINED)
    hint(chat, CalendarSaid.DECLINED, Side.SEEKER)
    with django_assert_num_queries(len(without)):
        client.get(chat.get_absolute_url())


def test_a_name_full_of_markup_stays_text() -> None:
    chat = upcoming_chat()
    contact = make_contact(chat.seeker, name="<b>Bo</b>")
    chat.contact.name = contact.name
    chat.contact.save()
    hint(chat, CalendarSaid.DECLINED)
    assert "<b>Bo" not in page_of(chat)
