"""What was typed into one text before becomes rows, and nothing of it is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_chat

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("chats", "0005_before_and_after"), ("preparation", "0001_initial")]
SPLIT = [("preparation", "0002_typed_questions")]


def migrate(targets: list[tuple[str, str]]) -> Any:
    """To that state of the tables; gives the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def typed() -> Iterator[Any]:
    """Two chats from before questions were rows, with a text each."""
    first, second = make_chat(), make_chat()
    apps = migrate(BEFORE)
    yield apps.get_model("chats", "Chat"), first.pk, second.pk
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def rows(apps: Any, pk: int) -> list[tuple[str, int]]:
    found = apps.get_model("preparation", "Question").objects.filter(chat_id=pk)
    return list(found.order_by("position").values_list("text", "position"))


def test_each_line_becomes_a_question_in_its_place_and_back(typed: Any) -> None:
    chat, first, second = typed
    chat.objects.filter(pk=first).update(typed_questions="- Why wind?\n\n* What next? \n•\tWho?")
    apps = migrate(SPLIT)
    assert rows(apps, first) == [("Why wind?", 0), ("What next?", 1), ("Who?", 2)]
    assert rows(apps, second) == []
    chat = migrate(BEFORE).get_model("chats", "Chat")
    texts = dict(chat.objects.values_list("pk", "typed_questions"))
    assert texts[first] == "Why wind?\nWhat next?\nWho?"


def test_what_is_too_long_or_too_much_stays_in_the_notes(typed: Any) -> None:
    chat, first, second = typed
    long, many = "x" * 301, "\n".join(f"{number}?" for number in range(31))
    chat.objects.filter(pk=first).update(typed_questions=long, notes="mine")
    chat.objects.filter(pk=second).update(typed_questions=many)
    apps = migrate(SPLIT)
    assert rows(apps, first) == [("x" * 300, 0)]
    assert len(rows(apps, second)) == 30
    notes = dict(apps.get_model("chats", "Chat").objects.values_list("pk", "notes"))
    assert notes == {first: f"mine\n\n{long}", second: many}
