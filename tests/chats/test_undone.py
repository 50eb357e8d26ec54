"""A booking that the host undid reads as undone, not as cancelled, and offers what comes next."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.models import Chat, Slot
from chats.states import Side
from tests import by_link
from tests.factories import NOW, make_chat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def undone() -> Chat:
    chat = make_chat()
    lifecycle.undo(chat.invitation, now=NOW + timedelta(minutes=5))
    return chat


def page(chat: Chat, path: str = "") -> str:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client.get(path or chat.get_absolute_url()).content.decode()


PLACES = [reverse("chats:list") + "?show=past", "", "live"]


@pytest.mark.parametrize("place", PLACES, ids=["list", "chat", "call"])
def test_it_reads_as_undone_wherever_its_state_is_named(place: str) -> None:
    chat = undone()
    path = reverse("live:now", args=[chat.pk]) if place == "live" else place
    shown = page(chat, path)
    assert ("Undone" in shown, "ancelled" in shown) == (True, False)


def test_while_times_are_left_the_invitation_waits_again() -> None:
    chat = undone()
    shown = page(chat)
    assert "took this time back" in shown
    assert f'href="{chat.invitation.get_absolute_url()}">See your invitation</a>' in shown


def test_where_none_is_left_others_can_be_offered() -> None:
    chat = undone()
    Slot.objects.update(closes_at=NOW - timedelta(hours=1))
    other = reverse("chats:offer_times", args=[chat.invitation.pk])
    assert f'href="{other}">Offer other times</a>' in page(chat)


def test_once_they_have_chosen_again_it_leads_there() -> None:
    chat = undone()
    by_link.decline(chat.invitation, now=NOW + timedelta(minutes=6))
    shown = page(chat)
    assert "took this time back" in shown
    assert "Invite them again" in shown


@pytest.mark.parametrize("side", Side)
def test_what_was_called_off_still_reads_as_cancelled(side: Side) -> None:
    chat = make_chat()
    lifecycle.cancel(chat, by=side, line="", now=NOW + timedelta(minutes=5))
    shown = page(chat)
    assert ("Undone" in shown, "Cancelled" in shown) == (False, True)


def test_an_invitation_taken_back_after_an_undo_had_no_chat_to_cancel() -> None:
    chat = undone()
    lifecycle.withdraw(chat.invitation, now=NOW + timedelta(minutes=6))
    shown = page(chat, chat.invitation.get_absolute_url())
    assert "You took this invitation back." in shown
