"""How a letter greets: by no title alone, and not as a list has names."""

import pytest

from coach.ask import Ask
from coach.hints import Level
from coach.invitation import blocks, review
from coach.thank_you import Thanks
from coach.thank_you import blocks as thanks_blocks


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
        ("Dear Dr.-Ing.,", "Dr.-Ing."),
        ("Dear Dr.in,", "Dr.in"),
        ("Dear Priv.-Doz.,", "Priv.-Doz."),
        ("Hallo Frau,", "Frau"),
        ("Sehr geehrter Herr Dr.,", "Herr Dr."),
    ],
)
def test_a_title_alone_greets_nobody(greeting: str, title: str) -> None:
    assert blocked(f"{greeting}\n\nyour talk") == [f"“{title}” is a title"]


@pytest.mark.parametrize(
    "greeting",
    ["Hello Weber, Anna,", "Dear Weber, Anna\n", "Hi Dr. Weber, Anna.", "Hallo Weber, Anna,"],
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
        "Hallo Frau Weber,",
        "Sehr geehrte Frau Prof. Dr. Weber,",
        "Sehr geehrte Damen und Herren,",
        "Hallo zusammen,",
        "Bonjour Madame,",
        "Bonjour Madame Weber,",
        "Estimada Doctora,",
        "Gentile Dott.ssa Weber,",
        "Geachte mevrouw Weber,",
        "Beste Anna,",
        "Hej Anna!",
        "Merhaba Anna,",
        "Szanowna Pani Anno,",
        "Cześć Aniu,",
        "Caro Weber told me",
        "Здравствуйте Анна,",
        "Γεια σου Άννα,",
        "你好，Anna，",
        "こんにちは、",
        "안녕하세요 Anna,",
        "שלום אנה,",
    ],
)
def test_a_name_greets_with_its_title_or_without(greeting: str) -> None:
    assert blocked(f"{greeting}\n\nyour talk") == []


@pytest.mark.parametrize(
    "greeting",
    ["Hallo Jonas,", "Liebe Dana,", "Sehr geehrter Herr Meier,", "Bonjour Luc,", "Hola Ana María,"],
)
def test_another_name_is_found_in_other_languages(greeting: str) -> None:
    assert blocked(f"{greeting}\n\nIhr Vortrag") == ["Is that the right name?"]


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Jürgen Müller", "Juergen"),
        ("Juergen Mueller", "Jürgen"),
        ("Łukasz Nowak", "Lukasz"),
        ("Søren Berg", "Soren"),
        ("Soeren Berg", "Søren"),
        ("Ayşe Yılmaz", "Yilmaz"),
    ],
)
def test_a_name_is_the_same_however_it_is_spelt(name: str, greeted: str) -> None:
    assert blocked(f"Dear {greeted},\n\nyour talk", name) == []


@pytest.mark.parametrize(
    "greeting",
    [
        "Hello Anna, ",
        "Hallo Frau Weber, ",
        "Bonjour Madame, ",
        "Hola ",
        "Здравствуйте, ",
        "Cześć Aniu! ",
        "你好，",
        "こんにちは、",
        "Dobrý den\n",
    ],
)
def test_a_greeting_is_none_of_the_first_sentences(greeting: str) -> None:
    ask = Ask("", f"{greeting}Nordsee.", seeker_name="Sam", contact_name="Anna Weber")
    assert ask.beginning.strip() in ("Nordsee.", "")


@pytest.mark.parametrize("greeting", ["Hello,\n", "Hi!\n", "Hallo zusammen,", "Bonjour à tous,"])
def test_who_greets_nobody_is_told(greeting: str) -> None:
    ask = Ask("", f"{greeting}\na word", seeker_name="Sam", contact_name="Anna Weber")
    assert "Greet them by name" in [hint.text for hint in review(ask)]


def test_what_they_are_called_is_their_name() -> None:
    assert blocked("Hello Prof,", called="Prof") == []
    assert blocked("Hello Don,", "Don Draper") == []
    assert blocked("Hello Bob,", "Robert Miles", "Bob") == []
    assert blocked("Hello Bob,", "Robert Miles") == ["Is that the right name?"]


def test_a_thank_you_is_looked_at_alike() -> None:
    thanks = Thanks("Dear Dr.,\n\nthank you.", seeker_name="Sam", contact_name="Dr. Anna Weber")
    assert [hint.text for hint in thanks_blocks(thanks)] == ["“Dr.” is a title"]
    bob = Thanks("Dear Bob,", seeker_name="Sam", contact_name="Robert Miles", contact_called="Bob")
    assert list(thanks_blocks(bob)) == []
