"""What has become of a chat stands at the top of the host's page, with what was said."""

import pytest
from django.test import Client

from chats import lifecycle
from chats.models import Chat
from chats.states import Side, Way
from tests.chats.hosts import NOW, at, soon
from tests.expect import let_leave, queued
from tests.factories import make_chat, make_link, three_times

pytestmark = pytest.mark.django_db

BEFORE, AFTER = three_times()[:2]
WAS = "from Thursday 26 November 2026, 10:00 (New York, UTC\u22125)"


@pytest.fixture
def chat() -> Chat:
    chat = make_chat()
    let_leave(chat)
    return chat


def top(client: Client, chat: Chat) -> str:
    """The page down to the buttons of calendars."""
    with at(soon()):
        page = client.get(make_link(chat.invitation)).content.decode()
    return page.split('class="actions"')[0].split("</style>")[-1]


def test_a_chat_that_stands_has_no_news(client: Client, chat: Chat) -> None:
    assert "What has changed" not in top(client, chat)


def test_their_own_move_leaves_its_trace_with_their_line(client: Client, chat: Chat) -> None:
    lifecycle.reschedule(chat, starts_at=AFTER, by=Side.HOST, line="A clash", now=NOW)
    page = top(client, chat)
    assert f"Moved by you {WAS}." in page
    assert "You wrote" in page
    assert "A clash</blockquote>" in page
    assert "That does not suit me" not in page


def test_the_seekers_move_comes_with_their_line_and_the_way_back(
    client: Client, chat: Chat
) -> None:
    lifecycle.reschedule(chat, starts_at=AFTER, by=Side.SEEKER, line="A train", now=NOW)
    page = top(client, chat)
    assert f"Sam moved it {WAS}. If the new time suits you, there is nothing to do." in page
    assert "Sam writes" in page
    assert "A train</blockquote>" in page
    assert "That does not suit me" in page


@pytest.mark.parametrize(
    ("mover", "said"),
    [
        (Side.SEEKER, "You kept this time, and Sam knows."),
        (Side.HOST, "The time you moved it to does not suit Sam, so it is at this one as before."),
    ],
)
def test_a_move_that_did_not_suit_is_told(
    client: Client, chat: Chat, mover: Side, said: str
) -> None:
    other = Side.HOST if mover == Side.SEEKER else Side.SEEKER
    lifecycle.reschedule(chat, starts_at=AFTER, by=mover, now=NOW)
    lifecycle.decline_move(chat, back_to=BEFORE, by=other, line="No train", now=NOW)
    page = top(client, chat)
    assert said in page
    assert "No train</blockquote>" in page


def test_another_place_is_told(client: Client, chat: Chat) -> None:
    lifecycle.change_place(chat, way=Way.IN_PERSON, where="Café Kranzler", now=NOW)
    assert "Sam changed how you meet" in top(client, chat)


def test_the_seekers_cancellation_comes_with_the_reason(client: Client, chat: Chat) -> None:
    lifecycle.cancel(chat, by=Side.SEEKER, line="I am ill", now=NOW)
    with at(soon()):
        page = client.get(make_link(chat.invitation)).content.decode()
    assert "Sam Rivera had to cancel your chat of Thursday 26 November 2026, 10:00" in page
    assert "I am ill</blockquote>" in page


def test_the_hosts_own_e_mail_of_a_move_names_the_time_before(chat: Chat) -> None:
    lifecycle.reschedule(chat, starts_at=AFTER, by=Side.HOST, now=NOW)
    email = queued(chat)["moved_host"]
    for body in (email.text, email.html):
        said = (
            "You moved your chat with Sam Rivera from Thursday 26 November 2026, 10:00 am (New York"
        )
        assert said in body


def test_the_e_mail_of_a_seekers_move_says_how_to_keep_the_time_before(chat: Chat) -> None:
    lifecycle.reschedule(chat, starts_at=AFTER, by=Side.SEEKER, now=NOW)
    email = queued(chat)["moved_host"]
    for body in (email.text, email.html):
        assert "open “That does not suit me” and press “Keep”" in body
        assert "One press" not in body
