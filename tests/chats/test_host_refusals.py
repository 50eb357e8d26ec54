"""What a host's form with something wrong in it says: that nothing was done, and where to look."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from chats import lifecycle
from chats.models import Chat, Invitation
from chats.states import Side
from outbox.models import OutgoingEmail
from tests.chats.hosts import NOW, at, post, soon
from tests.chats.test_host_free import open_ask
from tests.factories import make_chat, make_link, three_times

pytestmark = pytest.mark.django_db

TOO_LONG = "x" * 501
TYPED = {"line", "phone", "time_1", "time_3"}
NOT_SENT, NOT_MOVED = "Your answer was not sent yet.", "Your chat was not moved."
PAST = "That time has passed already. Please choose a later one."


def asked() -> Invitation:
    return open_ask()


def booked() -> Invitation:
    chat = make_chat(free_weeks=3)
    OutgoingEmail.objects.update(status="sent")
    return chat.invitation


def moved() -> Invitation:
    ask = booked()
    lifecycle.reschedule(Chat.objects.get(), starts_at=three_times()[1], by=Side.SEEKER, now=NOW)
    return ask


BEFORE = f"{three_times()[0]:%Y-%m-%dT%H:%MZ}"

WRONG = {
    "a past time": (asked, "propose", {"time_1": "2026-11-01T10:00"}, "time_1", NOT_SENT),
    "a past third": (asked, "propose", {"time_3": "2026-11-01T10:00"}, "time_1", NOT_SENT),
    "no way": (asked, "take", {"slot": 1, "way": ""}, "take_way", NOT_SENT),
    "no time": (asked, "take", {}, "times", NOT_SENT),
    "a long line": (asked, "decline", {"line": TOO_LONG}, "decline_line", NOT_SENT),
    "no free time": (asked, "free", {}, "starts_at", NOT_SENT),
    "a long number": (asked, "free", {"starts_at": "2026-12-01T14:00Z", "phone": TOO_LONG},
                      "free_phone", NOT_SENT),
    "a move to the past": (booked, "move", {"starts_at": "2026-11-01T10:00"}, "starts_at",
                           NOT_MOVED),
    "a move to nowhere": (booked, "move/free", {}, "starts_at", NOT_MOVED),
    "a long reason": (booked, "cancel", {"line": TOO_LONG}, "cancel_line",
                      "Your chat was not cancelled."),
    "a long no to a move": (moved, "keep", {"back_to": BEFORE, "line": TOO_LONG}, "keep_line",
                            "Your chat was not moved back."),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_the_top_of_the_page_says_that_it_was_not_done_and_leads_to_why(
    client: Client, what: str
) -> None:
    make, action, fields, anchor, sentence = WRONG[what]
    ask = make()
    with at(soon()):
        answer = post(client, make_link(ask), action, **({"way": "video"} | fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    top = page.split("<h1>")[0].split('role="alert"')[1]
    assert sentence in top
    assert f'<a href="#{anchor}">' in top
    assert len(re.findall(f'id="{anchor}"', page)) == 1
    assert all(typed in page for name, typed in fields.items() if name in TYPED)


@pytest.mark.parametrize("what", WRONG)
def test_the_top_has_the_focus_without_script(client: Client, what: str) -> None:
    make, action, fields, _, _ = WRONG[what]
    ask = make()
    with at(soon()):
        answer = post(client, make_link(ask), action, **({"way": "video"} | fields))
    focused = re.findall(r"<[^>]* autofocus[^>]*>", answer.content.decode())
    assert len(focused) == 1
    assert 'role="alert"' in focused[0]


def test_the_words_beside_the_field_are_the_words_at_the_top(client: Client) -> None:
    ask = booked()
    start = (NOW - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    with at(soon()):
        page = post(client, make_link(ask), "move", starts_at=start).content.decode()
    assert f'<a href="#starts_at">{PAST}</a>' in page
    assert f'id="starts_at_error">{PAST}</p>' in page
    assert f'value="{start}"' in page
    assert Chat.objects.get().sequence == 0
