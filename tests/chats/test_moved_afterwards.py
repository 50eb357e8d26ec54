"""A chat that did not happen because both moved it by another way: the seeker says so here."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.errors import Refused
from chats.models import Chat
from chats.states import ChatStatus, Side
from followups import due as keeping_due
from followups.models import FollowUp
from followups.thank_you import thanking
from outbox.models import OutgoingEmail
from tests.expect import let_leave, queued
from tests.factories import NOW, make_ended_chat

pytestmark = pytest.mark.django_db

NEW = NOW + timedelta(days=3)


def move(chat: Chat, *, by: Side = Side.SEEKER, days: int = 0) -> Chat:
    now = NOW + timedelta(days=days, minutes=1)
    return lifecycle.reschedule(chat, starts_at=now + timedelta(days=3), by=by, now=now)


def test_the_seeker_gives_it_a_new_time_under_the_same_uid() -> None:
    chat = make_ended_chat()
    let_leave(chat)
    moved = move(chat)
    assert (moved.uid, moved.sequence, moved.status) == (chat.uid, 1, ChatStatus.SCHEDULED)
    assert set(queued(chat)) == {"moved_seeker", "moved_host"}
    assert all("SEQUENCE:1" in email.ics for email in queued(chat).values())
    assert (
        lifecycle.reschedule(chat, starts_at=moved.starts_at, by=Side.SEEKER, now=NOW).sequence == 1
    )


def test_a_host_moves_no_chat_that_has_begun() -> None:
    with pytest.raises(Refused, match="has begun or is over"):
        move(make_ended_chat(), by=Side.HOST)


@pytest.mark.parametrize(("days", "refused"), [(13, False), (14, True)])
def test_for_two_weeks(days: int, refused: bool) -> None:
    chat = make_ended_chat()
    if refused:
        with pytest.raises(Refused, match="has begun or is over"):
            move(chat, days=days)
    else:
        assert move(chat, days=days).sequence == 1


@pytest.mark.parametrize("verb", [lifecycle.mark_held, lifecycle.mark_no_show])
def test_not_once_it_is_said_how_it_went(verb) -> None:
    chat = make_ended_chat()
    verb(chat, now=NOW)
    with pytest.raises(Refused, match="has begun or is over"):
        move(chat)


def test_not_once_they_were_thanked_for_it() -> None:
    chat = make_ended_chat()
    thanking.mark_sent_elsewhere(thanking.open_thank_you(chat, now=NOW), now=NOW)
    with pytest.raises(Refused, match="You said thank you for this chat"):
        move(chat)


def test_what_was_to_follow_comes_after_the_new_time() -> None:
    chat = make_ended_chat()
    keeping_due.sweep(NOW + timedelta(days=1))
    moved = move(chat, days=1)
    due = dict(FollowUp.objects.filter(chat=chat).values_list("kind", "due_at"))
    assert due["linkedin"] == moved.ends_at + timedelta(days=1)
    assert due["update"] == moved.ends_at + timedelta(weeks=3)


def test_what_is_over_is_still_neither_cancelled_nor_given_another_place() -> None:
    chat = make_ended_chat()
    with pytest.raises(Refused):
        lifecycle.cancel(chat, by=Side.SEEKER, now=NOW)
    with pytest.raises(Refused):
        lifecycle.change_place(chat, way=chat.way, where="Elsewhere", now=NOW)


def test_the_page_takes_the_new_time() -> None:
    chat = make_ended_chat()
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    url = reverse("chats:move", args=[chat.pk])
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert url in client.get(chat.get_absolute_url()).content.decode()
        assert "It was on Monday 23 November 2026" in client.get(url).content.decode()
        assert client.post(url, {"starts_at": "2026-11-26T16:00"}).status_code == 302
    assert Chat.objects.get().starts_at > NOW
    assert OutgoingEmail.objects.filter(about=chat.about).exists()
