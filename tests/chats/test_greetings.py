"""How a letter greets: by no title alone, and not as a list has names."""

import pytest

from chats.coach import Ask, Level, blocks
from followups.thanks_coach import Thanks
from followups.thanks_coach import blocks as thanks_blocks


def blocked(message: str, name: str = "Dr. Anna Weber", called: str = "") -> list[str]:
    ask = Ask("Hello", message, seeker_name="Sam", contact_name=name, contact_called=called)
    return [hint.text for hint in blocks(ask) if hint.level == Level.BLOCK]


@pytest.mark.parametrize(
    ("greeting", "title"),
    [
        ("Hello Dr.,", "Dr."),
        ("Dear Prof. Dr.,", "Prof. Dr."),
        ("Hi Mme\n", "Mme"),
        ("Dear Frau!", "Frau"),
    ],
)
def test_a_title_alone_greets_nobody(greeting: str, title: str) -> None:
    assert blocked(f"{greeting}\n\nyour talk") == [f"“{title}” is a title"]


@pytest.mark.parametrize(
    "greeting", ["Hello Weber, Anna,", "Dear Weber, Anna\n", "Hi Dr. Weber, Anna."]
)
def test_a_comma_inside_is_how_a_list_has_it(greeting: str) -> None:
    [sentence] = blocked(f"{greeting}\n\nyour talk", "Weber, Anna")
    assert sentence.endswith("is how a list has it")


@pytest.mark.parametrize(
    "greeting",
    [
        "Hello Anna,",
        "Dear Dr. Weber,",
        "Dear Frau Weber,",
        "Dear Prof. Dr. Anna Weber,",
        "Hello Anna, your talk stayed with me, and",
        "Hello Anna, Weber & Co is where",
        "Hello",
        "Hello,",
    ],
)
def test_a_name_greets_with_its_title_or_without(greeting: str) -> None:
    assert blocked(f"{greeting}\n\nyour talk") == []


def test_what_they_are_called_is_their_name() -> None:
    assert blocked("Hello Prof,", called="Prof") == []
    assert blocked("Hello Bob,", "Robert Miles", "Bob") == []
    assert blocked("Hello Bob,", "Robert Miles") == ["Is that the right name?"]


def test_a_thank_you_is_looked_at_alike() -> None:
    thanks = Thanks("Dear Dr.,\n\nthank you.", seeker_name="Sam", contact_name="Dr. Anna Weber")
    assert [hint.text for hint in thanks_blocks(thanks)] == ["“Dr.” is a title"]
    bob = Thanks("Dear Bob,", seeker_name="Sam", contact_name="Robert Miles", contact_called="Bob")
    assert list(thanks_blocks(bob)) == []
