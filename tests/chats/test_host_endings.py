"""What the host's page says once an ask is closed: what happened, and nothing that did not."""

import re

import pytest
from django.test import Client

from chats import lifecycle
from chats.models import Chat, Invitation
from chats.states import Side
from outbox.models import Suppression
from outbox.suppression import lift_by_hand
from tests import by_link
from tests.chats.hosts import NOW, at, post, soon
from tests.factories import make_chat, make_link, make_sent_invitation

pytestmark = pytest.mark.django_db

NEVER_SAID = ["it does not suit you", "Thank you for answering", "You said no"]
CHAT_TIME = "Thursday 26 November 2026, 10:00 (New York"


def look(client: Client, invitation: Invitation) -> tuple[str, str]:
    """The page's title, and the page."""
    with at(soon(2)):
        page = client.get(make_link(invitation)).content.decode()
    found = re.search("<title>(.*) - CoffeeChat</title>", page)
    assert found
    return found[1], page


def cancelled(line: str = "") -> Invitation:
    chat = make_chat()
    lifecycle.cancel(chat, by=Side.HOST, line=line, now=soon())
    return Invitation.objects.get()


def opt_out_and_back(invitation: Invitation, times: int) -> None:
    for _ in range(times):
        lifecycle.opt_out(invitation, invitation.contact.email, now=soon())
        lifecycle.undo(invitation, now=soon())


def test_a_no_is_called_a_no_with_what_was_written(client: Client) -> None:
    ask = make_sent_invitation()
    by_link.decline(ask, line="On leave until May", now=soon())
    title, page = look(client, ask)
    assert title == "You said no to Sam Rivera"
    assert "You wrote" in page
    assert "On leave until May</blockquote>" in page


def test_a_cancellation_is_called_one_with_its_time_and_line(client: Client) -> None:
    title, page = look(client, cancelled("A cold"))
    assert title == "Cancelled: your chat with Sam Rivera"
    assert f"Sam Rivera knows, and {CHAT_TIME}" in page
    assert "A cold</blockquote>" in page
    assert [words for words in NEVER_SAID if words in page] == []


@pytest.mark.parametrize("times", [1, 6])
def test_after_an_undo_over_a_cancellation_it_says_that_it_was_taken_back(
    client: Client, times: int
) -> None:
    ask = cancelled("A cold")
    opt_out_and_back(ask, times)
    title, page = look(client, ask)
    assert title == "You took your answer back"
    assert "You can be written to again." in page
    assert f"Your chat of {CHAT_TIME}" in page
    assert "stays cancelled." in page
    assert "These times are still free" in page
    assert [words for words in [*NEVER_SAID, "Your chat is cancelled"] if words in page] == []
    assert "/undo/" not in page


def test_after_an_undo_over_a_no_the_no_stands(client: Client) -> None:
    ask = make_sent_invitation()
    by_link.decline(ask, now=NOW)
    opt_out_and_back(ask, 6)
    _, page = look(client, ask)
    assert "Your no from before stands" in page


def test_never_again_is_called_so(client: Client) -> None:
    chat = make_chat()
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=soon())
    title, page = look(client, chat.invitation)
    assert title == "We will not write to you again"
    assert f"your chat of {CHAT_TIME}" in page
    assert [words for words in NEVER_SAID if words in page] == []


def test_a_yes_taken_back_over_a_no_books_nothing(client: Client) -> None:
    ask = make_sent_invitation()
    by_link.decline(ask, line="Too busy", now=NOW)
    with at(soon()):
        slot = ask.slots.earliest("starts_at").pk
        post(client, make_link(ask), "take", slot=slot, way="video")
        post(client, make_link(ask), "undo")
    title, page = look(client, ask)
    assert title == "You took your answer back"
    assert "Your no from before stands" in page
    assert not Chat.objects.live().exists()


def test_once_an_operator_lifted_it_the_page_says_so_and_takes_an_answer(client: Client) -> None:
    ask = make_sent_invitation()
    lifecycle.opt_out(ask, ask.contact.email, now=soon())
    lift_by_hand(Suppression.objects.get())
    title, page = look(client, ask)
    assert title == "You can be written to again"
    assert "We will not write to you again" not in page
    assert page.count('name="slot"') == 3
    assert "/opt-out/" in page
