"""What the coach says of a thank-you: what blocks, what helps, and why."""

from collections.abc import Callable

import pytest

from coach.hints import Level
from coach.thank_you import Thanks, blocks, doubts, review
from tests.growth import LINEAR, growth

GOOD = (
    "Dear Dana,\n\nThank you for the hour. Your point about the cheapest part first changed my "
    "plan: I will start with the float switch next week.\n\nSam"
)


def thanks(text: str = GOOD, **fields: str) -> Thanks:
    return Thanks(text=text, seeker_name="Sam Rivera", contact_name="Dana Okafor", **fields)


def said(level: Level, found: Thanks) -> list[str]:
    return [hint.text for hint in review(found) if hint.level == level]


def test_a_good_one_is_told_so_and_every_hint_says_why() -> None:
    found = thanks(notes="cheapest part", next_step="Build the float switch")
    assert said(Level.BLOCK, found) == said(Level.HINT, found) == []
    assert said(Level.OK, found) == ["One specific thing", "What you do next", "Short"]
    assert all(hint.why for hint in review(found))


@pytest.mark.parametrize(
    ("text", "blocked"),
    [
        ("Dear Dana, [one specific thing they said]", "Please replace [one specific thing"),
        ("Dear Dana, [in your own words: a", "Please replace [in your own words: a"),
        ("Dear Dana, {{thing}}", "A placeholder is left"),
        ("Dear Peter, thank you for the papers.", "Is that the right name?"),
        ("word " * 121, "Make it at most 120 words"),
    ],
)
def test_what_blocks(text: str, blocked: str) -> None:
    [hint] = blocks(thanks(text))
    assert hint.text.startswith(blocked)
    assert hint.why


DRAFT = (
    "Dear Dana,\n\nThank you for your time. What stays with me most: [in your own words: cheapest]"
    "\n\nMy next step: [in your own words: Build a float switch. Attach my CV]\n\n"
    "As promised, I will [in your own words: Send a photo] by Friday 4 December.\n\nSam"
)


def test_what_waits_for_own_words_is_counted_and_not_judged() -> None:
    found = thanks(DRAFT, notes="cheapest", next_step="Build a float switch")
    assert [(hint.level, hint.text) for hint in review(found)] == [
        (
            Level.BLOCK,
            "Please replace [in your own words: cheapest], "
            "[in your own words: Build a float switch. Attach my CV] and "
            "[in your own words: Send a photo] with your own words",
        ),
        (Level.OK, "Short"),
    ]
    assert "24 words" in review(found)[-1].why


def test_what_is_written_beside_it_counts() -> None:
    text = f"{DRAFT}\n\nYour advice about the float switch: I will build it."
    found = thanks(text, next_step="Build a float switch")
    assert said(Level.OK, found) == ["One specific thing", "What you do next", "Short"]


@pytest.mark.parametrize(
    ("words", "level"), [(100, Level.OK), (101, Level.HINT), (120, Level.HINT), (121, Level.BLOCK)]
)
def test_how_long_it_may_be(words: int, level: Level) -> None:
    length = {"Short", "A little shorter", "Make it at most 120 words"}
    found = [hint for hint in review(thanks("word " * words)) if hint.text in length]
    assert [hint.level for hint in found] == [level]


@pytest.mark.parametrize(
    ("text", "notes", "advice"),
    [
        ("Dear Dana, thank you for your time.", "", True),
        ("Dear Dana, thank you for your time.", "float switch", True),
        ("Dear Dana, the float switch it is.", "Try the float switch", False),
        ("Dear Dana, what you said about mud stays with me.", "", False),
        ("Dear Dana, your story about the cellar made me laugh.", "", False),
        ("Dear Dana, thank you for the tip to ask a farmer first.", "", False),
        ("Dear Dana, the book you recommended is here.", "", False),
        ("Dear Dana, thank you for your time and advice.", "", True),
        ("Dear Dana, your advice was very helpful to me.", "", True),
        ("Dear Dana, thank you for everything you told me.", "", True),
        ("Dear Dana, thank you for your advice on my career.", "", True),
    ],
)
def test_it_names_one_specific_thing(text: str, notes: str, advice: bool) -> None:
    hints = said(Level.HINT, thanks(text, notes=notes))
    assert ("Name one specific thing they said" in hints) is advice


@pytest.mark.parametrize(
    ("text", "next_step", "advice"),
    [
        ("Dear Dana, your story stays with me.", "", False),
        ("Dear Dana, your story stays with me.", "Visit the museum", True),
        ("Dear Dana, the museum is on my list.", "Visit the museum", False),
        ("Dear Dana, I will go on Friday.", "Visit the museum", False),
        ("Dear Dana, I will never forget it.", "Visit the museum", True),
        ("Dear Dana, I will be in touch, and happily.", "Visit the museum", True),
    ],
)
def test_it_says_the_next_step_where_there_is_one(text: str, next_step: str, advice: bool) -> None:
    hints = said(Level.HINT, thanks(text, next_step=next_step))
    assert ("Say what you do next" in hints) is advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("I attached my résumé.", "Leave out “attached” and “résumé”"),
        ("Here is my CV.", "Leave out “CV”"),
        ("Please hire me.", "Leave out “hire me”"),
        ("I attach my resume.", "Leave out “attach” and “resume”"),
        ("Are there open positions?", "Leave out “positions”"),
        ("Could we talk again next week?", "Ask for nothing today"),
    ],
)
def test_a_thank_you_is_no_application_and_no_ask(text: str, advice: str) -> None:
    assert advice in said(Level.HINT, thanks(f"Dear Dana, your point stays with me. {text}"))


def test_of_another_language_nothing_is_doubted() -> None:
    text = "Liebe Dana, vielen Dank für das Gespräch und den Hinweis mit dem Schalter."
    found = thanks(text, next_step="Build it")
    assert (said(Level.HINT, found), doubts(found)) == (["In another language?"], [])


def test_to_resume_is_no_resume() -> None:
    said_of = said(Level.HINT, thanks("Dear Dana, I will resume my studies as you said."))
    assert said_of == []


def test_of_an_empty_page_nothing_is_said() -> None:
    assert review(thanks(" \n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "I will build it. [in your own words: as you said]. Bye",
        "I will build it. And [one specific thing they said] and more. Bye",
        "I will build it. [in your own words: a. b] and [in your own words: c. d] then. Bye",
        "I will build it. [in your own words: without an end. Bye",
    ],
)
def test_what_is_said_beside_a_place_for_own_words_counts(text: str) -> None:
    assert "What you do next" in said(Level.OK, thanks(text, next_step="Something else"))
    alone = thanks(text.removeprefix("I will build it."), next_step="Something else")
    assert "What you do next" not in said(Level.OK, alone)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Could you call me? Bye", True),
        ("Thank you! Will we meet? Bye", True),
        ("Could you hear me. Really? Bye", False),
        ("I hope you could\ncan you see\nwhy? Bye", False),
        ("I look forward to another chat.", True),
    ],
)
def test_an_ask_is_a_question_or_names_another_meeting(text: str, asks: bool) -> None:
    assert ("Ask for nothing today" in said(Level.HINT, thanks(text))) is asks


LONG: dict[str, Callable[[int], str]] = {
    "one word": lambda size: "a" * size,
    "words": lambda size: "your a " * size,
    "could you": lambda size: "could you " * size,
    "brackets": lambda size: "[" * size,
    "places for own words": lambda size: "[in your own words: a] " * size,
    "places without an end": lambda size: "[in your own words: " * size,
    "spaces in a placeholder": lambda size: "{{" + " " * size + "x",
}


@pytest.mark.parametrize("name", LONG)
def test_reviewing_costs_as_much_as_there_is_to_read(name: str) -> None:
    def make(size: int) -> Thanks:
        text = LONG[name](size)
        return thanks(text, notes=text, next_step=text)

    assert growth(review, make, 2_000) < LINEAR


OURS = (
    "Dear Dana,\n\nThank you for your time. What stays with me most: {}\n\n"
    "I will let you know what I make of it.\n\nSam"
)


@pytest.mark.parametrize("place", ["[one specific thing they said]", "{{your advice}}"])
def test_a_draft_of_ours_is_not_praised(place: str) -> None:
    found = thanks(OURS.format(place), notes="Dana has no time, will know", next_step="Write Dana")
    assert said(Level.OK, found) == ["Short"]


def test_a_draft_whose_place_was_deleted_lacks_the_specific_thing_and_the_next_step() -> None:
    found = thanks(OURS.format(""), notes="Dana thanks", next_step="Build the float switch")
    assert said(Level.HINT, found) == ["Name one specific thing they said", "Say what you do next"]


def test_a_place_that_is_filled_is_one_specific_thing() -> None:
    assert "One specific thing" in said(Level.OK, thanks(OURS.format("how farmers laugh")))


NEXT = f"{OURS.format('')}\n\n{{}}"


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("My next step:", False),
        ("My next step: .", False),
        ("My next step: nothing.", False),
        ("As promised, I will", False),
        ("As promised, I will by Friday 4 December.", False),
        ("As promised, I will .", False),
        ("My next step: a switch for the pump.", True),
        ("As promised, I will send the photo by Friday 4 December.", True),
    ],
)
def test_what_leads_up_to_own_words_counts_with_them_alone(line: str, counts: bool) -> None:
    found = said(Level.OK, thanks(NEXT.format(line), next_step="Build a float"))
    assert ("What you do next" in found) is counts


@pytest.mark.parametrize(
    ("words", "counts"), [("everything.", False), ("it.", False), ("patience.", True)]
)
def test_what_stays_with_them_is_something(words: str, counts: bool) -> None:
    assert ("One specific thing" in said(Level.OK, thanks(OURS.format(words)))) is counts


def test_all_of_several_phrases_are_named() -> None:
    found = thanks("Dear Dana, my CV is attached. Are there jobs?")
    assert "Leave out “CV”, “attached” and “jobs”" in said(Level.HINT, found)
