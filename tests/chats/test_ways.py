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


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (Way.PHONE, "Phone call: Dana calls Sam on +49 30 1234567"),
        (Way.IN_PERSON, "In person: Café Kranzler, Berlin"),
        (Way.VIDEO, "Video call: https://meet.example.org/sam"),
    ],
)
def test_how_they_meet_is_said_the_same_in_calendar_e_mails_and_both_pages(
    way: Way, said: str
) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=3), now=now, way=way)
    seeker = Client()
    seeker.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    assert say_meeting(chat) == itip.description(chat) == said
    texts = OutgoingEmail.objects.about(chat.about).values_list("text", flat=True)
    assert [said in text for text in texts] == [True, True]
    link = "https://meet.example.org/sam"
    shown = said.replace(link, f'<a href="{link}" rel="nofollow">{link}</a>')
    for client, page in (
        (seeker, chat.get_absolute_url()),
        (Client(), make_link(Chat.objects.get().invitation)),
    ):
        assert shown in client.get(page).content.decode()
