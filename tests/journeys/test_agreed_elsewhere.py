"""A chat agreed on LinkedIn, lived to the thank-you."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats.models import Chat
from chats.tasks import remind_of_chats
from contacts.models import Contact
from followups.models import FollowUp
from followups.states import Status
from followups.tasks import sweep
from outbox.models import OutgoingEmail
from progress.figures import figures_of
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db
MONDAY = datetime.fromisoformat("2026-11-23T09:00+00:00")
THURSDAY = datetime.fromisoformat("2026-11-26T14:00+00:00")


def test_a_chat_agreed_on_linkedin_is_lived_to_the_thank_you() -> None:
    seeker, client = make_seeker(), Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(MONDAY, tick=False) as clock:
        _agreed(client)
        chat = Chat.objects.get()
        _prepared(client, chat)
        clock.move_to(THURSDAY - timedelta(hours=1))
        remind_of_chats()
        clock.move_to(THURSDAY + timedelta(minutes=30))
        _held(client, chat)
        _thanked(client, chat)
    told = OutgoingEmail.objects.exclude(to=seeker.email)
    assert not told.exists(), "nobody but the seeker was written to"


def _agreed(client: Client) -> None:
    typed = {"who": "Jonas Weber", "starts_at": "2026-11-26T15:00", "way": "phone"}
    page = client.post(reverse("chats:add"), typed, follow=True).content.decode()
    assert "Thursday 26 November 2026" in page
    today = client.get("/").content.decode()
    assert "Chat with Jonas Weber" in today.replace("\u2068", "").replace("\u2069", "")
    assert Contact.objects.get().stage == "booked"


def _prepared(client: Client, chat: Chat) -> None:
    client.post(
        reverse("chats:save", args=[chat.pk]), {"goal": "One name", "hope": "", "notes": ""}
    )
    assert client.get(reverse("live:now", args=[chat.pk])).status_code == 200


def _held(client: Client, chat: Chat) -> None:
    sweep()
    assert "Did your chat with" in client.get("/").content.decode()
    client.post(reverse("chats:held", args=[chat.pk]))
    chat.refresh_from_db()
    assert chat.status == "held"


def _thanked(client: Client, chat: Chat) -> None:
    path = reverse("followups:thank_you", args=[chat.pk])
    page = client.get(path).content.decode()
    assert "23 h 55 min left" in page
    assert "agreed elsewhere, so copy your words" in page
    client.post(reverse("followups:elsewhere", args=[chat.pk]), {"text": "Dear Jonas, thank you."})
    thank_you = FollowUp.objects.thank_yous().get()
    assert (thank_you.status, thank_you.elsewhere) == (Status.DONE, True)
    assert Contact.objects.get().stage == "thanked"
    figures = figures_of(chat.seeker, THURSDAY + timedelta(hours=1))
    assert (figures["people"]["met"], figures["people"]["thanked"]) == (1, 1)
    assert figures["asks"]["sent"] == 0
