"""How prepared a chat is: said the same on Today and on its page, at the price of one query."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chats.models import Chat
from contacts.models import Contact
from preparation import lifecycle
from preparation.readiness import Readiness, of, readiness, with_questions
from tests.factories import NOW, make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

LONG_BEFORE = NOW - timedelta(days=9)
BRIEF = {"path": "x", "recent_work": "y"}


def missing(ready: Readiness) -> list[str]:
    return [step.missing for step in ready.steps if not step.is_done]


def prepared_chat() -> Chat:
    chat = make_chat(make_contact(make_seeker(introduction="Hello."), **BRIEF))
    Chat.objects.update(goal="Learn", hope="Learn", where="https://meet.example.org")
    lifecycle.fill(chat)
    chat.refresh_from_db()
    return chat


def ready(chat: Chat, **changed: Any) -> Readiness:
    facts = {"to_ask": 5, "ends_well": True, "now": LONG_BEFORE, **changed}
    return readiness(chat, **facts)


def test_a_bare_chat_names_what_is_missing() -> None:
    chat = make_chat()
    found = ready(chat, to_ask=0, ends_well=False)
    assert missing(found) == [
        "a brief",
        "a goal",
        "what you hope to learn",
        "questions",
        "an introduction",
    ]
    assert (found.done, found.share, found.counted) == (1, 16, "1 of 6 done")
    assert found.words == (
        "Still to prepare: a brief, a goal, what you hope to learn, questions, an introduction."
    )


def test_a_prepared_one_says_so() -> None:
    found = of(with_questions(Chat.objects.filter(pk=prepared_chat().pk)).get(), LONG_BEFORE)
    assert (found.words, found.share, found.is_full) == ("You are prepared.", 100, True)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"to_ask": 4}, "5 questions or more"),
        ({"ends_well": False}, "A question to close with"),
        ({}, "5 questions"),
    ],
)
def test_questions_are_enough_and_end_well(changed: dict[str, Any], says: str) -> None:
    assert says in [step.name for step in ready(prepared_chat(), **changed).steps]


def test_a_word_to_confirm_belongs_to_the_last_two_days() -> None:
    chat = prepared_chat()
    soon = chat.starts_at - timedelta(days=2)
    assert missing(ready(chat, now=soon - timedelta(seconds=1))) == []
    assert missing(ready(chat, now=soon)) == ["a word to confirm"]
    chat.confirmed_at = soon
    assert missing(ready(chat, now=soon)) == []


def test_what_is_public_already_is_no_question_to_ask() -> None:
    chat = prepared_chat()
    chat.questions.update(is_public=True)
    found = of(with_questions(Chat.objects.filter(pk=chat.pk)).get(), LONG_BEFORE)
    assert missing(found) == ["questions"]


def test_the_brief_counts_from_three_parts() -> None:
    chat = prepared_chat()
    Contact.objects.update(role="")
    chat = Chat.objects.get()
    assert missing(ready(chat)) == ["a brief"]


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_today_and_the_chat_page_say_the_same() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=1), now=now)
    client = client_of(chat.seeker)
    words = "Still to prepare: a brief, a goal, what you hope to learn, questions, "
    for path in ("/", chat.get_absolute_url()):
        shown = client.get(path).content.decode()
        assert words in shown
        assert "1 of 7 done" in shown


def test_today_costs_the_same_for_one_chat_and_for_many(django_assert_num_queries: Any) -> None:
    now, seeker = timezone.now(), make_seeker()
    client = client_of(seeker)
    for number in range(1, 6):
        starts_at = now + timedelta(days=number)
        lifecycle.fill(make_chat(make_contact(seeker), starts_at=starts_at, now=now))
        if number in {1, 5}:
            with django_assert_num_queries(16):
                client.get("/")


def test_the_link_of_each_step_leads_to_a_page_of_ones_own() -> None:
    chat = prepared_chat()
    client = client_of(chat.seeker)
    urls = {step.url.partition("#")[0] for step in ready(chat).steps}
    assert {client.get(url).status_code for url in urls} == {200}
