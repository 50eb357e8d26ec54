"""How prepared a chat is: said the same on Today and on its page, at the price of one query."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chats import lifecycle as chats
from chats.models import Chat
from chats.states import Side
from contacts.models import Contact
from outbox.models import Suppression
from outbox.suppression import suppress
from preparation import lifecycle
from preparation.emails import reminder_day_seeker
from preparation.models import Question
from preparation.readiness import Readiness, enough_for, of, readiness, with_questions
from preparation.states import Theme
from tests.factories import NOW, make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LONG_BEFORE = NOW - timedelta(days=9)
BRIEF = {"path": "x", "recent_work": "y"}


def missing(ready: Readiness) -> list[str]:
    return [step.missing for step in ready.steps if not step.is_done]


def prepared_chat() -> Chat:
    chat = make_chat(make_contact(make_seeker(self_introduction="Hello."), **BRIEF))
    Chat.objects.update(goal="Learn", hope="Learn", where="https://meet.example.org")
    lifecycle.fill(chat, now=timezone.now())
    chat.refresh_from_db()
    return chat


def ready(chat: Chat, **changed: Any) -> Readiness:
    facts = {"to_ask": 5, "ends_well": True, "agreed_at": LONG_BEFORE, "now": LONG_BEFORE}
    facts |= changed
    return readiness(chat, **facts)


def test_a_bare_chat_names_what_is_missing() -> None:
    chat = make_chat()
    found = ready(chat, to_ask=0, ends_well=False)
    assert missing(found) == [
        "a brief",
        "a goal",
        "what you hope to learn",
        "questions",
        "a self-introduction",
    ]
    assert (found.done, found.share, found.counted) == (1, 16, "1 of 6 done")
    assert found.words == (
        "Still to prepare: a brief, a goal, what you hope to learn, questions, a self-introduction."
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


def test_only_the_question_to_close_with_is_asked_for_where_the_others_are_there() -> None:
    chat = prepared_chat()
    assert missing(ready(chat, ends_well=False)) == ["a question to close with"]
    assert missing(ready(chat, to_ask=4, ends_well=False)) == ["questions"]


def test_a_question_to_close_with_that_is_public_is_none_to_ask() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + 5 * DAY, now=now)
    for theme in (Theme.PATH, Theme.ADVICE, Theme.INSIGHTS, Theme.OPENING, Theme.TRENDS):
        lifecycle.add(chat, f"Of {theme}?", theme)
    lifecycle.add(chat, "Who else should I speak to?", Theme.CLOSING)
    Question.objects.filter(theme=Theme.CLOSING).update(is_public=True)
    found = of(with_questions(Chat.objects.filter(pk=chat.pk)).get(), LONG_BEFORE)
    assert "a question to close with" in missing(found)
    assert "A question to close with" in client_of(chat.seeker).get(chat.get_absolute_url()).text


def unreached(chat: Chat, why: str) -> Chat:
    if why == "no address":
        Chat.objects.update(host_address="")
    else:
        suppress(chat.host_address, Suppression.Reason(why))
    return Chat.objects.get()


@pytest.mark.parametrize("why", ["no address", "opt_out", "bounce"])
def test_nobody_who_gets_no_e_mail_reads_what_i_hope_or_wants_a_word(why: str) -> None:
    chat = unreached(prepared_chat(), why)
    soon = chat.starts_at - timedelta(hours=25)
    found = ready(chat, now=soon)
    assert "What you hope to learn" in [step.name for step in found.steps]
    assert missing(found) == []


@pytest.mark.parametrize("why", ["opt_out", "bounce"])
def test_today_the_page_and_the_e_mail_ask_for_no_word_to_an_address_not_written_to(
    why: str,
) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(hours=30), now=now - 3 * DAY)
    client = client_of(chat.seeker)
    assert "a word to confirm" in client.get("/").text
    assert "Tell Dana that it stands" in client.get(chat.get_absolute_url()).text
    chat = unreached(chat, why)
    for path in ("/", chat.get_absolute_url()):
        assert "a word to confirm" not in client.get(path).text
    assert "that it stands" not in client.get(chat.get_absolute_url()).text
    email = reminder_day_seeker(chat)
    assert "that it stands" not in email.text + email.html
    assert chat.get_absolute_url() in email.text


def test_a_word_to_confirm_belongs_to_the_last_two_days() -> None:
    chat = prepared_chat()
    soon = chat.starts_at - timedelta(days=2)
    assert missing(ready(chat, now=soon - timedelta(seconds=1))) == []
    assert missing(ready(chat, now=soon)) == ["a word to confirm"]
    chat.confirmed_at = soon
    assert missing(ready(chat, now=soon)) == []


def test_nobody_who_just_agreed_needs_a_word_that_it_stands() -> None:
    chat = prepared_chat()
    soon = chat.starts_at - timedelta(days=2)
    minute_later = soon + timedelta(minutes=1)
    assert missing(ready(chat, agreed_at=soon, now=minute_later)) == []
    before = soon - timedelta(seconds=1)
    assert missing(ready(chat, agreed_at=before, now=minute_later)) == ["a word to confirm"]


def test_since_when_a_time_stands() -> None:
    """The yes, then each move; and what both Today and the chat's page go by."""
    chat = make_chat()
    assert _agreed(chat) == (chat.booked_at, chat.booked_at)
    moved_at = NOW + timedelta(hours=1)
    chats.reschedule(chat, starts_at=chat.starts_at + DAY, by=Side.SEEKER, now=moved_at)
    assert _agreed(chat) == (moved_at, moved_at)


def _agreed(chat: Chat) -> tuple[datetime, datetime]:
    found: Any = with_questions(Chat.objects.filter(pk=chat.pk)).get()
    return found.newest_yes, found.agreed_at


@pytest.mark.parametrize(("minutes", "enough"), [(15, 3), (20, 4), (25, 5), (60, 5)])
def test_our_own_mix_is_enough_for_every_length(minutes: int, enough: int) -> None:
    assert enough_for(minutes) == enough
    chat = make_chat(minutes=minutes)
    lifecycle.fill(chat, now=timezone.now())
    assert chat.questions.count() >= enough
    found = of(with_questions(Chat.objects.filter(pk=chat.pk)).get(), LONG_BEFORE)
    assert "questions" not in missing(found)


@pytest.mark.parametrize(
    ("hours", "copied", "reads"), [(25, False, True), (24, False, False), (25, True, False)]
)
def test_they_read_what_i_hope_where_an_email_of_the_day_before_will_go(
    hours: int, copied: bool, reads: bool
) -> None:
    chat = prepared_chat()
    chat.host_address = "" if copied else chat.host_address
    found = ready(chat, now=chat.starts_at - timedelta(hours=hours))
    assert ("What Dana reads of it" in [step.name for step in found.steps]) is reads


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
    words = (
        "Still to prepare: a brief, a goal, what you hope to learn, questions, a self-introduction."
    )
    for path in ("/", chat.get_absolute_url()):
        shown = client.get(path).content.decode()
        assert words in shown
        assert "1 of 6 done" in shown  # who said yes just now needs no word that it stands


def test_today_costs_the_same_for_one_chat_and_for_many(django_assert_num_queries: Any) -> None:
    now, seeker = timezone.now(), make_seeker()
    client = client_of(seeker)
    for number in range(1, 6):
        starts_at = now + timedelta(days=number)
        lifecycle.fill(make_chat(make_contact(seeker), starts_at=starts_at, now=now), now=now)
        if number in {1, 5}:
            with django_assert_num_queries(21):
                client.get("/")


def test_those_that_want_a_word_cost_one_query_together(django_assert_num_queries: Any) -> None:
    now, seeker = timezone.now(), make_seeker()
    client = client_of(seeker)
    for number in range(1, 6):
        starts_at = now + timedelta(hours=8 * number)
        make_chat(make_contact(seeker), starts_at=starts_at, now=now - 3 * DAY)
        if number in {1, 5}:
            with django_assert_num_queries(22):
                client.get("/")


def test_the_link_of_each_step_leads_to_a_page_of_ones_own() -> None:
    chat = prepared_chat()
    client = client_of(chat.seeker)
    urls = {step.url.partition("#")[0] for step in ready(chat).steps}
    assert {client.get(url).status_code for url in urls} == {200}
