"""Which questions are suggested, and what the minutes add up to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chats import lifecycle as chats
from chats.models import Chat
from preparation.bank import BY_KEY, OURS
from preparation.choosing import bank_items, mix, plainly, planned, suggestions
from preparation.models import BankQuestion, Question
from preparation.states import Theme
from tests.factories import NOW, make_chat, make_contact

CLOSING = "closing-who-else"
PATH = "path-first-step"


def sources(chat: Chat) -> set[str]:
    return {entry.source for entry in suggestions(chat, timezone.now())}


def ask(chat: Chat, source: str = "", text: str = "", **fields: Any) -> Question:
    return Question.objects.create(
        chat=chat, source=source, text=text or BY_KEY[source].text, position=0, **fields
    )


# -- Our own -----------------------------------------------------------------------------------


def test_our_bank_is_whole() -> None:
    by_theme = {theme: [ours for ours in OURS if ours.theme == theme] for theme in Theme}
    assert {theme for theme, found in by_theme.items() if not 6 <= len(found) <= 10} == set()
    assert len(BY_KEY) == len({plainly(ours.text) for ours in OURS}) == len(OURS)
    assert [ours.key for ours in OURS if len(ours.key) > 40 or len(ours.text) > 100] == []
    assert [ours.text for ours in OURS if not ours.text.endswith("?")] == []
    assert {ours.minutes for ours in OURS} <= {2, 3, 4, 5}
    assert by_theme[Theme.CLOSING][0].text == "Who else should I speak to, and may I use your name?"


def test_no_question_of_ours_asks_for_a_job() -> None:
    asked = " ".join(ours.text.lower() for ours in OURS)
    assert [word for word in ("hiring", "vacancy", "position", "referral") if word in asked] == []


# -- Suggestions -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_everything_is_suggested_at_first_in_the_order_of_a_conversation() -> None:
    themes = [entry.theme for entry in suggestions(make_chat(), timezone.now())]
    assert len(themes) == len(OURS)
    assert themes == sorted(themes, key=list(Theme).index)


@pytest.mark.django_db
def test_what_is_in_this_chat_is_not_suggested_by_key_or_by_words() -> None:
    chat = make_chat()
    ask(chat, PATH, "In my own words now?")
    ask(chat, text="who else should i speak to, and may I use your name ")
    assert {ours.key for ours in OURS} - sources(chat) == {PATH, CLOSING}


def two_chats() -> tuple[Chat, Chat]:
    """An earlier one with the same person that happened, and one to come."""
    contact = make_contact()
    earlier = make_chat(contact, starts_at=NOW - timedelta(days=9), now=NOW - timedelta(days=12))
    chats.mark_held(earlier, now=NOW)
    return earlier, make_chat(contact)


@pytest.mark.django_db
def test_what_was_asked_of_them_before_is_not_suggested_again() -> None:
    earlier, chat = two_chats()
    ask(earlier, PATH, asked_at=NOW)
    ask(earlier, CLOSING)
    assert {ours.key for ours in OURS} - sources(chat) == {PATH}


@pytest.mark.django_db
def test_where_nothing_was_ticked_off_all_of_it_counts_as_asked() -> None:
    earlier, chat = two_chats()
    ask(earlier, PATH)
    assert {ours.key for ours in OURS} - sources(chat) == {PATH}


@pytest.mark.django_db
def test_a_chat_of_which_nobody_said_how_it_went_counts_as_one_that_happened() -> None:
    contact = make_contact()
    long_ago = timezone.now() - timedelta(days=9)
    earlier = make_chat(contact, starts_at=long_ago, now=long_ago - timedelta(days=3))
    ask(earlier, PATH)
    assert {ours.key for ours in OURS} - sources(make_chat(contact)) == {PATH}


@pytest.mark.django_db
def test_what_is_public_of_them_is_not_suggested_again() -> None:
    earlier, chat = two_chats()
    ask(earlier, PATH, is_public=True)
    ask(earlier, CLOSING, asked_at=NOW)
    assert {ours.key for ours in OURS} - sources(chat) == {PATH, CLOSING}


@pytest.mark.django_db
def test_what_was_asked_of_somebody_else_is_suggested() -> None:
    earlier, chat = two_chats()
    later = NOW + timedelta(days=12)
    other = make_chat(make_contact(chat.seeker), starts_at=later)
    ask(earlier, PATH, asked_at=NOW)
    assert PATH in sources(other)


@pytest.mark.django_db
def test_what_is_put_away_is_not_suggested_and_own_words_are() -> None:
    chat = make_chat()
    mine = {"seeker": chat.seeker, "theme": Theme.PATH}
    BankQuestion.objects.create(**mine, key=PATH, text="Who opened the door for you?")
    BankQuestion.objects.create(**mine, key="path-turn", text="x", is_hidden=True)
    own = BankQuestion.objects.create(**mine, text="Why wind?")
    found = {entry.source: entry.text for entry in suggestions(chat, timezone.now())}
    assert (found[PATH], found[f"own:{own.pk}"]) == ("Who opened the door for you?", "Why wind?")
    assert "path-turn" not in found


@pytest.mark.django_db
def test_nobody_sees_the_bank_of_another() -> None:
    BankQuestion.objects.create(seeker=make_contact().seeker, theme=Theme.PATH, text="Secret?")
    assert "Secret?" not in {entry.text for entry in bank_items(make_contact().seeker)}


@pytest.mark.django_db
def test_many_questions_cost_no_more_queries(django_assert_num_queries: Any) -> None:
    earlier, chat = two_chats()
    for number in (1, 20):
        for _ in range(number):
            ask(earlier, PATH)
            BankQuestion.objects.create(seeker=chat.seeker, theme=Theme.PATH, text="Why?")
        with django_assert_num_queries(2):
            suggestions(chat, timezone.now())


# -- The mix and the minutes -------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [10, 15, 20, 25, 30, 45, 60])
def test_a_mix_ends_well_and_leaves_room(minutes: int) -> None:
    chosen = mix(bank_items(make_contact().seeker), minutes)
    themes = [entry.theme for entry in chosen]
    assert themes[-1] == Theme.CLOSING
    assert CLOSING in {entry.source for entry in chosen}
    assert themes == sorted(themes, key=list(Theme).index)
    assert max(themes.count(theme) for theme in themes) <= 2
    assert sum(entry.minutes for entry in chosen) <= minutes * 0.8


@pytest.mark.django_db
def test_twenty_five_minutes_hold_five_to_ten_questions() -> None:
    assert 5 <= len(mix(bank_items(make_contact().seeker), 25)) <= 10


def of(*minutes: int | None, public: int = 0) -> list[Question]:
    rows = [Question(text="?", position=0, minutes=count) for count in minutes]
    return [*rows, *(Question(text="?", position=0, minutes=5, is_public=True),) * public]


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (of(5, 4, 9), "18 of 25 minutes planned, 7 left for what comes up."),
        (of(5, public=3), "5 of 25 minutes planned, 20 left for what comes up."),
        (of(20, 5), "All 25 minutes are planned, with none left for what comes up."),
        (of(20, 9), "29 minutes planned for a chat of 25: 4 too many."),
        (of(5, None), "5 of 25 minutes planned, 20 left for what comes up. 1 has no minutes yet."),
        (
            of(None, None),
            "0 of 25 minutes planned, 25 left for what comes up. 2 have no minutes yet.",
        ),
    ],
)
def test_the_minutes_are_said_in_words(questions: list[Question], words: str) -> None:
    assert planned(questions, 25) == words
