"""Whoever changes their address, or has it mended, keeps what they agreed to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats import free_times, lifecycle
from chats.errors import TimeTaken
from chats.lifecycle.addresses import seeker_moves
from chats.lifecycle.locks import person_keys
from chats.models import Attendance, Chat
from chats.states import Way
from contacts.models import Contact
from outbox.addresses import address_hash
from tests.accounts.test_signing_in import code_for, sign_in_again_with_code
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
        lifecycle.take_free(other, start, way=Way.VIDEO, now=now)
    assert Chat.objects.count() == 1


def test_a_host_whose_address_is_mended_is_not_booked_twice(client: Client) -> None:
    now, start = timezone.now(), a_tuesday()
    dana = make_contact(email="dana@exmaple.com")
    make_chat(dana, starts_at=start, now=now)
    edit_address(client, dana, "Dana@example.com")
    theirs = make_seeker(email="dana@example.com")
    ask = make_sent_invitation(make_contact(theirs), free_weeks=3, now=now)
    assert not free_times.is_free(ask, start, now)
    elsewhere = make_sent_invitation(make_contact(email="dana@example.com"), now=now)
    lifecycle.propose(elsewhere, times=[start], way=Way.VIDEO, now=now)
    with pytest.raises(TimeTaken):
        lifecycle.accept_proposal(elsewhere, elsewhere.slots.proposed().get().pk, now=now)


def test_a_host_who_loses_their_address_is_still_one_person(client: Client) -> None:
    chat = make_chat(starts_at=a_tuesday(), now=timezone.now())
    edit_address(client, chat.contact, "")
    chat.invitation.contact.refresh_from_db()
    keys = set(chat.attendances.values_list("person", flat=True))
    assert keys == set(person_keys(chat.invitation))


def test_somebody_elses_chat_with_the_same_host_is_left_alone(client: Client) -> None:
    now = timezone.now()
    dana = make_contact(email="dana@example.com")
    other = make_chat(make_contact(email="dana@example.com"), starts_at=a_tuesday(), now=now)
    edit_address(client, dana, MOVED)
    assert other.attendances.filter(person=address_hash("dana@example.com")).exists()


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
