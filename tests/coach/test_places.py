"""What waits to be filled, in our letters and in templates that people paste."""

import pytest

from coach.ask import Ask
from coach.invitation import blocks
from coach.own_words import own_words
from coach.places import places
from coach.thank_you import Thanks
from coach.thank_you import blocks as thanks_blocks
from followups.keep_in_touch.words import not_ready
from tests.growth import LINEAR, growth

WAITING = [
    *("{{ name }}", "[your name]", "[Name]", "[COMPANY NAME]", "[Firmenname]", "[prénom]"),
    *("[insert their talk here]", "<name>", "<your company>", "{first_name}", "{Name}"),
    *("(insert company)", "(your name)", "____", "XXX", "TODO"),
    *("(topic)", "(your job here)", "(job title)", "(tbd)", "%topic%", "%FIRST_NAME%", "$topic"),
    *("$first_name", "${name}", "«topic»", "« Vorname »", "<one line about me>", "{about me}"),
    *("INSERT TOPIC", "INSERT YOUR COMPANY", "YOUR JOB TITLE HERE", "TBD", "???", "xxx", "tbd"),
]


@pytest.mark.parametrize("place", WAITING)
def test_a_place_that_waits_blocks_and_is_named(place: str) -> None:
    text = f"Hello Dana, I am {place} of Bern. You amazed me."
    why = f"Put your own words for {place}."
    ask = Ask(subject="", message=text, seeker_name="Sam", contact_name="Dana Okafor")
    assert [hint.why for hint in blocks(ask)] == [why]
    thanks = Thanks(text, seeker_name="Sam", contact_name="Dana Okafor")
    assert [hint.why for hint in thanks_blocks(thanks)] == [why]
    assert (not_ready(text), own_words(text)) == (place, ". You amazed me.")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I liked your talk about xxx.", ["xxx"]),
        ("My name is xxx and I am a ... from Bern.", ["xxx", "..."]),
        ("Hello Dana,\n\n...\n\nSam", ["..."]),
        ("Your talk about ???, and your way from ... to wind.", ["???", "..."]),
        ("I work at tbd.", ["tbd"]),
        ("I liked the …", ["…"]),
        ("I am ... of Bern (one line about me).", ["...", "(one line about me)"]),
    ],
)
def test_a_gap_within_a_sentence_waits(text: str, left: list[str]) -> None:
    assert places(text) == left


def test_all_are_named() -> None:
    assert not_ready("[your name], ____, {{that}}, ____") == "[your name], ____ and {{that}}"


@pytest.mark.parametrize(
    "text",
    [
        "see [1] and [2]",
        "he said it [sic]",
        "[my page](https://example.org/name)",
        "[Alumni] A question",
        "[…] and [...]",
        "I <3 b> it, and x < y > z",
        "<anna@example.org> and <https://name.example.org>",
        "<b>bold</b>",
        "______\nSam",
        "your snake_case and __init__",
        "Love, Sam xxx",
        "your talk (your company was great)",
        "{x} and {1, 2}",
        "It took long (it took two years).",
        "It costs $5m, and US$5 at 20% of it: 30%.",
        "The course cost $five, and $PATH is a variable.",
        "I wondered ... and then I came...",
        "That is what I dream of ...",
        "I am ... surprised.",
        "Why??? Pourquoi ??? Really ???",
        "xxx Sam",
        "Lots of love xxx",
        "The date is tbd.",
        "your talk «Le vent» and the film «Your Name»",
        "We (my company) build pumps at Acme (the company).",
        "He works at the same firm (same company, other role).",
        "I learnt INSERT INTO and SELECT.",
        "Please insert a coin.",
        "https://a.b/?q=%20name%20x and https://a.b/%E4%name%",
        "1 < 2 about it, and 3 > 1",
    ],
)
def test_what_only_looks_alike_waits_for_nothing(text: str) -> None:
    assert places(text) == []


def test_a_place_in_the_greeting_is_no_other_name() -> None:
    ask = Ask("", "Hello [Name],\n\na word.", seeker_name="Sam", contact_name="Dana Okafor")
    assert [hint.text for hint in blocks(ask)] == ["A placeholder is left"]


LONG = {
    "underscores": "_",
    "underscores apart": "_ ",
    "brackets": "[",
    "words in a bracket": "[a ",
    "words in another": "<your ",
    "one word in a bracket": "[name",
    "one word": "a",
    "braces": "{name ",
    "parentheses": "(insert ",
    "words in parentheses": "(your job ",
    "shouted": "INSERT A ",
    "shouted to the end": "YOUR JOB ",
    "per cent": "%topic",
    "dollars": "$first_",
    "angles": "« topic ",
    "question marks": "?",
    "question marks apart": "about ??? ",
    "dots": ".",
    "dots on lines": "...\n",
    "dots apart": "the ... ",
    "crosses": "about x",
    "many crosses": "x",
}


@pytest.mark.parametrize("name", LONG)
def test_looking_costs_as_much_as_there_is_to_read(name: str) -> None:
    assert growth(places, lambda size: "[" + LONG[name] * size, 20_000) < LINEAR
