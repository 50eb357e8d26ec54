"""Starting texts: filled from what we know, honest about what we do not."""

import pytest

from accounts.models import User
from chats.starters import fill
from coach.places import places
from coach.starters import STARTERS, Starter
from contacts.models import Contact

SEEKER = User(email="sam@example.org", name="Sam Rivera", about="a data analyst")
CONTACT = Contact(
    name="Dana Okafor", role="Head of Data", company="Windpark", connection="the same school"
)


def test_there_are_four_each_under_its_key():
    assert [key for key, starter in STARTERS.items() if key == starter.key] == [
        "common-ground",
        "their-work",
        "new-field",
        "first-steps",
    ]


def test_what_is_known_is_filled_in():
    starter = Starter(
        "k", "t", "{{minutes}}", "{{first_name}}, {{ role }}, {{company}}. {{my_name}}"
    )
    filled = fill(starter, SEEKER, CONTACT, 25)
    assert filled == ("25", "Dana, Head of Data, Windpark. Sam Rivera")


def test_what_is_not_known_stays_visible():
    starter = Starter("k", "t", "", "{{company}} {{one line about me}} {{their secret}}")
    _, message = fill(starter, User(email="a@example.org"), Contact(name="Dana"), 25)
    assert message == starter.message


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again():
    starter = Starter("k", "t", "", "{{company}}")
    assert fill(starter, SEEKER, Contact(name="D", company="{{role}}"), 25)[1] == "{{role}}"


@pytest.mark.parametrize("starter", STARTERS.values(), ids=STARTERS)
def test_every_starter_leaves_the_personal_part_to_the_seeker(starter):
    subject, message = fill(starter, SEEKER, CONTACT, 25)
    assert len(places(message)) >= 1
    assert len(subject) <= 150
    assert message.startswith("Hello Dana,\n\n")
    assert message.endswith("\nSam Rivera")


def test_places_are_named_as_they_stand():
    assert places("a {{b}} c {{ d e }} {f} {{}}") == ["{{b}}", "{{ d e }}", "{{}}"]
