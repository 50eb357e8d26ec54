"""A seeker whose host asked not to be written to is told so, and nowhere led to write to them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chats import lifecycle
from chats.models import Chat, Invitation
from chats.states import AnswerKind, Side
from followups.today.news import NEWS
from followups.today.page import items
from tests import by_link
from tests.expect import timeline
from tests.factories import make_chat, make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

ASKED = "asked not to be written to"
LEADS_TO_WRITING = ["said no this time", "cancelled your chat", "Invite them again", "Check the ad"]


def page(invitation: Invitation, path: str) -> str:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client.get(path).content.decode()


def opted_out(*, with_chat: bool) -> Invitation:
    now = timezone.now()
    contact = make_contact(make_seeker(), "Jonas Weber")
    if with_chat:
        ask = make_chat(contact, starts_at=now + timedelta(days=2), now=now).invitation
    else:
        ask = make_sent_invitation(contact, now=now)
    lifecycle.opt_out(ask, contact.email, now=now)
    ask.refresh_from_db()
    return ask


@pytest.mark.parametrize("with_chat", [True, False])
def test_the_invitation_and_the_contact_say_it(with_chat: bool) -> None:
    ask = opted_out(with_chat=with_chat)
    invitation = page(ask, ask.get_absolute_url())
    contact = page(ask, ask.contact.get_absolute_url())
    assert f"Jonas {ASKED}" in invitation
    assert ("your chat is cancelled with it" in invitation) is with_chat
    assert "Ask someone else" in contact
    for shown in (invitation, contact):
        assert [words for words in LEADS_TO_WRITING if words in shown] == []


def test_the_page_of_the_chat_says_it() -> None:
    ask = opted_out(with_chat=True)
    shown = page(ask, Chat.objects.get().get_absolute_url())
    assert f"Jonas {ASKED}" in shown
    assert "That cancelled this chat as well." in shown
    assert [words for words in LEADS_TO_WRITING if words in shown] == []


@pytest.mark.parametrize("with_chat", [True, False])
def test_today_says_it(with_chat: bool) -> None:
    ask = opted_out(with_chat=with_chat)
    (item,) = items(ask.seeker, timezone.now())
    assert item.what == f"Jonas Weber {ASKED}"
    assert item.note == "Please leave it there. It says little about you."


@pytest.mark.parametrize("with_chat", [True, False])
def test_the_timeline_says_it_and_no_plain_no(with_chat: bool) -> None:
    written = timeline(opted_out(with_chat=with_chat).contact)
    assert "Asked not to be written to" in written
    assert "Declined the invitation" not in written


def test_once_taken_back_it_is_a_cancellation_like_any_other() -> None:
    ask = opted_out(with_chat=True)
    lifecycle.undo(ask, now=timezone.now())
    (item,) = items(ask.seeker, timezone.now())
    assert item.what == "Jonas Weber cancelled your chat"
    assert ASKED not in page(ask, Chat.objects.get().get_absolute_url())
    assert "Jonas cancelled your chat." in page(ask, ask.get_absolute_url())


def test_today_says_an_answer_by_its_own_name_where_it_has_no_words_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(NEWS, AnswerKind.DECLINE)
    ask = make_sent_invitation(make_contact(make_seeker(), "Jonas Weber"), now=timezone.now())
    by_link.decline(ask, now=timezone.now())
    (item,) = items(ask.seeker, timezone.now())
    assert item.what == "Jonas Weber declined"


def test_a_yes_that_was_taken_back_before_a_no_is_no_cancellation() -> None:
    now = timezone.now()
    ask = make_chat(starts_at=now + timedelta(days=2), now=now).invitation
    lifecycle.undo(ask, now=now)
    by_link.decline(ask, now=now)
    assert Chat.objects.get().cancelled_by == Side.HOST
    assert items(ask.seeker, now)[0].what == "Dana Okafor cannot make it"
