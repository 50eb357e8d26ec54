"""What the host reads is said from where the host stands, in the order it is needed."""

import pytest
from django.test import Client

from tests.chats.hosts import at, soon
from tests.factories import make_chat, make_link, make_sent_invitation

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str) -> str:
    with at(soon()):
        return client.get(path).content.decode()


def test_a_line_can_be_added_before_a_time_is_pressed(client: Client) -> None:
    page = page_of(client, make_link(make_sent_invitation()))
    assert page.count("Add a line to Sam before you choose") == 1
    assert page.index("Add a line to Sam before you choose") < page.index('name="slot"')


def test_the_seekers_time_stands_beside_their_name(client: Client) -> None:
    page = page_of(client, make_link(make_chat().invitation))
    assert "<dt>For Sam</dt><dd>Thursday 26 November 2026, 16:00 (Berlin, UTC+1)</dd>" in page
