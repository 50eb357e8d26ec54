"""Today and the thank-you."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats import lifecycle as chat_lifecycle
from chats.models import Chat
from chats.states import Way
from contacts.models import Contact
from contacts.states import Stage
from followups.drafting import SPECIFIC
from followups.models import FollowUp
from followups.states import Status
from outbox.models import OutgoingEmail
from tests.factories import (
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def ended_chat(**fields: Any) -> Chat:
    return make_ended_chat(ended_at=timezone.now() - timedelta(hours=1), **fields)


def thank_you_url(chat: Chat, verb: str = "thank_you") -> str:
    return reverse(f"followups:{verb}", args=[chat.pk])


def test_strangers_read_what_this_is() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "landing.html" in [template.name for template in answer.templates]


def test_a_newcomer_is_shown_the_first_steps() -> None:
    page = client_of(make_seeker()).get("/").content.decode()
    assert reverse("contacts:add") in page
    assert reverse("sample:start") in page


def test_today_lists_what_to_do_in_order(settings: Any) -> None:
    seeker, now = make_seeker(), timezone.now()
    make_draft(make_contact(seeker, "Drafted"))
    make_chat(make_contact(seeker, "Booked"), starts_at=now + timedelta(days=2), now=now)
    make_ended_chat(make_contact(seeker, "Met"), ended_at=now - timedelta(hours=1))
    countered = make_sent_invitation(make_contact(seeker, "Countering"), now=now)
    times = [now + timedelta(days=9)]
    chat_lifecycle.propose(countered, times=times, way=Way.VIDEO, now=now)
    taken = [now + timedelta(days=2)]
    make_sent_invitation(make_contact(seeker, "Taken"), times=taken, now=now)
    declined = make_sent_invitation(make_contact(seeker, "Declining"), now=now)
    chat_lifecycle.decline(declined, now=now)
    client = client_of(seeker)
    client.post(thank_you_url(Chat.objects.get(contact__name="Met")), {"text": "Dear Met"})

    answer = client.get("/")

    assert [item.what for item in answer.context["items"]] == [
        "Countering proposes other times",
        "Offer Taken new times",
        "Thank Met",
        "Chat with Booked",
        "Declining cannot make it",
        "Finish your invitation to Drafted",
    ]


def test_today_shows_nothing_of_another_seeker() -> None:
    now = timezone.now()
    make_draft()
    make_chat(starts_at=now + timedelta(days=2), now=now)
    assert client_of(make_seeker()).get("/").context["items"] == []


def test_today_costs_the_same_with_many_rows(django_assert_num_queries: Any, settings: Any) -> None:
    settings.NEW_HOSTS_PER_DAY = 1000
    seeker, now = make_seeker(), timezone.now()
    client = client_of(seeker)

    def add(number: int) -> None:
        starts_at = now + timedelta(hours=1 + number)
        make_chat(make_contact(seeker, f"Booked {number}"), starts_at=starts_at, now=now)
        make_draft(make_contact(seeker, f"Drafted {number}"))
        ended_at = now - timedelta(hours=number)
        chat = make_ended_chat(make_contact(seeker, f"Met {number}"), ended_at=ended_at)
        client.post(thank_you_url(chat), {"text": "Dear"})

    add(0)
    with django_assert_num_queries(9):
        client.get("/")
    for number in range(1, 17):
        add(number)
    with django_assert_num_queries(9):
        client.get("/")


def test_the_composer_starts_from_the_notes() -> None:
    chat = ended_chat()
    Chat.objects.update(notes="- start with the cheapest part\nmore")
    page = client_of(chat.seeker).get(thank_you_url(chat)).context["form"]["text"].value()
    assert "start with the cheapest part" in page
    assert SPECIFIC not in page


def test_without_notes_it_asks_for_one_specific_thing_and_will_not_leave_without() -> None:
    chat = ended_chat()
    client = client_of(chat.seeker)
    text = client.get(thank_you_url(chat)).context["form"]["text"].value()
    assert SPECIFIC in text
    answer = client.post(thank_you_url(chat, "send"), {"text": text})
    assert answer.status_code == 422
    assert FollowUp.objects.get().status == Status.OPEN
    assert not OutgoingEmail.objects.filter(kind="thank_you").exists()


def test_sending_queues_the_words_and_stops_the_clock() -> None:
    chat = ended_chat()
    words = "Dear Dana, the cheapest part first: I will try it."
    answer = client_of(chat.seeker).post(thank_you_url(chat, "send"), {"text": words})
    assert answer["Location"] == "/"
    email = OutgoingEmail.objects.get(kind="thank_you")
    assert (email.to, email.reply_to) == (chat.contact.email, chat.seeker.email)
    assert words in email.text
    follow_up = FollowUp.objects.get()
    assert (follow_up.status, follow_up.remind_at) == (Status.DONE, None)
    assert Contact.objects.get().stage == Stage.THANKED


def test_a_draft_is_kept_as_it_is_typed() -> None:
    chat = ended_chat()
    client = client_of(chat.seeker)
    answer = client.post(thank_you_url(chat), {"text": "Dear Dana"}, headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("Saved at ")
    assert client.get(thank_you_url(chat)).context["form"]["text"].value() == "Dear Dana"


@pytest.mark.parametrize(
    ("verb", "status", "elsewhere"),
    [("elsewhere", Status.DONE, True), ("skip", Status.SKIPPED, False)],
)
def test_done_elsewhere_or_skipped_sends_nothing(verb: str, status: str, elsewhere: bool) -> None:
    chat = ended_chat()
    client_of(chat.seeker).post(thank_you_url(chat, verb))
    follow_up = FollowUp.objects.get()
    assert (follow_up.status, follow_up.elsewhere) == (status, elsewhere)
    assert not OutgoingEmail.objects.filter(kind="thank_you").exists()


@pytest.mark.parametrize("verb", ["thank_you", "send", "elsewhere", "skip"])
def test_a_stranger_finds_no_thank_you(verb: str) -> None:
    chat = ended_chat()
    stranger = client_of(make_seeker())
    assert stranger.post(thank_you_url(chat, verb), {"text": "x"}).status_code == 404
    assert not FollowUp.objects.exists()


def test_there_is_nothing_to_thank_for_before_the_chat() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    assert client_of(chat.seeker).get(thank_you_url(chat)).status_code == 404
