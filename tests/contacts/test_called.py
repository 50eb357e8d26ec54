"""What the seeker calls a contact: guessed, theirs to change, and said wherever one is greeted."""

import pytest
from django.test import Client
from django.utils import timezone

from chats.meeting import emails
from chats.starters import fill
from coach.starters import STARTERS
from contacts.models import Contact
from followups.debrief.forms import PeopleRows, named
from followups.lifecycle import add_people
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    return client


def saved(page: Client, path: str, **typed: str) -> Contact:
    answer = page.post(path, {"name": "Dr. Anna Weber", **typed})
    assert answer.status_code == 302
    return Contact.objects.get()


def test_it_is_guessed_from_the_name_and_follows_it(page: Client) -> None:
    anna = saved(page, "/contacts/add/")
    assert (anna.called, anna.first_name) == ("", "Anna")
    edit = f"{anna.get_absolute_url()}edit/"
    assert page.get(edit).context["form"]["called"].value() == "Anna"
    beate = saved(page, edit, name="Weber, Beate", called="Anna")
    assert (beate.called, beate.first_name) == ("", "Beate")


def test_it_can_be_changed_and_taken_back(page: Client) -> None:
    anna = saved(page, "/contacts/add/", called="Annie")
    assert (anna.called, anna.first_name) == ("Annie", "Annie")
    edit = f"{anna.get_absolute_url()}edit/"
    assert page.get(edit).context["form"]["called"].value() == "Annie"
    assert saved(page, edit, name="Anna Weber-Lima", called="Annie").called == "Annie"
    assert saved(page, edit, called="").first_name == "Anna"


def test_the_contacts_page_says_it(page: Client) -> None:
    anna = saved(page, "/contacts/add/", called="Annie")
    assert "<dt>You call them</dt><dd>Annie</dd>" in page.get(anna.get_absolute_url()).text


def test_starters_and_emails_greet_by_it() -> None:
    chat = make_chat(contact=make_contact(name="Prof. Dr. Anna Weber"))
    _, message = fill(STARTERS["their-work"], chat.seeker, chat.contact, 25)
    assert message.startswith("Hello Anna,\n")
    mail = emails.booked_host(chat, link="https://example.org/i/x/", now=NOW)
    assert mail.text.startswith("Hello Anna,\n")
    chat.contact.called = "Frau Weber"
    mail = emails.booked_host(chat, link="https://example.org/i/x/", now=NOW)
    assert mail.text.startswith("Hello Frau Weber,\n")


def test_the_host_reads_what_people_call_the_seeker(client: Client) -> None:
    seeker = make_seeker("Rivera, Samuel", called="Sam")
    invitation = make_sent_invitation(make_contact(seeker), now=timezone.now())
    assert 'aria-label="What Sam writes"' in client.get(make_link(invitation)).text


def test_a_seeker_says_what_people_call_them(page: Client) -> None:
    typed = {"name": "Dr. Ana Lima", "time_zone": "Europe/Berlin", "called": "Ana"}
    assert page.post("/settings/", typed).status_code == 302
    form = page.get("/settings/").context["form"]
    assert (form.instance.called, form.instance.first_name) == ("", "Ana")
    assert page.post("/settings/", typed | {"called": "Ani"}).status_code == 302
    assert page.get("/settings/").context["form"]["called"].value() == "Ani"


def test_whoever_was_named_after_a_chat_has_it_too() -> None:
    typed = {"person-0-name": "Weber, Anna", "person-0-called": "Annie"}
    counts = {"person-TOTAL_FORMS": "1", "person-INITIAL_FORMS": "0"}
    rows = PeopleRows(typed | counts, prefix="person")
    assert rows.is_valid()
    chat = make_chat()
    add_people(chat, named(rows), now=NOW)
    [anna] = Contact.objects.filter(introduced_by=chat.contact)
    assert (anna.name, anna.first_name) == ("Weber, Anna", "Annie")
