"""What a host can do derives from one table: each row walks from the page to its effect."""

from collections.abc import Callable

import pytest
from django.test import Client

from chats import lifecycle
from chats.host.actions import ACTIONS, Action, Kind
from chats.models import Chat, Invitation
from chats.states import Side
from outbox.models import OutgoingEmail
from tests.chats.hosts import NOW, at, soon
from tests.chats.test_host_free import open_ask
from tests.factories import make_chat, make_link, three_times
from tests.links.copied import force

pytestmark = pytest.mark.django_db

FREE = "2026-12-01T14:00Z"
LATER_ON = three_times()[1]


def booked() -> Invitation:
    chat = make_chat(free_weeks=3)
    OutgoingEmail.objects.update(status="sent")
    return chat.invitation


def moved() -> Invitation:
    ask = booked()
    lifecycle.reschedule(Chat.objects.get(), starts_at=LATER_ON, by=Side.SEEKER, now=NOW)
    return ask


def first_slot() -> int:
    return Invitation.objects.get().slots.earliest("starts_at").pk


PRESSED: dict[str, tuple[Callable[[], Invitation], Callable[[], dict[str, object]]]] = {
    "take": (open_ask, lambda: {"slot": first_slot(), "way": "video"}),
    "free": (open_ask, lambda: {"starts_at": FREE, "way": "video"}),
    "propose": (open_ask, lambda: {"time_1": "2026-12-02T10:00", "way": "video"}),
    "decline": (open_ask, dict),
    "move": (booked, lambda: {"starts_at": "2026-12-02T10:00"}),
    "move_free": (booked, lambda: {"starts_at": FREE}),
    "keep": (moved, lambda: {"back_to": three_times()[0].isoformat()}),
    "settle": (booked, lambda: {"on": three_times()[0].isoformat()}),
    "cancel": (booked, dict),
}
"""What each button needs, and where it stands."""


def test_every_action_but_the_undo_is_pressed_here() -> None:
    assert set(PRESSED) == {action.name for action in ACTIONS if action.kind != Kind.UNDO}


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.name in PRESSED], ids=lambda a: a.name)
def test_an_answer_can_be_taken_back_and_a_change_of_a_chat_can_not(action: Action) -> None:
    make, fields = PRESSED[action.name]
    link = make_link(make())
    with at(soon(20)):  # an answer of before cannot be undone any more
        assert force(link, action.address, **fields()).status_code == 303
        page = Client().get(link).content.decode()
    assert (f"{link}undo/" in page) == (action.kind == Kind.ANSWER)
