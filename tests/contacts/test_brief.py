"""The brief on a contact, and what is kept for it with its date."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contacts.brief_forms import MAX_CLIPPINGS
from contacts.models import Clipping, Contact
from tests.factories import make_contact

pytestmark = pytest.mark.django_db

PARTS = {
    "path": "Teacher, then data.",
    "recent_work": "A talk on turbines",
    "common_ground": "Both taught",
    "already_public": "Her salary band",
    "research": "Ask about the first year",
}
VERBS = ["brief", "keep_clipping", "remove_clipping"]


@pytest.fixture
def contact() -> Contact:
    return make_contact()


@pytest.fixture
def page(client: Client, contact: Contact) -> Client:
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, contact: Contact) -> str:
    return reverse(f"contacts:{name}", args=[contact.pk])


def said(answer: Any) -> str:
    return answer.content.decode()


def test_what_is_typed_is_kept_and_nothing_else_is_touched(page: Client, contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).update(tags=["wind"])
    typed = {**PARTS, "links": "example.org/dana\nexample.org/talk"}
    answer = page.post(at("brief", contact), typed, headers={"HX-Request": "true"})
    assert (answer.status_code, said(answer).strip()) == (200, "Saved")
    kept = Contact.objects.values(*PARTS, "links", "tags", "name", "role").get()
    links = ["https://example.org/dana", "https://example.org/talk"]
    assert kept == {**PARTS, "links": links, "tags": ["wind"], "name": contact.name, "role": ""}


def test_without_script_it_shows_the_page_again(page: Client, contact: Contact) -> None:
    answer = page.post(at("brief", contact), PARTS)
    assert (answer.status_code, answer["Location"]) == (302, at("brief", contact))
    assert "Your brief is kept." in said(page.get(answer["Location"]))


def test_a_wrong_link_keeps_everything_typed(page: Client, contact: Contact) -> None:
    answer = page.post(at("brief", contact), {**PARTS, "links": "not a link"})
    assert answer.status_code == 422
    assert "Line 1 is not a link: not a link" in said(answer)
    assert PARTS["path"] in said(answer)
    assert Contact.objects.get().path == ""


def test_the_contact_page_shows_the_parts_that_are_written(page: Client, contact: Contact) -> None:
    Contact.objects.update(common_ground="Both taught", research="Ask more")
    shown = page.get(contact.get_absolute_url()).context["contact"].brief
    assert shown == [("Common ground", "Both taught"), ("Notes", "Ask more")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"text": "She wrote this."}, ("She wrote this.", "")),
        ({"url": "example.org/a"}, ("", "https://example.org/a")),
        ({"text": "https://example.org/a"}, ("", "https://example.org/a")),
        ({"text": "A quote", "url": "https://example.org"}, ("A quote", "https://example.org")),
    ],
)
def test_a_text_or_a_link_is_kept_with_its_day(
    page: Client, contact: Contact, typed: dict[str, str], kept: tuple[str, str]
) -> None:
    before = timezone.now()
    assert page.post(at("keep_clipping", contact), typed).status_code == 302
    clipping = Clipping.objects.get()
    assert (clipping.contact, clipping.text, clipping.url) == (contact, *kept)
    assert before <= clipping.kept_at <= timezone.now()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Please paste a text or a link."),
        ({"text": "kept", "url": "javascript:alert(1)"}, "Please give the whole link"),
        ({"text": "x" * 10_001}, "Please keep this to 10000 characters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_shown_again(
    page: Client, contact: Contact, typed: dict[str, str], sentence: str
) -> None:
    answer = page.post(at("keep_clipping", contact), typed)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert typed.get("text", "") in said(answer)
    assert Clipping.objects.count() == 0


def test_there_is_an_end_to_clippings(page: Client, contact: Contact) -> None:
    now = timezone.now()
    Clipping.objects.bulk_create(
        Clipping(contact=contact, text="x", kept_at=now) for _ in range(MAX_CLIPPINGS)
    )
    assert page.post(at("keep_clipping", contact), {"text": "more"}).status_code == 422


def test_a_clipping_is_removed_and_never_another_contacts(page: Client, contact: Contact) -> None:
    now = timezone.now()
    mine = Clipping.objects.create(contact=contact, text="mine", kept_at=now)
    other = Clipping.objects.create(contact=make_contact(), text="other", kept_at=now)
    for number in (other.pk, mine.pk, mine.pk, "x", "9" * 30):
        assert page.post(at("remove_clipping", contact), {"clipping": number}).status_code == 302
    assert list(Clipping.objects.all()) == [other]


@pytest.mark.parametrize("name", VERBS)
def test_a_stranger_finds_nothing(page: Client, name: str) -> None:
    other = make_contact()
    assert page.get(at(name, other)).status_code == 404
    assert page.post(at(name, other), {"text": "mine", "path": "x"}).status_code == 404
    assert (Clipping.objects.count(), Contact.objects.get(pk=other.pk).path) == (0, "")


def test_many_clippings_cost_no_more_queries(
    page: Client, contact: Contact, django_assert_num_queries: Any
) -> None:
    for name in ("detail", "brief"):
        page.get(at(name, contact))
    counts = []
    for number in (1, 20):
        for _ in range(number):
            Clipping.objects.create(contact=contact, text="x", kept_at=timezone.now())
        with django_assert_num_queries(5, exact=False) as queries:
            page.get(at("brief", contact))
        counts.append(len(queries))
    assert counts[0] == counts[1]
