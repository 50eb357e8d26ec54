"""Picking, adding, ordering and removing; and the seeker's own hand in the bank."""

from typing import Any

import pytest
from django.utils import timezone

from chats.errors import Refused
from chats.models import Chat
from preparation import lifecycle
from preparation.bank import BY_KEY
from preparation.choosing import bank_items
from preparation.lifecycle.bank import MAX_OWN_QUESTIONS
from preparation.lifecycle.questions import MAX_QUESTIONS
from preparation.models import BankQuestion, Note, Question
from preparation.states import Theme
from tests.factories import make_chat, make_seeker

pytestmark = pytest.mark.django_db

CLOSING, PATH, TURN = "closing-who-else", "path-first-step", "path-turn"


@pytest.fixture
def chat() -> Chat:
    return make_chat()


def listed(chat: Chat) -> list[str]:
    return [question.source or question.text for question in chat.questions.all()]


def positions(chat: Chat) -> list[int]:
    return list(chat.questions.values_list("position", flat=True))


def test_what_is_picked_comes_with_its_theme_and_minutes_once(chat: Chat) -> None:
    for _ in range(2):
        lifecycle.pick(chat, PATH, now=timezone.now())
    row = Question.objects.get()
    assert (row.theme, row.text, row.minutes) == (Theme.PATH, BY_KEY[PATH].text, 4)
    lifecycle.pick(chat, "no-such-key", now=timezone.now())
    assert listed(chat) == [PATH]


def test_the_closing_question_stays_last(chat: Chat) -> None:
    for source in (CLOSING, PATH, TURN):
        lifecycle.pick(chat, source, now=timezone.now())
    lifecycle.add(chat, "Why wind?", Theme.PATH)
    assert listed(chat) == [PATH, TURN, "Why wind?", CLOSING]
    assert positions(chat) == [0, 1, 2, 3]


def test_the_same_words_are_added_once(chat: Chat) -> None:
    lifecycle.add(chat, "Why wind?", Theme.PATH)
    lifecycle.add(chat, "why  WIND", Theme.ADVICE)
    assert listed(chat) == ["Why wind?"]


def test_a_mix_is_made_once_and_never_over_a_choice(chat: Chat) -> None:
    lifecycle.fill(chat, now=timezone.now())
    made = listed(chat)
    assert (len(made) >= 5, made[-1]) == (True, CLOSING)
    lifecycle.fill(chat, now=timezone.now())
    assert listed(chat) == made


@pytest.mark.parametrize(
    ("place", "stands", "order"),
    [(1, 1, "cab"), (2, 2, "acb"), (3, 3, "abc"), (0, 1, "cab"), (99, 3, "abc")],
)
def test_a_question_is_moved_to_its_place(chat: Chat, place: int, stands: int, order: str) -> None:
    rows = [
        Question.objects.create(chat=chat, text=text, position=number)
        for number, text in enumerate("abc")
    ]
    for _ in range(2):
        assert lifecycle.move(chat, rows[2].pk, place) == stands
        assert "".join(listed(chat)) == order
    assert positions(chat) == [0, 1, 2]


def test_rows_of_one_position_are_put_in_order(chat: Chat) -> None:
    rows = [Question.objects.create(chat=chat, text=text, position=7) for text in "abc"]
    lifecycle.move(chat, rows[0].pk, 2)
    assert ("".join(listed(chat)), positions(chat)) == ("bac", [0, 1, 2])


def test_another_chats_question_is_neither_moved_nor_removed(chat: Chat) -> None:
    other = Question.objects.create(chat=make_chat(), text="x", position=4)
    assert lifecycle.move(chat, other.pk, 1) == 0
    lifecycle.remove(chat, other.pk)
    assert Question.objects.get().position == 4


def test_what_was_noted_beside_a_removed_question_stays(chat: Chat) -> None:
    row = Question.objects.create(chat=chat, text="x", position=0)
    note = Note.objects.create(chat=chat, question=row, text="kept")
    for _ in range(2):
        lifecycle.remove(chat, row.pk)
    note.refresh_from_db()
    assert (note.text, note.question, Question.objects.count()) == ("kept", None, 0)


def test_there_is_an_end_to_questions(chat: Chat) -> None:
    for number in range(MAX_QUESTIONS):
        lifecycle.add(chat, f"Question {number}?", Theme.PATH)
    with pytest.raises(Refused, match="enough for any chat"):
        lifecycle.pick(chat, PATH, now=timezone.now())
    assert chat.questions.count() == MAX_QUESTIONS


# -- The bank --------------------------------------------------------------------------------------


def bank(seeker: Any) -> dict[str, Any]:
    return {entry.source: entry for entry in bank_items(seeker)}


def test_other_words_for_ours_and_back() -> None:
    seeker = make_seeker()
    lifecycle.reword(seeker, PATH, "Who opened the door?")
    assert (bank(seeker)[PATH].text, bank(seeker)[PATH].is_changed) == (
        "Who opened the door?",
        True,
    )
    lifecycle.forget(seeker, PATH)
    assert (bank(seeker)[PATH].is_changed, BankQuestion.objects.count()) == (False, 0)


def test_our_own_words_typed_again_need_no_row() -> None:
    seeker = make_seeker()
    lifecycle.reword(seeker, PATH, "Who?")
    lifecycle.reword(seeker, PATH, BY_KEY[PATH].text)
    assert BankQuestion.objects.count() == 0


def test_put_away_and_brought_back_keeps_the_words() -> None:
    seeker = make_seeker()
    lifecycle.reword(seeker, PATH, "Who?")
    for _ in range(2):
        lifecycle.put_away(seeker, PATH)
    assert bank(seeker)[PATH].is_hidden
    for _ in range(2):
        lifecycle.bring_back(seeker, PATH)
    assert (bank(seeker)[PATH].is_hidden, bank(seeker)[PATH].text) == (False, "Who?")


def test_own_ones_are_added_once_changed_and_deleted() -> None:
    seeker = make_seeker()
    source = lifecycle.add_own(seeker, Theme.PATH, "Why wind?")
    assert lifecycle.add_own(seeker, Theme.PATH, "why wind") == source
    lifecycle.reword(seeker, source, "Why not water?")
    assert bank(seeker)[source].text == "Why not water?"
    for _ in range(2):
        lifecycle.forget(seeker, source)
    assert source not in bank(seeker)


def test_adding_what_was_put_away_brings_it_back() -> None:
    seeker = make_seeker()
    lifecycle.put_away(seeker, PATH)
    assert lifecycle.add_own(seeker, Theme.PATH, BY_KEY[PATH].text) == PATH
    assert not bank(seeker)[PATH].is_hidden


def test_the_bank_of_another_is_out_of_reach() -> None:
    mine, other = make_seeker(), make_seeker()
    source = lifecycle.add_own(other, Theme.PATH, "Mine?")
    lifecycle.reword(mine, source, "Taken")
    lifecycle.put_away(mine, source)
    lifecycle.forget(mine, source)
    assert (bank(other)[source].text, bank(other)[source].is_hidden) == ("Mine?", False)


@pytest.mark.parametrize("source", ["", "own:", "own:x", "own:" + "9" * 30, "no-such-key"])
def test_an_unknown_source_does_nothing(source: str) -> None:
    seeker = make_seeker()
    lifecycle.reword(seeker, source, "x")
    lifecycle.put_away(seeker, source)
    lifecycle.forget(seeker, source)
    assert BankQuestion.objects.count() == 0


def test_there_is_an_end_to_own_questions() -> None:
    seeker = make_seeker()
    BankQuestion.objects.bulk_create(
        BankQuestion(seeker=seeker, theme=Theme.PATH, text=f"{number}?")
        for number in range(MAX_OWN_QUESTIONS)
    )
    with pytest.raises(Refused, match="delete one first"):
        lifecycle.add_own(seeker, Theme.PATH, "One more?")
