"""Coaches praise and blame what the seeker wrote, not our sentences and places that wait."""

from dataclasses import replace

import pytest

from accounts.models import User
from chats.starters import fill
from coach.ask import Ask
from coach.hints import Level
from coach.invitation import review
from coach.own_words import own_words
from coach.places import places
from coach.starters import AGAIN, STARTERS
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


@pytest.mark.parametrize("now", [Contact(name="Dana Okafor", role="Founder", company="A"), ALIKE])
@pytest.mark.parametrize("key", STARTERS)
def test_nor_does_one_that_was_put_in_while_they_worked_elsewhere(key: str, now: Contact) -> None:
    message = started(key)
    for place in places(message):
        message = message.replace(f", above all {place}", "").replace(place, "")
    found = replace(ask(message, now), minutes=45)
    assert (praised(found), found.written.split("\n")[-1]) == (set(), "Sam Rivera")
    assert "talk for" not in found.written


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
        ("I’m a physics graduate from Bern.", True),
        ("I am currently working as a nurse.", True),
        ("I am in my third year of law.", True),
        ("I am student of physics.", True),
        ("My name’s Rivera.", True),
        ("Rivera here, analyst in Basel.", True),
        ("I teach maths.", True),
        ("I recently left my post as a cook.", True),
        ("I have been working in a bakery.", True),
        ("I am desperate.", False),
        ("I am unemployed.", False),
        ("I am a big fan of yours.", False),
        ("I am a bit shy.", False),
        ("I am in awe.", False),
        ("I am new here.", False),
        ("I am passionate and eager.", False),
        ("I recently read your post.", False),
        ("I just saw that you moved.", False),
        ("I write to you today.", False),
        ("I want to join your team.", False),
        ("As a token I wonder.", False),
        ("I am the right person for your team.", False),
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
    ("words", "counts"),
    [
        ("Your talk amazed me.", True),
        ("Your path from physics to wind is rare.", True),
        ("Your team’s work on pumps is clever.", True),
        ("You are Head of Data.", True),
        ("I want to join your team.", False),
        ("I want to join your team at Windpark.", False),
        ("I am looking for opportunities at Windpark.", False),
        ("I admire your career.", False),
        ("Your work is impressive.", False),
        ("I love data.", False),
        ("Could we talk about your field?", False),
    ],
)
def test_a_reason_is_about_this_person(words: str, counts: bool) -> None:
    found = replace(ask(f"Hello Dana, {words}"), research="Gave a talk on Nordsee")
    assert ("A reason for this person" in praised(found)) is counts


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("We met in Bern.", True),
        ("You are an alumna of my school.", True),
        ("We went to the same school.", True),
        ("At the same time I wonder.", False),
        ("I feel the same way.", False),
        ("Aluminium is light.", False),
    ],
)
def test_what_connects_is_shared(words: str, counts: bool) -> None:
    assert ("Connection first" in praised(ask(f"Hello Dana, {words}"))) is counts


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


def objections(words: str) -> list[str]:
    said = advised(ask(f"Hello Dana, {words}"))
    return [text for text in said if text.startswith(("Leave out", "Send nothing"))]


@pytest.mark.parametrize(
    "words",
    [
        "How did you resume your studies?",
        "I quit my job at a bank.",
        "I changed jobs two years ago.",
        "My position as a nurse taught me a lot.",
        "Your job at Windpark is great.",
        "This is not about a job.",
        "My first job was at a bank.",
        "You did a great job there.",
        "I do not want a job.",
        "I did an internship at Bosch.",
        "I would like to apply your advice.",
        "I attach great importance to rivers.",
        "What is it like to work for you?",
        "How did you join the team?",
    ],
)
def test_a_job_one_has_is_none_one_asks_for(words: str) -> None:
    assert objections(words) == []


@pytest.mark.parametrize(
    ("words", "objection"),
    [
        ("I am looking for an internship.", "Leave out “looking for an internship”"),
        ("Do you have an internship?", "Leave out “Do you have an internship”"),
        ("Are there openings?", "Leave out “Are there openings”"),
        ("Could you get me an interview?", "Leave out “get me an interview”"),
        ("I'd like to apply.", "Leave out “I'd like to apply”"),
        ("Please see my resume.", "Leave out “resume”"),
        ("Do you have a job or a position?", "Leave out “job” and “position”"),
        ("I am looking for my first job.", "Leave out “looking for my first job”"),
        ("I am looking for a good job.", "Leave out “job”"),
        ("I write about a job.", "Leave out “job”"),
        ("I am interested in this position.", "Leave out “position”"),
        ("I attach my slides.", "Send nothing along"),
        ("I want to join your team.", "Leave out “join your team”"),
        ("I would love to work for you.", "Leave out “work for you”"),
        ("I am looking for a new role.", "Leave out “looking for a new role”"),
    ],
)
def test_what_asks_for_work_is_named(words: str, objection: str) -> None:
    assert objections(words) == [objection]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("I am the most qualified person for your team.", "the most qualified"),
        ("I am by far the best for your team.", "I am by far the best"),
        ("I am one of the best in your team.", "I am one of the best"),
        ("I am exceptionally talented, as your team is.", "exceptionally talented"),
        ("I am the perfect addition to your team.", "the perfect addition"),
        ("You won’t find anyone better for your project.", "You won’t find anyone better"),
        ("I am the ideal person for your project.", "the ideal person"),
        ("I am an excellent candidate for your team.", "an excellent candidate"),
        ("I am a great match for your team.", "a great match"),
        ("I am the best candidate for your team.", "the best candidate for"),
        ("Nordwind needs me.", "Nordwind needs me"),
        ("Your whole team needs me.", "Your whole team needs me"),
        ("I would be the answer to all your problems.", "I would be the answer to"),
        ("I’m the solution to your needs.", "I’m the solution to"),
        ("I am a winner.", "I am a winner"),
        ("I am a born leader.", "I am a born leader"),
        ("I am an extraordinary talent.", "I am an extraordinary talent"),
        ("I am a truly exceptional data analyst.", "I am a truly exceptional data analyst"),
        ("I am simply the best.", "I am simply the best"),
        ("I am the very best at your company.", "I am the very best"),
        ("I am truly outstanding at sales.", "I am truly outstanding"),
        ("You will never meet a better applicant.", "You will never meet a better"),
        ("No one works harder than I do.", "No one works harder than I"),
    ],
)
def test_a_boast_is_named_and_says_nothing(words: str, named: str) -> None:
    assert objections(words) == [f"Leave out “{named}”"]
    assert praised(ask(f"Hello Dana, {words.replace(', as your team is', '')}")) == set()


def test_what_stands_beside_a_boast_counts() -> None:
    found = praised(ask("Hello Dana, I am Sam, a great match for you. Nordsee amazed me."))
    assert found == {"Says who you are", "A reason for this person"}


@pytest.mark.parametrize(
    "words",
    [
        "Are you the right person to ask?",
        "What is the best advice you have ever had?",
        "Are you the ideal person to ask?",
        "One of the best talks I heard was yours.",
        "Your exceptionally talented team builds pumps.",
        "I am the best man at a wedding of a colleague.",
        "My mother needs me.",
        "Nordwind needs me to answer by June.",
        "I am a winner of the Nordsee scholarship.",
        "What was the answer to all your problems?",
        "You are an extraordinary talent.",
        "I am simply curious, and I do my best.",
        "I am best at listening.",
        "I am not outstanding at sales.",
        "You will never meet a better teacher than Lena.",
        "I am the best friend of Lena.",
        "I am in an exceptional case.",
        "I am a natural scientist and a born Berliner.",
        "I am a prize winner.",
    ],
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


def test_the_longest_sentence_of_ours_goes_first() -> None:
    ours = ["it went on in Oslo", "I hear it went on in Oslo"]
    assert own_words("I hear it went on in Oslo.", ours).strip() == ""


def test_a_few_words_in_a_place_are_ours_and_a_sentence_is_not() -> None:
    ours = ["Your path to {{role}} at {{company}} moved me"]
    for work in ("to Head of R&D at St. Gallen", "to at", "to … at ..."):
        assert own_words(f"Your path {work} moved me.", ours).strip() == ""
    for theirs in (
        "Your path to a farm! I am Sam. Those at home moved me.",
        "Your path to Head of Data at Windpark moved me to tears.",
        f"Your path to {'many ' * 11} at Windpark moved me.",
    ):
        assert own_words(theirs, ours) == theirs


LONG = {
    "the beginning of a place": "Your path to ",
    "a word in a place": "Your path to at " + "a" * 40,
    "two places": "What you do as a at b as at ",
    "words of ours": "Could we talk for ",
    "their beginning": "Pick  \n ",
    "places": "{{a}} ",
    "places without an end": "[in your own words: {{",
    "i am": "I am the best ",
    "boasts": "the ideal person ",
    "i am a": "I am a very ",
    "a talent": "I am an extraordinary data ",
    "who needs me": "Nordwind needs ",
    "whose team": "your whole ",
    "nobody": "nobody works ",
    "at a wedding": "I am the best man at a ",
    "wishes": "join your very ",
    "lengths": "half an hour ",
    "one long word": "I am " + "a" * 40,
}


@pytest.mark.parametrize("name", LONG)
def test_reading_costs_as_much_as_there_is_to_read(name: str) -> None:
    assert growth(review, lambda size: ask(LONG[name] * size), 2_000) < LINEAR
