"""The one next step goes on with what is open, and never leads to a letter that would not leave."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.models import Chat
from contacts.models import Contact
from contacts.next_step import next_step
from contacts.states import Side, Stage
from followups import lifecycle as followups
from followups.debrief.debriefing import Named, Promised
from followups.keep_in_touch import keeping
from followups.keep_in_touch.keeping import Operation
from followups.states import Kind
from outbox.models import Suppression
from outbox.suppression import suppress
from tests import by_link
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("reason", "why", "instead"),
    [
        (
            Suppression.Reason.OPT_OUT,
            "they asked not to be written to. Please leave it there.",
            'href="/contacts/">Ask someone else</a>',
        ),
        (
            Suppression.Reason.BOUNCE,
            "the address does not exist.",
            'edit/">Check the address</a>',
        ),
    ],
)
@pytest.mark.parametrize("stage", [Stage.TO_ASK, Stage.THANKED, Stage.CLOSED])
def test_nobody_is_led_to_write_a_letter_in_vain(client, stage, reason, why, instead) -> None:
    contact = make_contact(stage=stage)
    suppress(contact.email, reason)
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(contact.get_absolute_url()).content.decode()
    assert f"We do not write to {contact.email} any more: {why}" in page
    assert instead in page
    assert f"/contacts/{contact.pk}/invite/" not in page


def test_with_another_address_or_none_they_can_be_asked_again() -> None:
    contact = make_contact(stage=Stage.CLOSED)
    suppress("somebody@example.com", Suppression.Reason.OPT_OUT)
    assert next_step(contact).label == "Invite them again"
    suppress(contact.email, Suppression.Reason.OPT_OUT)
    contact.email = ""
    assert next_step(contact).label == "Invite them again"


def test_what_is_open_already_is_gone_on_with() -> None:
    draft = make_draft()
    lifecycle.start(draft.seeker, draft.contact, now=NOW)
    suppress(draft.contact.email, Suppression.Reason.OPT_OUT)
    assert next_step(draft.contact).label == "Finish your invitation"


# -- Whatever else happened meanwhile --------------------------------------------------------------


def shown(client: Client, contact: Contact) -> str:
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    return client.get(contact.get_absolute_url()).content.decode()


@pytest.fixture
def ended() -> Chat:
    chat = make_ended_chat()
    lifecycle.mark_held(chat, now=NOW)
    return chat


def test_after_a_person_was_named_the_thank_you_is_still_next(client: Client, ended: Chat) -> None:
    """And opens, though nothing but the chat itself was marked yet."""
    followups.add_people(ended, [Named("Mei Lin")], now=NOW)
    url = reverse("followups:thank_you", args=[ended.pk])
    assert f'href="{url}">Write your thank-you</a>' in shown(client, ended.contact)
    with time_machine.travel(NOW):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("do", [keeping.skip_it, keeping.mark_done])
def test_after_a_settled_follow_up_the_chat_is_still_next(client: Client, do: Operation) -> None:
    chat = make_chat()
    shared = keeping.begin(chat.contact, Kind.RESOURCE, now=NOW)
    do(shared, now=NOW)
    assert f'href="{chat.get_absolute_url()}">Prepare your chat</a>' in shown(client, chat.contact)


def test_an_earlier_chat_is_not_the_one_to_prepare(ended: Chat) -> None:
    next_one = make_chat(ended.contact)
    followups.add_promises(ended, [Promised(Side.HOST, "Her list of schools")])
    followups.mark_kept(ended.promises.get(), now=NOW)
    ended.contact.refresh_from_db()
    assert next_step(ended.contact).url == next_one.get_absolute_url()


def test_an_answer_that_was_taken_back_leads_to_the_invitation() -> None:
    sent = make_sent_invitation()
    by_link.decline(sent, now=NOW)
    lifecycle.undo(sent, now=NOW)
    sent.contact.refresh_from_db()
    assert next_step(sent.contact).url == sent.get_absolute_url()


def test_one_question_finds_it(django_assert_num_queries: Any, ended: Chat) -> None:
    with django_assert_num_queries(1):
        next_step(ended.contact)
