"""Names that run from right to left: in pages, subjects and From they keep to themselves."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from chats import ways
from chats.compose import emails as asking
from chats.meeting import emails
from chats.models import Chat
from chats.starters import fill
from chats.states import Side, Way
from coach.starters import STARTERS
from contacts.models import Contact
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db

DANA, SAM = "דנה כהן", "سام"
ISOLATED = "\u2068{}\u2069"


@pytest.fixture
def chat() -> Chat:
    return make_chat(contact=make_contact(make_seeker(SAM), DANA))


def test_a_contacts_page_isolates_their_name(client: Client, chat: Chat) -> None:
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(chat.contact.get_absolute_url()).text
    assert f"<h1><bdi>{DANA}</bdi></h1>" in page
    assert f"<title>{ISOLATED.format(DANA)} - CoffeeChat</title>" in page
    assert f"Keeping in touch with {ISOLATED.format('דנה')}" in page


def test_a_hosts_page_isolates_who_asks_and_runs_the_letter_its_own_way(client: Client) -> None:
    contact = make_contact(make_seeker(SAM), DANA)
    page = client.get(make_link(make_sent_invitation(contact, now=timezone.now()))).text
    assert ISOLATED.format(SAM) in page
    assert '<div class="letter__body" dir="auto">' in page


def test_subjects_and_from_isolate_names(chat: Chat) -> None:
    to_host = emails.booked_host(chat, link="https://example.org/i/x/", now=NOW)
    assert to_host.from_name == f"{ISOLATED.format(SAM)} via CoffeeChat"
    assert to_host.subject.startswith(f"Booked: your chat with {ISOLATED.format(SAM)}, ")
    assert f"Hello {ISOLATED.format('דנה')}," in to_host.text
    to_seeker = emails.booked_seeker(chat, by=Side.HOST, now=NOW)
    assert to_seeker.subject.startswith(f"Booked: {ISOLATED.format(DANA)}, ")


def test_a_form_runs_the_way_of_what_is_typed(client: Client, chat: Chat) -> None:
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(f"{chat.contact.get_absolute_url()}edit/").text
    fields = re.findall("<(?:input|textarea)[^>]*>", page)
    assert all('dir="auto"' in one for one in fields if 'name="name"' in one or "research" in one)


ROLE, COMPANY, PLACE = "מהנדסת", "حلول 7", "קפה 12"


def test_role_and_company_keep_to_themselves_within_a_sentence() -> None:
    contact = Contact(name=DANA, role=ROLE, company=COMPANY)
    assert contact.role_and_company == f"{ISOLATED.format(ROLE)}, {ISOLATED.format(COMPANY)}"
    assert Contact(name="Dana", role="Engineer", company="Vestas").role_and_company == (
        "Engineer, Vestas"
    )
    subject_and_message = [fill(one, make_seeker(SAM), contact, 25) for one in STARTERS.values()]
    letters = " ".join(message for _, message in subject_and_message)
    assert f"{ISOLATED.format(ROLE)} at {ISOLATED.format(COMPANY)} is" in letters


def test_tags_run_their_own_way(client: Client, chat: Chat) -> None:
    Contact.objects.update(tags=["אנרגיה"], role=ROLE)
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(chat.contact.get_absolute_url()).text
    assert re.search('<a class="tag" dir="auto" [^>]*>אנרגיה</a>', page)


def test_where_they_meet_and_what_it_is_about_keep_to_themselves(chat: Chat) -> None:
    chat.way, chat.where = Way.IN_PERSON, PLACE
    assert ways.say_meeting(chat) == f"In person: {ISOLATED.format(PLACE)}"
    sent = make_sent_invitation(make_contact(chat.seeker), subject=PLACE)
    letter = asking.invitation(sent, list(sent.slots.all()), link="#", one_click="#")
    assert letter.subject == ISOLATED.format(PLACE)
