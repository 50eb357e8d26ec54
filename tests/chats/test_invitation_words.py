"""The list opens on what is under way; a link that we never sent is not called sent."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chats import lifecycle
from chats.states import Side
from tests import by_link
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_list_opens_on_what_is_under_way() -> None:
    seeker = make_seeker()
    client, address = client_of(seeker), reverse("chats:invitations")

    def opened(**query: str) -> str:
        shown: str = client.get(address, query).context["show"]
        return shown

    assert opened() == "drafts"
    lifecycle.withdraw(make_sent_invitation(make_contact(seeker)), now=NOW)
    assert opened() == "closed"
    make_draft(make_contact(seeker))
    assert opened() == "drafts"
    by_link.decline(make_sent_invitation(make_contact(seeker)), now=NOW)
    assert opened() == "answered"
    make_sent_invitation(make_contact(seeker))
    assert opened() == "waiting"
    assert [opened(show=tab) for tab in ("drafts", "closed")] == ["drafts", "closed"]


@pytest.mark.parametrize("email", ["dana@example.com", ""])
def test_what_we_did_not_send_is_ready_to_hand_on(email: str) -> None:
    invitation = make_sent_invitation(make_contact(email=email))
    client = client_of(invitation.seeker)
    for page in (invitation.get_absolute_url(), reverse("chats:invitations")):
        shown = client.get(page).content.decode()
        assert ("Ready to hand on</span>" in shown) is (not email)
        assert ("Waiting for an answer</span>" in shown) is bool(email)
    letter = client.get(invitation.get_absolute_url()).content.decode()
    when = "Monday 23 November 2026, 10:00 (Berlin, UTC+1)."
    assert f"{'Sent' if email else 'Written'} {when}" in letter


ENDS = {
    "Cancelled": lambda chat: lifecycle.cancel(chat, by=Side.HOST, now=NOW),
    "Not to be written to": lambda chat: lifecycle.opt_out(
        chat.invitation, chat.contact.email, now=NOW
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_closed_ask_is_called_what_it_came_to(end: str) -> None:
    chat = make_chat()
    ENDS[end](chat)
    client = client_of(chat.seeker)
    for page in (chat.invitation.get_absolute_url(), reverse("chats:invitations")):
        assert f'stage--over">{end}</span>' in client.get(page).content.decode()


def test_a_no_is_called_declined() -> None:
    ask = make_sent_invitation()
    by_link.decline(ask, now=NOW)
    client = client_of(ask.seeker)
    for page in (ask.get_absolute_url(), reverse("chats:invitations")):
        assert 'stage--over">Declined</span>' in client.get(page).content.decode()
