"""Coaches praise and blame what the seeker wrote, not our sentences and places that wait."""

from dataclasses import replace

import pytest

from accounts.models import User
from chats.coach import Ask, Level, review
from chats.own_words import own_words, places
from chats.starters import AGAIN, STARTERS, fill
from contacts.models import Contact
from tests.growth import LINEAR, growth

CONTACT = Contact(name="Dana Okafor", role="Head of Data", company="Windpark St. Gallen")
ALIKE = Contact(name="Dana Okafor")
ABOUT_A_PERSON = {"Says who you are", "A reason for this person", "Connection first"}


def ask(message: str, contact: Contact = CONTACT) -> Ask:
    return Ask(
        subject="",
        message=message,
        seeker_name="Sam Rivera",
        contact_name=contact.name,
        contact_company=contact.company,
        contact_role=contact.role,
        connection=contact.connection,
        research="Dana Okafor built the Nordsee platform",
    )


def praised(found: Ask) -> set[str]:
    return {hint.text for hint in review(found) if hint.level == Level.OK} & ABOUT_A_PERSON


def advised(found: Ask) -> list[str]:
    return [hint.text for hint in review(found) if hint.level == Level.HINT]


def started(key: str, contact: Contact = CONTACT) -> str:
    seeker = User(email="sam@example.org", name="Sam Rivera")
    return fill(STARTERS[key], seeker, contact, 25)[1]


@pytest.mark.parametrize("contact", [CONTACT, ALIKE], ids=["known", "unknown"])
@pytest.mark.parametrize("key", STARTERS)
def test_a_starter_alone_earns_no_praise_for_the_person(key: str, contact: Contact) -> None:
    assert praised(ask(started(key, contact), contact)) == set()


@pytest.mark.parametrize("key", STARTERS)
def test_nor_does_one_whose_places_were_only_deleted(key: str) -> None:
    message = started(key)
    for place in places(message):
        message = message.replace(f", above all {place}", "").replace(place, "")
    assert praised(ask(message)) == set()


@pytest.mark.parametrize("side", AGAIN)
def test_a_second_ask_says_nothing_of_who_writes(side: str) -> None:
    seeker = User(email="sam@example.org", name="Sam Rivera")
    assert praised(ask(fill(AGAIN[side], seeker, CONTACT, 25)[1])) == set()


def test_a_place_that_is_filled_makes_its_sentence_the_seekers() -> None:
    message = started("common-ground")
    for place, words in {
        "{{how we are connected}}": "the meetup in Bern",
        "{{one line about me}}": "data analyst",
        "{{one specific thing about their path}}": "the step out of teaching",
    }.items():
        message = message.replace(place, words)
    assert praised(ask(message)) == ABOUT_A_PERSON


def test_what_the_seeker_noted_and_a_starter_took_over_is_theirs() -> None:
    contact = Contact(name="Dana Okafor", connection="the meetup in Bern")
    found = praised(ask(started("common-ground", contact), contact))
    assert found == {"Connection first", "A reason for this person"}


def test_words_in_a_place_are_not_said() -> None:
    found = ask("Hello Dana,\n\n{{I am Sam}} and {{your urgent job, attached}}. Nordsee amazed me.")
    assert praised(found) == {"A reason for this person"}
    assert [text for text in advised(found) if text.startswith(("Leave", "Say “", "Send"))] == [
        "Leave an easy out"
    ]


def test_a_name_alone_is_no_reason_for_this_person() -> None:
    assert praised(ask("Hello,\n\nDana, it is me, Rivera.")) == set()


@pytest.mark.parametrize(
    ("words", "says_who"),
    [
        ("I am Sam.", True),
        ("I’m a data analyst on my way to climate work.", True),
        ("I am the founder of a small workshop.", True),
        ("As a student I wonder.", True),
        ("I am sorry. I am Sam.", True),
        ("I am the best candidate you will ever see.", False),
        ("I am a perfect fit.", False),
        ("I am very interested in this.", False),
        ("I am writing to you.", False),
        ("I just wanted to ask.", False),
        ("As a result I wonder.", False),
    ],
)
def test_who_one_is_and_not_how_one_feels(words: str, says_who: bool) -> None:
    assert ("Says who you are" in praised(ask(f"Hello Dana, {words}"))) is says_who


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (
            "I am the best candidate you will ever see.",
            "Leave out “the best candidate” and “you will ever see”",
        ),
        ("It is urgent, asap: act now. Urgent!", "Say “urgent”, “asap” and “act now” in your own"),
        ("A job, my CV, a JOB, a referral.", "Leave out “job”, “CV” and “referral”"),
    ],
)
def test_all_of_several_phrases_are_named_each_once(words: str, advice: str) -> None:
    found = [text for text in advised(ask(f"Hello Dana, {words}")) if text.startswith(advice)]
    assert len(found) == 1


@pytest.mark.parametrize(
    "words", ["Are you the right person to ask?", "What is the best advice you have ever had?"]
)
def test_a_question_is_no_boast(words: str) -> None:
    said = advised(ask(f"Hello Dana, {words}"))
    assert [text for text in said if text.startswith("Leave out")] == []


def test_all_that_is_left_and_all_who_are_meant_are_named() -> None:
    message = "Hello Dana, {{a}}, {{b}} and {{a}}. Mei Lin and Jonas Weber of Meta."
    others = (("Mei Lin", ""), ("Jonas Weber", "Meta"), ("Ann Lee", "Meta"))
    blocked = review(replace(ask(message), others=others))[:4]
    assert [hint.text for hint in blocked] == [
        "A placeholder is left",
        "Mei Lin belongs to somebody else",
        "Jonas Weber belongs to somebody else",
        "Meta belongs to somebody else",
    ]
    assert blocked[0].why == "Put your own words for {{a}} and {{b}}."


def test_a_sentence_of_ours_counts_once_it_is_changed() -> None:
    ours = ["I would like to hear how it went on."]
    assert own_words("I would like to\nhear how it went on.", ours).strip() == ""
    changed = "I would like to hear how it went on in Oslo."
    assert own_words(changed, ours) == changed


LONG = {
    "words of ours": "Could we talk for ",
    "their beginning": "Pick  \n ",
    "places": "{{a}} ",
    "places without an end": "[in your own words: {{",
    "i am": "I am the best ",
}


@pytest.mark.parametrize("name", LONG)
def test_reading_costs_as_much_as_there_is_to_read(name: str) -> None:
    assert growth(review, lambda size: ask(LONG[name] * size), 2_000) < LINEAR
