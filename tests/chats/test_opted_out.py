"""Whoever opted out hears what becomes of a chat they agreed to: no name, no words, no links."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from chats import lifecycle
from chats.models import Chat
from chats.states import Side, Way
from outbox.delivery import drain
from outbox.models import OutgoingEmail, Suppression
from outbox.suppression import suppress
from tests.chats.hosts import soon
from tests.expect import let_leave, queued, statuses
from tests.factories import NOW, make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

OPT_OUT, BOUNCE = Suppression.Reason.OPT_OUT, Suppression.Reason.BOUNCE
DANA = "dana@example.com"
WORDS = ["lure", "Mal", "Ory", "Dana", "http", "://", "@example.org"]


@pytest.fixture
def chat() -> Chat:
    seeker = make_seeker("Mal Ory lure.example", video_link="https://lure.example")
    chat = make_chat(make_contact(seeker, email=DANA), video_link="https://lure.example")
    let_leave(chat)
    return chat


def move(chat: Chat) -> None:
    to = chat.starts_at + timedelta(hours=1)
    lifecycle.reschedule(chat, starts_at=to, by=Side.SEEKER, line="lure", now=soon())


def place(chat: Chat) -> None:
    lifecycle.change_place(chat, way=Way.IN_PERSON, where="lure", now=soon())


def cancel(chat: Chat) -> None:
    lifecycle.cancel(chat, by=Side.SEEKER, line="lure", now=soon())


CHANGES = {"moved_host": move, "place_changed_host": place, "cancelled_host": cancel}


def leaving(kind: str) -> str:
    """The whole e-mail as it leaves, with its entry."""
    due = {"not_before": NOW - timedelta(days=365), "expires_at": None}  # the outbox has real time
    OutgoingEmail.objects.filter(kind=kind).update(**due)
    drain()
    assert [message.to for message in mail.outbox] == [[DANA]]
    message = mail.outbox[0].message()
    parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
    headers = f"{message['From']} {message['Reply-To']} {message['Subject']}"
    return headers + b"".join(parts).decode()


@pytest.mark.parametrize("when", ["before it is queued", "before it leaves"])
@pytest.mark.parametrize(("kind", "change"), CHANGES.items())
def test_what_becomes_of_it_leaves_as_bare_facts(
    chat: Chat, kind: str, change: Callable[[Chat], None], when: str
) -> None:
    if when == "before it is queued":
        suppress(DANA, OPT_OUT)
    change(chat)
    if when == "before it leaves":
        suppress(DANA, OPT_OUT)
    OutgoingEmail.objects.exclude(kind=kind).delete()
    said = leaving(kind)
    without_head = re.sub(r"<!doctype.*?</head>", "", said, flags=re.DOTALL)
    assert [word for word in WORDS if word in without_head] == []
    assert "November 2026" in said
    assert f"UID:{chat.uid}" in said.replace("\r\n ", "")


def test_to_whoever_did_not_opt_out_the_words_leave(chat: Chat) -> None:
    move(chat)
    OutgoingEmail.objects.exclude(kind="moved_host").delete()
    assert [word for word in ("lure", "Mal Ory") if word in leaving("moved_host")] != []


@pytest.mark.parametrize(("kind", "change"), CHANGES.items())
def test_to_an_address_that_does_not_exist_nothing_leaves(
    chat: Chat, kind: str, change: Callable[[Chat], None]
) -> None:
    suppress(DANA, BOUNCE)
    change(chat)
    assert statuses(chat)[kind] == "held"


def test_a_reminder_that_waits_is_held(chat: Chat) -> None:
    due = chat.starts_at - timedelta(hours=20)
    lifecycle.remind(chat.reminders.get(kind="day_host"), now=due)
    assert "reminder_day_host" in queued(chat)
    suppress(DANA, OPT_OUT)
    assert statuses(chat)["reminder_day_host"] == "held"
