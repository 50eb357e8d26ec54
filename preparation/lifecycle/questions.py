"""A chat's questions: picked, ordered, removed; one hand at a time on each list."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from chats.errors import Refused
from chats.models import Chat
from preparation.choosing import BankItem, mix, plainly, suggestions
from preparation.models import Question
from preparation.states import Theme

MAX_QUESTIONS = 30
"""More than anybody asks in an hour."""


@transaction.atomic
def pick(chat: Chat, source: str, *, now: datetime) -> None:
    """One of the bank. What is in the list already, or was asked of them before, stays away."""
    rows = _rows(chat)
    item = next((one for one in suggestions(chat, now) if one.source == source), None)
    if item is not None:
        _insert(chat, rows, [_from(item, chat)])


@transaction.atomic
def fill(chat: Chat, *, now: datetime) -> None:
    """A good mix for the length of the chat, where nothing has been chosen yet."""
    rows = _rows(chat)
    if not rows:
        chosen = mix(suggestions(chat, now), chat.minutes)
        _insert(chat, rows, [_from(item, chat) for item in chosen])


@transaction.atomic
def add(chat: Chat, text: str, theme: str, *, source: str = "") -> None:
    """One in the seeker's own words."""
    rows = _rows(chat)
    if plainly(text) not in {plainly(row.text) for row in rows}:
        _insert(chat, rows, [Question(chat=chat, theme=theme, text=text, source=source)])


@transaction.atomic
def move(chat: Chat, pk: int, place: int) -> int:
    """To that place, counted from 1; says where it stands now. 0 where it is gone."""
    rows = _rows(chat)
    moved = next((row for row in rows if row.pk == pk), None)
    return _place(rows, moved, place) if moved else 0


@transaction.atomic
def move_by(chat: Chat, pk: int, steps: int) -> int:
    """So many places down, or up; says where it stands now. 0 where it is gone."""
    rows = _rows(chat)
    moved = next((row for row in rows if row.pk == pk), None)
    return _place(rows, moved, rows.index(moved) + 1 + steps) if moved else 0


def _place(rows: list[Question], moved: Question, place: int) -> int:
    rows.remove(moved)
    place = max(1, min(place, len(rows) + 1))
    rows.insert(place - 1, moved)
    _renumber(rows)
    return place


@transaction.atomic
def remove(chat: Chat, pk: int) -> None:
    """What was noted beside it stays with the chat."""
    rows = _rows(chat)
    chat.questions.filter(pk=pk).delete()
    _renumber([row for row in rows if row.pk != pk])


def _rows(chat: Chat) -> list[Question]:
    """The list in its order, while nobody else changes it."""
    Chat.objects.select_for_update().only("pk").get(pk=chat.pk)
    return list(chat.questions.order_by("position", "pk"))


def _from(item: BankItem, chat: Chat) -> Question:
    return Question(
        chat=chat,
        theme=item.theme,
        text=item.text,
        source=item.source,
        minutes=item.minutes,
    )


def _insert(chat: Chat, rows: list[Question], new: Sequence[Question]) -> None:
    """At the end, but before the closing questions that end the list."""
    if len(rows) + len(new) > MAX_QUESTIONS:
        raise Refused(
            f"{MAX_QUESTIONS} questions are enough for any chat. Please remove one first."
        )
    end = len(rows)
    while end and rows[end - 1].theme == Theme.CLOSING:
        end -= 1
    for question in new:
        question.position = 0
        rows.insert(len(rows) if question.theme == Theme.CLOSING else end, question)
        end += question.theme != Theme.CLOSING
    _renumber(rows)


def _renumber(rows: Sequence[Question]) -> None:
    moved = [row for place, row in enumerate(rows) if row.pk and row.position != place]
    for place, row in enumerate(rows):
        row.position = place
    Question.objects.bulk_update(moved, ["position"])
    Question.objects.bulk_create(row for row in rows if not row.pk)
