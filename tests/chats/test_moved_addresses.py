"""Whoever changes their address, or has it mended, keeps what they agreed to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats import lifecycle
from chats.addresses import seeker_moves
from chats.errors import TimeTaken
from chats.models import Attendance, Chat
from chats.states import Side, Way
from chats.times import free as free_times
from contacts.models import Contact
from outbox.addresses import address_hash
from tests import by_link
from tests.accounts.test_signing_in import code_for, sign_in_again_with_code
from tests.expect import queued
from tests.factories import NOW, make_chat, make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

MOVED = "moved@example.org"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def a_tuesday() -> datetime:
    """In eight days or more, at 14:00 UTC: in the usual hours of a seeker in Berlin."""
    later = datetime.now(UTC).replace(hour=14, minute=0, second=0, microsecond=0)
    return later + timedelta(days=8 + (1 - later.weekday() - 8) % 7)


def change_address(client: Client, seeker: User) -> None:
    """As a person does it: signed in just now, with the code from the new inbox."""
    sign_in_again_with_code(client, seeker)
    cache.clear()
    asked = client.post(reverse("account_email"), {"email": MOVED, "action_add": ""}, follow=True)
    client.post(asked.request["PATH_INFO"], {"code": code_for(MOVED)})
    seeker.refresh_from_db()
    assert seeker.email == MOVED


def edit_address(client: Client, contact: Contact, email: str) -> None:
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    url = reverse("contacts:edit", args=[contact.pk])
    assert client.post(url, {"name": contact.name, "email": email}).status_code == 302


def test_a_seeker_with_a_new_address_is_not_free_while_they_have_a_chat(client: Client) -> None:
    seeker, now, start = make_seeker(), timezone.now(), a_tuesday()
    make_chat(make_contact(seeker), starts_at=start, now=now)
    change_address(client, seeker)
    other = make_sent_invitation(make_contact(seeker), free_weeks=3, now=now)
    assert not free_times.is_free(other, start, now)
    assert free_times.is_free(other, start - timedelta(minutes=60), now)
    with pytest.raises(TimeTaken):
        by_link.take_free(other, start, way=Way.VIDEO, now=now)
    assert Chat.objects.count() == 1


def test_an_address_that_the_seeker_edits_changes_nobodys_chat(client: Client) -> None:
    """Whoever agreed did so from the address before, and hears of every change there."""
    chat = make_chat(make_contact(email="dana@example.com"), starts_at=a_tuesday())
    theirs = address_hash("dana@example.com")
    edit_address(client, chat.contact, MOVED)
    assert chat.attendances.filter(person=theirs).exists()
    lifecycle.reschedule(
        chat, starts_at=chat.starts_at + timedelta(hours=1), by=Side.SEEKER, now=timezone.now()
    )
    assert chat.attendances.filter(person=theirs).exists()
    assert queued(chat)["booked_host"].to == "dana@example.com"
    assert not Attendance.objects.filter(person=address_hash(MOVED)).exists()


def test_two_chats_of_what_becomes_one_person_both_stand(client: Client) -> None:
    """The address is not refused for what nobody could know."""
    now, start = timezone.now(), a_tuesday()
    seeker = make_seeker()
    make_chat(make_contact(seeker), starts_at=start, now=now)
    make_chat(make_contact(email=MOVED), starts_at=start, now=now)
    change_address(client, seeker)
    assert Attendance.objects.filter(person=address_hash(MOVED)).count() == 1
    assert Chat.objects.live().count() == 2


def test_what_is_over_stays_as_it_was() -> None:
    chat = make_chat()
    seeker_moves(chat.seeker, MOVED, now=chat.ends_at)
    assert not Attendance.objects.filter(person=address_hash(MOVED)).exists()
    seeker_moves(chat.seeker, MOVED, now=NOW)
    assert Attendance.objects.filter(person=address_hash(MOVED)).exists()
