"""How they meet is said with the same words wherever it stands."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chats import itip
from chats.models import Chat
from chats.states import Way
from chats.ways import say_meeting
from outbox.models import OutgoingEmail
from tests.factories import make_chat, make_link

pytestmark = pytest.mark.django_db


PHONE = "Phone call: {} on +49 30 1234567"


@pytest.mark.parametrize(
    ("way", "said", "to_seeker", "to_host"),
    [
        (Way.PHONE, *map(PHONE.format, ["Dana calls Sam", "Dana calls you", "you call Sam"])),
        (Way.IN_PERSON, *["In person: Café Kranzler, Berlin"] * 3),
        (Way.VIDEO, *["Video call: https://meet.example.org/sam"] * 3),
    ],
)
def test_how_they_meet_is_said_the_same_in_calendar_e_mails_and_both_pages(
    way: Way, said: str, to_seeker: str, to_host: str
) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=3), now=now, way=way)
    seeker = Client()
    seeker.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    assert say_meeting(chat) == itip.description(chat) == said
    texts = dict(OutgoingEmail.objects.about(chat.about).values_list("kind", "text"))
    for client, page, kind, told in (
        (seeker, chat.get_absolute_url(), "booked_seeker", to_seeker),
        (Client(), make_link(Chat.objects.get().invitation), "booked_host", to_host),
    ):
        assert f"How: {told}" in texts[kind]
        link = "https://meet.example.org/sam"
        shown = told.replace(link, f'<a href="{link}" rel="nofollow">{link}</a>')
        assert f"<dd>{shown}</dd>" in client.get(page).content.decode()


def test_a_number_of_the_hosts_is_called_by_the_seeker() -> None:
    chat = make_chat(way=Way.PHONE)
    chat.where = "+1 212 5550100"
    assert say_meeting(chat, "host") == "Phone call: Sam calls you on +1 212 5550100"
    assert say_meeting(chat, "seeker") == "Phone call: you call Dana on +1 212 5550100"
