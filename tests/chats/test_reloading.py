"""Whoever reloads what a button answered is led to the page it stands on; nothing happens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats.models import Chat, Invitation
from chats.states import InvitationStatus
from followups.models import FollowUp
from tests.factories import make_contact, make_draft, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

OF_INVITATIONS = ["discard", "accept_proposal", "withdraw", "copy_link"]
OF_CHATS = ["save", "held", "no_show"]


def client_of(seeker) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("verb", OF_INVITATIONS)
def test_an_invitations_verbs_lead_to_the_invitation(verb: str, method: str) -> None:
    draft = make_draft()
    address = reverse(f"chats:{verb}", args=[draft.pk])
    answer = getattr(client_of(draft.seeker), method)(address)
    assert (answer.status_code, answer["Location"]) == (302, draft.get_absolute_url())
    assert Invitation.objects.get().status == InvitationStatus.DRAFT
    assert getattr(client_of(make_seeker()), method)(address).status_code == 404
    assert client_of(draft.seeker).put(address).status_code == 405


@pytest.mark.parametrize("verb", OF_CHATS)
def test_a_chats_verbs_lead_to_the_chat(verb: str) -> None:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    before = Chat.objects.values().get()
    address = reverse(f"chats:{verb}", args=[chat.pk])
    assert client_of(chat.seeker).get(address)["Location"] == chat.get_absolute_url()
    assert client_of(make_seeker()).get(address).status_code == 404
    assert Chat.objects.values().get() == before


def test_starting_an_invitation_leads_to_the_contact() -> None:
    contact = make_contact()
    address = reverse("chats:start", args=[contact.pk])
    assert client_of(contact.seeker).get(address)["Location"] == contact.get_absolute_url()
    assert client_of(make_seeker()).get(address).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("verb", ["elsewhere", "skip"])
def test_a_thank_yous_verbs_lead_to_the_thank_you(verb: str) -> None:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    address = reverse(f"followups:{verb}", args=[chat.pk])
    composer = reverse("followups:thank_you", args=[chat.pk])
    assert client_of(chat.seeker).get(address)["Location"] == composer
    assert client_of(make_seeker()).get(address).status_code == 404
    assert not FollowUp.objects.exists()
