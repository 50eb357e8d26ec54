"""Every rule of the coach, both ways; and the false alarms it must not raise."""

from dataclasses import replace
from datetime import date

import pytest

from chats.states import Way
from coach.ask import Ask
from coach.greetings import names_in
from coach.hints import Level
from coach.invitation import blocks, review
from coach.words import fold
from tests.growth import LINEAR, growth

GOOD = (
    "Hello Dana,\n\n"
    "your talk on turbine data stayed with me. I am a data analyst on my way to climate work. "
    "Could we talk for 25 minutes, over coffee or on the phone? "
    "And if it does not fit, no is fine.\n\nSam Rivera"
)
ASK = Ask(
    subject="Your talk on turbine data",
    message=GOOD,
    seeker_name="Sam Rivera",
    contact_name="Dana Okafor",
    contact_company="Windpark",
    contact_role="Head of Data",
    ways=[Way.VIDEO, Way.IN_PERSON],
    days=[date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)],
)


def titles(ask, level):
    return [hint.text for hint in review(ask) if hint.level == level]


def blocked(ask):
    return [(hint.text, hint.field) for hint in blocks(ask)]


def says(message, **fields):
    return replace(ASK, message=message, **fields)


def test_a_good_message_gets_only_praise():
    assert {hint.level for hint in review(ASK)} == {Level.OK}
    assert titles(ASK, Level.OK) == [
        "Short",
        "Says who you are",
        "A reason for this person",
        "Connection first",
        "A small, clear ask",
        "A choice of ways to meet",
        "Times on several days",
        "An easy out",
        "The coffee is on you",
    ]


def test_an_empty_message_gets_no_lecture():
    assert review(says("  \n")) == []


def test_every_hint_says_why():
    bare = says("Dear Sir, I attached my CV for the job. {{x}}", days=[], ways=[Way.IN_PERSON])
    assert [hint for hint in review(bare) if len(hint.why) < 15] == []


def test_what_blocks_comes_first_and_praise_last():
    levels = [hint.level for hint in review(says("Hi Jonas, {{x}} is short."))]
    assert levels == sorted(levels, key=[Level.BLOCK, Level.HINT, Level.OK].index)
    assert levels[0] == Level.BLOCK


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"message": GOOD + " more" * 101}, "Make it shorter"),
        ({"message": "Hello Dana, could we talk?"}, "Say who you are"),
        ({"message": "Hello Dana, I am Sam. Nice weather."}, "Why this person?"),
        ({"message": "Hello Dana, I am Sam. Nice weather."}, "Begin with what connects you"),
        ({"message": GOOD + " Is there a job?"}, "Leave out “job”"),
        ({"message": GOOD + " Here is my résumé."}, "Leave out “résumé”"),
        ({"subject": "Vacancies"}, "Leave out “Vacancies”"),
        ({"message": GOOD.replace("25", "45")}, "Ask for less time"),
        ({"message": GOOD.replace("25 minutes", "a while")}, "Ask one clear question"),
        ({"ways": [Way.VIDEO]}, "Offer another way to meet"),
        ({"days": [date(2026, 11, 24)] * 3}, "Offer times on three days"),
        ({"days": [date(2026, 11, 24), date(2026, 11, 25)]}, "Offer times on three days"),
        ({"message": GOOD.replace("And if it does not fit, no is fine.", "")}, "Leave an easy out"),
        ({"message": GOOD.replace("over coffee", "in person")}, "Offer the coffee"),
        ({"message": GOOD + " May I pick your brain?"}, "Say “pick your brain” in your own words"),
        ({"message": GOOD + " It is urgent."}, "Say “urgent” in your own words"),
        ({"message": "Dear Sir or Madam,\n\n" + GOOD}, "Greet them by name"),
        ({"message": GOOD + " My slides are attached."}, "Send nothing along"),
        ({"recent": [GOOD.replace("Dana", "Mei")]}, "Close to an earlier message"),
    ],
)
def test_a_weakness_gets_its_hint_and_does_not_block(change, hint):
    ask = replace(ASK, **change)
    assert (hint in titles(ask, Level.HINT), blocked(ask)) == (True, [])
    assert hint not in titles(ASK, Level.HINT)


@pytest.mark.parametrize("any_free", [False, True])
def test_no_times_are_asked_for_where_any_free_one_may_be_taken(any_free: bool) -> None:
    ask = replace(ASK, days=[], any_free=any_free)
    assert ("Offer times on three days" in titles(ask, Level.HINT)) is not any_free
    assert ("Any free time of yours" in titles(ask, Level.OK)) is any_free


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Could we talk for half an hour?", "A small, clear ask"),
        ("Would a quarter of an hour be possible?", "A small, clear ask"),
        ("Could you spare twenty-five minutes?", "A small, clear ask"),
        ("It took me 90 minutes to write. Could we talk for 20 minutes?", "A small, clear ask"),
        ("Could I have an hour?", "Ask for less time"),
        ("Could I have 1 hour?", "Ask for less time"),
        ("Could we talk?", "Ask one clear question"),
    ],
)
def test_the_length_asked_for_is_understood(words, said):
    lengths = {"A small, clear ask", "Ask for less time", "Ask one clear question"}
    texts = [hint.text for hint in review(says(f"Hello Dana, {words}"))]
    assert [text for text in texts if text in lengths] == [said]


@pytest.mark.parametrize(
    ("words", "is_easy"),
    [
        ("I understand if not now.", True),
        ("If you have no time, that is fine.", True),
        ("I’d completely understand.", True),
        ("Either way, thank you.", True),
        ("I understand that you lead a team.", False),
        ("I understand your world.", False),
    ],
)
def test_an_easy_out_is_offered_and_not_only_understanding(words, is_easy):
    found = titles(says(f"Hello Dana, {words}"), Level.OK)
    assert ("An easy out" in found) is is_easy


def test_at_once_is_pressure_where_it_is_asked_for():
    assert "Say “reply immediately” in your own words" in titles(
        says(GOOD + " Please reply immediately."), Level.HINT
    )
    assert titles(says(GOOD + " I immediately agreed."), Level.HINT) == []


GERMAN = (
    "Sehr geehrte Frau Okafor,\n\nich studiere in Bern, und Ihr Vortrag hat mich begeistert. "
    "Hätten Sie 20 Minuten für ein Gespräch? Falls nicht, verstehe ich das gut."
)


def test_of_another_language_only_what_it_can_know_is_said():
    found = review(says(GERMAN, ways=[Way.VIDEO]))
    assert [(hint.level, hint.text) for hint in found] == [
        (Level.HINT, "In another language?"),
        (Level.HINT, "Offer another way to meet"),
        (Level.OK, "Short"),
        (Level.OK, "Times on several days"),
    ]
    assert blocked(says(GERMAN.replace("Okafor", "Weber"))) == [
        ("Is that the right name?", "message")
    ]


def test_what_the_seeker_noted_counts_as_a_reason():
    message = "Hello Dana, I am Sam. The Nordsee platform is remarkable."
    assert "Why this person?" in titles(says(message), Level.HINT)
    noted = says(message, research="Built the Nordsee platform")
    assert "Why this person?" not in titles(noted, Level.HINT)


def test_another_message_is_no_copy():
    other = "Hello Mei, we both studied in Accra, and your rivers are on my mind. Could we talk?"
    assert "Close to an earlier message" not in titles(replace(ASK, recent=[other]), Level.HINT)


def test_without_a_place_nobody_needs_to_offer_coffee():
    ask = says(GOOD.replace("over coffee", "by video"), ways=[Way.VIDEO, Way.PHONE])
    assert [hint for hint in review(ask) if "offee" in hint.text] == []


def test_a_placeholder_blocks_where_it_stands():
    assert blocked(says("{{a}} " + GOOD, subject="For {{b}}")) == [
        ("A placeholder is left", "subject"),
        ("A placeholder is left", "message"),
    ]


@pytest.mark.parametrize(
    "greeting",
    [
        "Hello Jonas,",
        "Dear Mr Weber,",
        "Hi Jonas Weber!",
        "Good morning Jonas\n",
        "Hi Dan,",
        "\n  Hey Danielle, ",
    ],
)
def test_somebody_elses_name_in_the_greeting_blocks(greeting):
    assert blocked(says(f"{greeting} a word.")) == [("Is that the right name?", "message")]


@pytest.mark.parametrize(
    "greeting",
    [
        "Hello Dana,",
        "HELLO DANA,",
        "Dear Dana Okafor,",
        "Dear Ms Okafor,",
        "Dear Dr. Okafor,",
        "hi dana,",
        "Hi there,",
        "Hello everyone,",
        "Dear Hiring Manager,",
        "Hello, Jonas suggested I write.",
        "Hello I am Sam",
        "Hi! My name is Sam",
        "Jonas told me about you.",
        "Hello Dana and Jonas,",
        "Highly recommended: Jonas",
    ],
)
def test_the_right_name_or_none_passes(greeting):
    assert blocked(says(f"{greeting} a word.")) == []


@pytest.mark.parametrize(
    ("contact", "greeted"),
    [
        ("Jürgen Müller", "Jurgen"),
        ("Daniel Costa", "Dan"),
        ("Anne-Marie Roy", "Anne-Marie"),
        ("Anne-Marie Roy", "Marie"),
        ("Conor O'Brien", "Mr O’Brien"),
        ("Will", "Will"),
        ("Zoë", "Zoe"),
    ],
)
def test_ways_to_write_a_name_are_known(contact, greeted):
    ask = replace(ASK, contact_name=contact, message=f"Dear {greeted},\na word.")
    assert blocked(ask) == []


def test_another_contacts_full_name_blocks():
    ask = says(GOOD + " Like Mei Lin.", others=[("Mei Lin", "")])
    assert blocked(ask) == [("Mei Lin belongs to somebody else", "message")]


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("jonas weber says so.", "Jonas Weber"),
        ("JONAS WEBER’s talk.", "Jonas Weber"),
        ("Jonas\nWeber said so.", "Jonas Weber"),
        ("FLUSSWERK's talk.", "Flusswerk"),
        ("The flusswerk way.", "Flusswerk"),
    ],
)
def test_another_contacts_name_blocks_however_it_is_written(text, belongs):
    ask = says(f"Hello Dana, {text}", others=[("Jonas Weber", "Flusswerk")])
    assert blocked(ask) == [(f"{belongs} belongs to somebody else", "message")]


def test_first_and_last_name_are_enough():
    ask = says("Hello Dana, ann lee says so.", others=[("Ann Mary Lee", "")])
    assert blocked(ask) == [("Ann Lee belongs to somebody else", "message")]


@pytest.mark.parametrize(
    ("greeting", "name"),
    [
        ("hi jonas,", "Jonas Weber"),
        ("hello will,", "Will"),
        ("dear mr weber,", "Jonas Weber"),
        ("Hello MEI,", "Mei Lin"),
    ],
)
def test_another_contacts_name_blocks_in_the_greeting_in_small_letters_too(greeting, name):
    ask = says(f"{greeting} a word.", others=[(name, "")])
    assert blocked(ask) == [("Is that the right name?", "message")]


def test_greeting_both_is_fine():
    assert blocked(says("hello dana and jonas, a word.", others=[("Jonas Weber", "")])) == []


def test_another_contacts_company_blocks_in_the_subject_too():
    ask = replace(ASK, subject="Your work at Flusswerk", others=[("Jonas Weber", "Flusswerk")])
    assert blocked(ask) == [("Flusswerk belongs to somebody else", "subject")]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("I will write.", {"others": [("Will", "")]}),  # a first name alone is an everyday word
        ("My retargeting is clear.", {"others": [("Ann Lee", "Target")]}),
        ("You know Jonas.", {"others": [("Jonas Weber", "")]}),
        ("I know Weber.", {"others": [("Jonas Weber", "")]}),
        ("At WINDPARK.", {"others": [("Ann Lee", "Windpark")]}),
        ("sam rivera writes.", {"others": [("Sam Rivera", "")]}),
        ("mei lin sent me.", {"others": [("Mei Lin", "")], "known": "Introduced by MEI LIN"}),
        ("I was at SIEMENS.", {"others": [("A B", "Siemens")], "known": "Engineer at Siemens"}),
        ("A Metaphor.", {"others": [("Ann Lee", "Meta")]}),
        ("We do AI.", {"others": [("Ann Lee", "AI")]}),
        ("At Windpark.", {"others": [("Ann Lee", "Windpark")]}),
        ("Sam Rivera writes.", {"others": [("Sam Rivera", "")]}),
        ("Mei Lin sent me.", {"others": [("Mei Lin", "")], "known": "Introduced by Mei Lin"}),
        ("I was at Siemens.", {"others": [("A B", "Siemens")], "known": "Engineer at Siemens"}),
        ("Nothing.", {"others": [("", ""), ("   ", "   ")]}),
    ],
)
def test_names_that_may_be_meant_pass(text, fields):
    assert blocked(says(f"Hello Dana, {text}", **fields)) == []


def test_names_are_read_from_the_greeting_alone():
    assert names_in("Dear Prof. Ada Lovelace,\n") == ["Ada", "Lovelace"]
    assert names_in("We met, Ada.") == []


def test_folding_forgets_case_accents_and_curly_quotes():
    assert fold("ÉLODIE O’Neil Weiß") == "elodie o'neil weiss"


LONG = {
    "spaces in a placeholder": lambda size: "{{" + " " * size + "x",
    "placeholders without an end": lambda size: "{{ a" * size,
    "one word again and again": lambda size: "a " * size,
    "questions": lambda size: "will you " * size,
    "numbers": lambda size: "1 - " * size,
    "spaces": lambda size: "hello" + " " * size + "x",
    "one word": lambda size: "a" * size,
    "empty lines": lambda size: "a" + "\n" * size + "a",
}


@pytest.mark.parametrize("name", LONG)
def test_reviewing_costs_as_much_as_there_is_to_read(name):
    """Also beside twenty earlier messages that are nearly the same."""

    def make(size):
        text = LONG[name](size)
        return says(text, subject=text, recent=[f"{text} {number}" for number in range(20)])

    assert growth(review, make, 2_000) < LINEAR


@pytest.mark.parametrize(
    "words",
    [
        "I am a great fit for Windpark AG.",
        "I am the best person for Windpark AG.",
        "You need me at Windpark AG.",
        "I am the best applicant you could wish for at Windpark AG.",
        "I am a genius.",
        "I am the best student you will ever have.",
        "I am the best intern you'll ever get at Windpark AG.",
        "I would be a great asset to Windpark AG.",
        "I am exactly who Windpark AG is looking for.",
        "I am what Windpark AG needs.",
        "Windpark AG needs someone like me.",
        "Windpark AG would be lucky to have me.",
        "I can bring huge value to Windpark AG.",
        "I would fit perfectly at Windpark AG.",
        "I am a top performer at Windpark AG.",
        "I am a world-class analyst for Windpark AG.",
        "I am the greatest analyst you have seen.",
        "I am the right man for Windpark AG.",
        "I am better than anyone at Windpark AG.",
        "I am a natural fit at Windpark AG.",
        "I am the dream candidate for Windpark AG.",
        "I am the candidate you dream of at Windpark AG.",
    ],
)
def test_nobody_is_praised_for_selling_themselves(words):
    ask = replace(says(f"Hello Dana, {words}"), contact_company="Windpark AG")
    praised = titles(ask, Level.OK)
    assert not {"A reason for this person", "Says who you are"} & set(praised)
    assert any(title.startswith("Leave out") for title in titles(ask, Level.HINT))


@pytest.mark.parametrize(
    "words",
    [
        "I want to work at Windpark AG.",
        "I would love to join Windpark AG.",
        "Please consider me for a place at Windpark AG.",
        "I am applying to Windpark AG.",
    ],
)
def test_a_wish_to_be_taken_on_is_no_reason_for_this_person(words):
    ask = replace(says(f"Hello Dana, {words}"), contact_company="Windpark AG")
    assert "A reason for this person" not in titles(ask, Level.OK)


@pytest.mark.parametrize(
    "words",
    [
        "I would love to join the talk of Windpark AG.",
        "Your way of working at Windpark AG stayed with me.",
        "You are an asset to Windpark AG, says Lena.",
    ],
)
def test_what_sounds_like_selling_and_is_a_reason_stays_one(words):
    ask = replace(says(f"Hello Dana, {words}"), contact_company="Windpark AG")
    assert "A reason for this person" in titles(ask, Level.OK)
    assert not any(title.startswith("Leave out") for title in titles(ask, Level.HINT))


def test_an_offer_to_help_is_no_boast():
    hints = titles(says(f"{GOOD} Tell me if you need me to wait."), Level.HINT)
    assert not any("need me" in hint for hint in hints)
