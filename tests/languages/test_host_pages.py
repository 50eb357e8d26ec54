"""Every sentence of the host's page is marked for gettext, in each of its states."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from calendars.clock import city
from chats.host.zones import CITIES
from chats.models import Link
from chats.states import Way
from chats.tokens import mint
from tests.browser.test_host_states import STATES, WORDS
from tests.chats.hosts import NOW, at, post, soon
from tests.chats.test_host_refusals import TOO_LONG, WRONG, asked
from tests.factories import (
    make_chat,
    make_contact,
    make_ended_chat,
    make_link,
    make_sent_invitation,
    three_times,
)
from tests.languages.code import unmarked_in_code
from tests.languages.marks import MARKED, unmarked_in_html
from tests.languages.sources import FOLDER, unmarked_in_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_marked", "plain_names")]

OWN = {
    *("Sam Rivera", "Sam", "Dana Okafor", "Dana", "Berlin", "New York", "Café Kranzler, Berlin"),
    *("Data analyst, on my way to climate work", WORDS, TOO_LONG),
    *("25 minutes about data for wind farms?", "A train is late.", "I am ill, sorry."),
    "Hello Dana, your talk on turbine data made me think.",
    *(city(ZoneInfo(name)) for name in CITIES),
}
"""Of the people of the tests, and where clocks are."""


PAGES = ["host_base.html", "host/*.html", "components/_which_time.html"]
ERROR_PAGES = ["error_base.html", "4*.html", "5*.html"]

CODE = [
    *("accounts/fields.py", "accounts/states.py", "calendars/fields.py"),
    *("chats/agreed.py", "chats/errors.py", "chats/locks.py"),
    *("chats/telling.py", "chats/ways.py", "chats/host/**/*.py", "chats/times/free.py"),
    *("chats/meeting/booking.py", "chats/meeting/calling_off.py", "chats/meeting/changing.py"),
    *("chats/meeting/checks.py", "chats/meeting/move_conflicts.py", "chats/meeting/new_rules.py"),
]
"""What a host can cause to be said."""


def test_every_branch_of_every_template_is_marked() -> None:
    """Also of cases that no state below shows."""
    globs = [*PAGES, *ERROR_PAGES]
    names = [path.relative_to(FOLDER).as_posix() for glob in globs for path in FOLDER.glob(glob)]
    assert len(names) > 40
    assert {name: left for name in names if (left := unmarked_in_source(name))} == {}


def test_every_sentence_of_the_code_behind_it_is_marked() -> None:
    """Also of refusals that no test below meets."""
    base = Path(settings.BASE_DIR)
    names = [path.relative_to(base).as_posix() for glob in CODE for path in base.glob(glob)]
    assert len(names) > 30
    assert {name: left for name in names if (left := unmarked_in_code(name))} == {}


@pytest.mark.parametrize("state", [state for states in STATES.values() for state in states])
def test_every_sentence_of_the_page_is_marked(state: Callable[[], str]) -> None:
    with at(soon()):
        page = Client().get(state()).content.decode()
    assert unmarked_in_html(page, OWN) == []


@pytest.mark.parametrize("what", WRONG)
def test_every_sentence_about_a_form_is_marked(what: str) -> None:
    make, action, fields, _, _ = WRONG[what]
    path = make_link(make())
    with at(soon()):
        page = post(Client(), path, action, **({"way": "video"} | fields)).content.decode()
    assert unmarked_in_html(page, OWN) == []


def asked_for_times_of_which_one_is_taken() -> str:
    ask = make_sent_invitation()
    make_chat(make_contact(ask.seeker, "Ada Lim"), starts_at=three_times()[2])
    return make_link(ask)


def asked_by_phone_alone() -> str:
    return make_link(make_sent_invitation(ways=[Way.PHONE]))


def booked_by_phone() -> str:
    return make_link(make_chat(way=Way.PHONE).invitation)


def booked_by_a_link_handed_on() -> str:
    path = make_link(make_chat().invitation)
    Link.objects.update(address="")
    return path


def never_by_a_link_handed_on() -> str:
    return f"{booked_by_a_link_handed_on()}opt-out/"


def one_click() -> str:
    ask = make_sent_invitation()
    assert ask.expires_at is not None
    link = {"after": ask.expires_at, "to": ask.contact.email}
    url = mint(ask, purpose=Link.Purpose.OPT_OUT, **link)
    return url[url.index("/i/") :]


def over() -> str:
    return make_link(make_ended_chat().invitation)


def of_two_clocks() -> str:
    return f"{asked_by_phone_alone()}?place=Portugal"


def of_no_clock() -> str:
    return f"{asked_by_phone_alone()}?place=1234"


ONCE = [
    (asked_for_times_of_which_one_is_taken, soon()),
    (asked_for_times_of_which_one_is_taken, three_times()[1] - timedelta(minutes=1)),
    (asked_by_phone_alone, soon()),
    (asked_by_phone_alone, NOW + timedelta(days=90)),
    (booked_by_phone, soon()),
    (booked_by_phone, three_times()[0] - timedelta(hours=1)),
    (booked_by_phone, three_times()[0] + timedelta(minutes=1)),
    (booked_by_a_link_handed_on, soon()),
    (never_by_a_link_handed_on, soon()),
    (one_click, soon()),
    (over, soon()),
    (of_two_clocks, soon()),
    (of_no_clock, soon()),
]
"""What is not among the states that a browser sees, and when it is looked at."""


PLACES = {"Portugal", "Lisbon", "Azores", "Madeira"}


@pytest.mark.parametrize(("state", "moment"), ONCE)
def test_what_hardly_anybody_sees_is_marked(state: Callable[[], str], moment: datetime) -> None:
    path = state()
    with at(moment):
        answer = Client().get(path)
    assert answer.status_code != 404
    assert unmarked_in_html(answer.content.decode(), OWN | PLACES) == []


@pytest.mark.parametrize("typed", ["2027-03-14T02:30", "2027-11-07T01:30", "2029-01-01T10:00"])
def test_what_is_said_of_a_typed_time_is_marked(typed: str) -> None:
    """It is skipped, comes twice, and is far away."""
    path = make_link(asked())
    with at(soon()):
        answer = post(Client(), path, "propose", way="video", time_1=typed, zone="America/New_York")
    assert answer.status_code == 422
    assert unmarked_in_html(answer.content.decode(), OWN) == []


@pytest.mark.parametrize("path", ["/i/never-was-a-token/", "/i/"])
def test_a_page_says_its_language(path: str) -> None:
    """One of a host, and one of an error."""
    assert f'<html lang="{MARKED}">' in Client().get(path).content.decode()


def test_the_answer_to_a_mail_program_is_marked() -> None:
    assert Client().post(one_click()).content.decode().startswith("⟦Done.")
