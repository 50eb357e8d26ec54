"""Times go back and forth as a conversation: each turn is one e-mail of one thread."""

import re
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from functools import partial

import pytest
from django.test import Client

from chats import lifecycle
from chats.compose.conversation import turns
from chats.models import Invitation
from chats.states import Side, Way
from outbox.message import compose
from outbox.models import OutgoingEmail
from tests import by_link
from tests.chats.busy import make_busy
from tests.chats.hosts import at
from tests.expect import let_leave, queued
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_link,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
THEIRS = [NOW + timedelta(days=9, hours=5), NOW + timedelta(days=10, hours=5)]
NEXT = three_times(NOW + timedelta(days=14))
DAY_SIX, DAY_SEVEN = "I am away until then.", "These I can make."


def talk(email: str = "dana@example.com") -> Invitation:
    """Offer, counter, other times, and a yes to one of those."""
    ask = make_sent_invitation(make_contact(email=email))
    let_leave(ask)
    by_link.propose(ask, times=THEIRS, way=Way.VIDEO, line=DAY_SIX, now=NOW + HOUR)
    let_leave(ask)
    lifecycle.offer_times(ask, times=NEXT, line=DAY_SEVEN, now=NOW + 2 * HOUR)
    let_leave(ask)
    slot = ask.slots.offered().earliest("starts_at")
    by_link.take(ask, slot.pk, way=Way.VIDEO, now=NOW + 3 * HOUR)
    ask.refresh_from_db()
    return ask


def headers_of(row: OutgoingEmail, name: str) -> str:
    """As it stands in the bytes that leave."""
    return str(message_from_bytes(compose(row).message().as_bytes())[name])


def test_every_turn_is_exactly_one_email() -> None:
    talk()
    assert Counter(OutgoingEmail.objects.values_list("kind", flat=True)) == {
        "invitation": 1,
        "countered_seeker": 1,
        "new_times": 1,
        "booked_seeker": 1,
        "booked_host": 1,
    }


@pytest.mark.parametrize("email", ["dana@example.com", ""])
def test_all_emails_of_both_sides_are_one_thread(email: str) -> None:
    root = talk(email).thread_id
    rows = list(OutgoingEmail.objects.exclude(kind="invitation"))
    assert len(rows) == (4 if email else 2)
    assert {headers_of(row, "References") for row in rows} == {root}
    assert {headers_of(row, "In-Reply-To") for row in rows} == {root}
    for first in OutgoingEmail.objects.filter(kind="invitation"):
        assert headers_of(first, "Message-ID") == root
        assert headers_of(first, "References") == "None"


def test_the_line_with_new_times_reaches_the_host_by_mail_and_on_the_page(client: Client) -> None:
    ask = make_sent_invitation()
    let_leave(ask)
    by_link.propose(ask, times=THEIRS, way=Way.VIDEO, line=DAY_SIX, now=NOW)
    with at(NOW + HOUR):
        assert DAY_SIX in client.get(make_link(ask)).content.decode()
    lifecycle.offer_times(ask, times=NEXT, line=DAY_SEVEN, now=NOW + HOUR)
    email = queued(ask)["new_times"]
    assert DAY_SEVEN in email.text
    assert DAY_SEVEN in email.html
    with at(NOW + HOUR):
        assert DAY_SEVEN in client.get(make_link(ask)).content.decode()


def test_the_conversation_says_who_said_what_in_order() -> None:
    said = [(turn.who, turn.did, turn.line, len(turn.times)) for turn in turns(talk())]
    assert said == [
        ("You", "offered times", "", 3),
        ("Dana", "proposed other times", DAY_SIX, 2),
        ("You", "offered times", DAY_SEVEN, 3),
        ("Dana", "took a time", "", 0),
    ]


def test_a_yes_of_the_seeker_is_a_turn_of_its_own() -> None:
    ask = proposed(*THEIRS)
    slot = ask.slots.proposed().earliest("starts_at")
    lifecycle.accept_proposal(ask, slot.pk, now=NOW + HOUR)
    assert [(turn.who, turn.did) for turn in turns(ask)] == [
        ("You", "offered times"),
        ("Dana", "proposed other times"),
        ("You", "said yes to one of these times"),
    ]


def test_what_was_taken_back_is_not_shown_any_more(client: Client) -> None:
    ask = make_sent_invitation()
    by_link.propose(ask, times=THEIRS, way=Way.VIDEO, line=DAY_SIX, now=NOW)
    lifecycle.undo(ask, now=NOW + timedelta(minutes=5))
    said = [(turn.at, turn.who, turn.did, turn.line, turn.times) for turn in turns(ask)]
    assert said[1:] == [(NOW + timedelta(minutes=5), "Dana", "took the answer back", "", [])]
    client.force_login(ask.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(ask.get_absolute_url()).content.decode()
    assert "Dana took the answer back" in page
    assert DAY_SIX not in page


def test_moves_and_the_end_of_a_chat_are_turns_with_their_lines() -> None:
    chat = make_chat()
    moved_to = NOW + timedelta(days=6)
    for hour, verb in enumerate(
        [
            partial(lifecycle.reschedule, starts_at=moved_to, by=Side.HOST, line="A train"),
            partial(lifecycle.decline_move, back_to=chat.starts_at, by=Side.SEEKER, line="I teach"),
            partial(lifecycle.cancel, by=Side.HOST, line="Ill"),
        ]
    ):
        verb(chat, now=NOW + (hour + 1) * HOUR)
    said = [(turn.who, turn.did, turn.line, turn.times) for turn in turns(chat.invitation)]
    assert said[2:] == [
        ("Dana", "moved the chat", "A train", [moved_to]),
        ("You", "kept the time before", "I teach", [chat.starts_at]),
        ("Dana", "cancelled the chat", "Ill", []),
    ]


def test_the_page_shows_the_conversation(client: Client) -> None:
    ask = talk()
    client.force_login(ask.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(ask.get_absolute_url()).content.decode()
    said = page[page.index("What you both said") :]
    assert said.index(DAY_SIX) < said.index(DAY_SEVEN)


def proposed(*starts: datetime) -> Invitation:
    ask = make_sent_invitation()
    by_link.propose(ask, times=starts, way=Way.VIDEO, now=NOW)
    return ask


def page_of(client: Client, ask: Invitation) -> str:
    client.force_login(ask.seeker, "django.contrib.auth.backends.ModelBackend")
    with at(NOW + HOUR):
        return client.get(ask.get_absolute_url()).content.decode()


def test_a_conflict_is_said_beside_the_button_and_one_click_still_books(client: Client) -> None:
    ask = proposed(*THEIRS)
    make_busy(ask.seeker, THEIRS[0])
    page = page_of(client, ask)
    assert page.count("Busy in your calendar.") == 1
    assert page.count("Free for you.") == 1
    first = ask.slots.proposed().earliest("starts_at")
    form = page[page.index('action="/invitations/') : page.index(f'value="{first.pk}"')]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    with at(NOW + HOUR):
        client.post(f"{ask.get_absolute_url()}accept/", {**dict(hidden), "slot": first.pk})
    assert ask.chats.get().starts_at == THEIRS[0]


def test_only_another_chat_takes_the_button_away(client: Client) -> None:
    ask = proposed(*THEIRS)
    make_chat(make_contact(ask.seeker), starts_at=THEIRS[0])
    page = page_of(client, ask)
    assert "You have another chat then" in page
    assert page.count(">Accept<") == 1
