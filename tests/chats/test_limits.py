"""Limits count letters, and letters are not forgotten with the contact they went to."""

from datetime import timedelta

import pytest

from chats import lifecycle
from chats.errors import TooMany
from chats.meeting import limits
from chats.models import Letter
from contacts.lifecycle import delete
from tests.factories import NOW, make_contact, make_draft, make_seeker, three_times

pytestmark = pytest.mark.django_db


def ask(seeker, email: str, now=NOW) -> None:
    draft = make_draft(make_contact(seeker, email=email), now=now)
    lifecycle.send(draft, times=three_times(now), now=now)
    delete(draft.contact)


def test_deleting_contacts_makes_no_room_for_more_in_a_day(settings) -> None:
    settings.INVITATIONS_PER_DAY = 3
    seeker = make_seeker()
    for number in range(3):
        ask(seeker, f"host-{number}@example.com")
    with pytest.raises(TooMany, match="3 invitations in 24 hours"):
        ask(seeker, "one-more@example.com")
    ask(seeker, "tomorrow@example.com", now=NOW + timedelta(days=1, minutes=1))


def test_one_seeker_writes_to_one_host_three_times_a_month_however_they_go_about_it() -> None:
    seeker = make_seeker()
    for _ in range(3):
        ask(seeker, "dana@example.com")
    with pytest.raises(TooMany, match="3 letters from you in 30 days"):
        ask(seeker, "Dana@Example.com")
    seeker.contacts.all().delete()
    ask(seeker, "dana@example.com", now=NOW + timedelta(days=31))


@pytest.mark.parametrize(
    "addresses",
    [
        [
            "dana@example.com",
            "dana+jobs@example.com",
            "dana+talks@example.com",
            "dana+4@example.com",
        ],
        ["dana.o@gmail.com", "danao@gmail.com", "d.anao@googlemail.com", "dana.o+x@gmail.com"],
    ],
)
def test_another_address_of_the_same_mailbox_makes_no_room(settings, addresses) -> None:
    settings.FIRST_CONTACTS_PER_HOST_PER_WEEK = 1
    seeker = make_seeker()
    for address in addresses[:3]:
        ask(seeker, address)
    with pytest.raises(TooMany, match="3 letters from you in 30 days"):
        ask(seeker, addresses[3])
    with pytest.raises(TooMany, match="asked often this week"):
        ask(make_seeker(), addresses[3])


def test_nor_does_another_account_of_the_same_mailbox(settings) -> None:
    settings.INVITATIONS_PER_DAY = 1
    ask(make_seeker(email="ana@example.org"), "one@example.com")
    with pytest.raises(TooMany, match="1 invitations in 24 hours"):
        ask(make_seeker(email="ana+2@example.org"), "two@example.com")


def test_deleting_the_contact_does_not_hide_a_letter_from_the_hosts_week(settings) -> None:
    settings.FIRST_CONTACTS_PER_HOST_PER_WEEK = 1
    ask(make_seeker(), "dana@example.com")
    with pytest.raises(TooMany, match="asked often this week"):
        ask(make_seeker(), "dana@example.com")


def test_sample_letters_are_not_counted() -> None:
    ask(make_seeker(is_sample=True), "dana@example.com")
    assert not Letter.objects.exists()


def test_letters_are_forgotten_after_a_month() -> None:
    ask(make_seeker(), "dana@example.com")
    limits.forget(NOW + timedelta(days=29))
    assert Letter.objects.count() == 1
    limits.forget(NOW + timedelta(days=31))
    assert not Letter.objects.exists()
