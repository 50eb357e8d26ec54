"""Who led to whom: written on the contact's form, drawn as a tree."""

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.forms import ContactForm
from contacts.introductions import MAX_CANDIDATES, closes_a_circle, led_by
from contacts.models import Contact
from outcomes import drawing, lifecycle
from outcomes.drawing import Up
from outcomes.lifecycle import Noted
from outcomes.states import Kind
from tests.factories import NOW, make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

TREE = reverse("introductions")


@pytest.fixture
def seeker():
    return make_seeker()


@pytest.fixture
def page(client, seeker):
    client.force_login(seeker)
    return client


def edit(page, contact: Contact, **typed: str):
    fields = {"name": contact.name, "email": contact.email, **typed}
    return page.post(reverse("contacts:edit", args=[contact.pk]), fields)


def led_here(contact: Contact) -> str:
    contact.refresh_from_db()
    return contact.introduced_by.name if contact.introduced_by else ""


# -- The form of a contact ----------------------------------------------------------------------


def test_a_part_of_the_name_will_do(page, seeker) -> None:
    nora, mei = make_contact(seeker, "Nora Beck"), make_contact(seeker, "Mei Lin")
    assert edit(page, mei, introduced_by="nora").status_code == 302
    assert led_here(mei) == "Nora Beck"
    assert mei.events.first().sentence == "Nora Beck led you to Mei Lin"
    assert nora.events.first().sentence == "Led you to Mei Lin"
    shown = page.get(mei.get_absolute_url()).text
    assert "Introduced by" in shown
    assert "Mei Lin" in page.get(nora.get_absolute_url()).text


def test_keeping_it_writes_nothing_and_an_empty_field_takes_it_away(page, seeker) -> None:
    nora = make_contact(seeker, "Nora Beck")
    make_contact(seeker, "Nora Beck")
    mei = make_contact(seeker, "Mei Lin", introduced_by=nora)
    assert edit(page, mei, introduced_by="Nora Beck").status_code == 302
    mei.refresh_from_db()
    assert (mei.introduced_by, mei.events.count()) == (nora, 0)
    edit(page, mei, introduced_by="")
    assert led_here(mei) == ""


def test_of_several_who_fit_one_is_chosen(page, seeker) -> None:
    one, two = make_contact(seeker, "Nora Beck"), make_contact(seeker, "Nora Alt")
    mei = make_contact(seeker, "Mei Lin")
    asked = edit(page, mei, introduced_by="Nora")
    assert asked.status_code == 422
    assert "Several people fit. Which one do you mean?" in asked.text
    assert f'name="introduced_by_offset" value="{one.pk}"' in asked.text
    edit(page, mei, introduced_by="Nora", introduced_by_offset=str(two.pk))
    assert led_here(mei) == "Nora Alt"


def test_many_who_fit_are_not_all_offered(page, seeker) -> None:
    for number in range(MAX_CANDIDATES + 3):
        make_contact(seeker, f"Nora {number:02}")
    asked = edit(page, make_contact(seeker, "Mei Lin"), introduced_by="Nora")
    assert asked.text.count('name="introduced_by_offset"') == MAX_CANDIDATES
    assert "type more of the name" in asked.text


@pytest.mark.parametrize("picked", ["", "foreign"])
def test_nobody_elses_contact_is_found(page, seeker, picked) -> None:
    foreign = make_contact(name="Nora Beck")
    mei = make_contact(seeker, "Mei Lin")
    answer = edit(
        page, mei, introduced_by="Nora", introduced_by_offset=str(foreign.pk) if picked else ""
    )
    assert answer.status_code == 422
    assert "Nobody in your contacts is called Nora." in answer.text
    assert led_here(mei) == ""


def test_nobody_leads_to_themselves(page, seeker) -> None:
    ida = make_contact(seeker, "Ida Top")
    nora = make_contact(seeker, "Nora Beck", introduced_by=ida)
    mei = make_contact(seeker, "Mei Lin", introduced_by=nora)
    answer = edit(page, ida, introduced_by="Mei")
    assert answer.status_code == 422
    assert "Ida Top led you to Mei Lin, so not the other way." in answer.text
    assert edit(page, ida, introduced_by="Ida").status_code == 422
    assert led_here(ida) == ""
    assert closes_a_circle(ida, mei)
    assert not closes_a_circle(mei, ida)


def test_adding_from_somebodys_page_names_them(page, seeker) -> None:
    nora = make_contact(seeker, "Nora Beck")
    add = reverse("contacts:add")
    assert 'value="Nora Beck"' in page.get(add, {"introduced_by": nora.pk}).text
    assert page.get(add, {"introduced_by": make_contact().pk}).status_code == 404
    page.post(add, {"name": "Mei Lin", "introduced_by": "Nora Beck"})
    assert Contact.objects.get(name="Mei Lin").introduced_by == nora


def test_going_up_stays_with_one_seeker_and_ends(seeker) -> None:
    stranger = make_contact(name="Stranger")
    ida = make_contact(seeker, "Ida Top", introduced_by=stranger)
    nora = make_contact(seeker, "Nora Beck", introduced_by=ida)
    mei = make_contact(seeker, "Mei Lin", introduced_by=nora)
    Contact.objects.filter(pk=stranger.pk).update(introduced_by=make_contact(name="Other"))
    ups = {by for _, by in led_by([mei.pk])}
    assert {nora.pk, ida.pk} <= ups
    assert len(ups) == 3  # the stranger is named by bad data, and nobody above them
    Contact.objects.filter(pk=ida.pk).update(introduced_by=mei)
    assert {by for _, by in led_by([mei.pk])} == {nora.pk, ida.pk, mei.pk}


def test_the_quicker_tab_wins(page, seeker, monkeypatch) -> None:
    """Both tabs were checked when the form was read; what counts is asked again under a lock."""
    one, two = make_contact(seeker, "Ida Top"), make_contact(seeker, "Nora Beck")
    valid = ContactForm.is_valid

    def meanwhile(form: ContactForm) -> bool:
        found = valid(form)
        Contact.objects.filter(pk=two.pk).update(introduced_by=one)
        return found

    monkeypatch.setattr(ContactForm, "is_valid", meanwhile)
    answer = edit(page, one, introduced_by="Nora")
    assert answer.status_code == 422
    assert "Ida Top led you to Nora Beck, so not the other way." in answer.text
    assert led_here(one) == ""


# -- The tree -----------------------------------------------------------------------------------


def names(seeker) -> list[tuple[str, str]]:
    """Each person with whoever led to them, in the order drawn."""
    nodes = drawing.tree_of(seeker).nodes
    return [(node.person.name, node.by.name if node.by else "") for node in nodes]


def tree_in(shown: str) -> ET.Element:
    start = shown.index('<ul class="tree"')
    return ET.fromstring(shown[start : shown.index("</ul>", start) + 5])


def test_each_person_stands_below_whoever_led_to_them(seeker) -> None:
    ida = make_contact(seeker, "Ida")
    nora = make_contact(seeker, "Nora", introduced_by=ida)
    make_contact(seeker, "Max", introduced_by=ida)
    make_contact(seeker, "Mei", introduced_by=nora)
    make_contact(seeker, "Alone")
    make_contact(make_seeker(), "Foreign", introduced_by=make_contact(name="Far"))
    drawn = [("Ida", ""), ("Nora", "Ida"), ("Mei", "Nora"), ("Max", "Ida")]
    assert names(seeker) == drawn
    nodes = drawing.tree_of(seeker).nodes
    assert [node.x for node in nodes] == [12, 40, 64, 40]
    assert [node.up for node in nodes] == [None, Up(12, -22), Up(40, -22), Up(12, -110)]


def test_each_is_led_to_by_a_line_of_its_own_however_deep(seeker) -> None:
    by = None
    for number in range(30):
        by = make_contact(seeker, f"Person {number}", introduced_by=by)
    nodes = drawing.tree_of(seeker).nodes
    steps = [below.x - above.x for above, below in pairwise(nodes)]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] == drawing.MIN_STEP
    assert [node.up.x for node in nodes if node.up] == [node.x for node in nodes[:-1]]
    assert len({node.x for node in nodes}) == 30


def test_a_circle_is_drawn_once_and_ends(seeker) -> None:
    ida = make_contact(seeker, "Ida")
    nora = make_contact(seeker, "Nora", introduced_by=ida)
    Contact.objects.filter(pk=ida.pk).update(introduced_by=nora)
    assert names(seeker) == [("Ida", ""), ("Nora", "Ida")]


def test_the_newest_are_drawn_and_the_page_says_so(page, seeker, monkeypatch) -> None:
    monkeypatch.setattr(drawing, "MAX_DRAWN", 3)
    ida = make_contact(seeker, "Ida")
    for number in range(5):
        make_contact(seeker, f"Person {number}", introduced_by=ida)
    assert [name for name, _ in names(seeker)] == ["Ida", "Person 2", "Person 3", "Person 4"]
    assert "newest introductions" in page.get(TREE).text


def test_the_page_draws_it_and_says_the_same_as_a_table(page, seeker) -> None:
    nora = make_contact(seeker, "Nora Beck")
    mei = make_contact(seeker, "Mei Lin", introduced_by=nora)
    chat = make_ended_chat(mei)
    lifecycle.note(seeker, Noted(Kind.JOB_OFFER, "", date(2026, 11, 20), [chat]), now=NOW)
    shown = page.get(TREE).text
    tree = tree_in(shown)
    found = [each.text for each in tree.iter("span") if each.get("class") == "tree__name"]
    assert found == ["Nora Beck", "Mei Lin"]
    assert [link.get("href") for link in tree.iter("a")] == [
        nora.get_absolute_url(),
        mei.get_absolute_url(),
    ]
    table = shown[shown.index("<table") :]
    assert "An offer" in table
    assert "Nora Beck" in table


def test_a_hostile_name_stays_a_name(page, seeker) -> None:
    bad = '</text><script>alert("1")</script>&'
    make_contact(seeker, "Mei", introduced_by=make_contact(seeker, bad))
    shown = page.get(TREE).text
    assert "<script>alert" not in shown
    assert next(tree_in(shown).iter("a")).get("aria-label") == bad


def test_nothing_to_draw_says_what_to_do(page, seeker) -> None:
    make_contact(seeker, "Alone")
    assert "who else you should speak to" in page.get(TREE).text


def test_a_bigger_tree_costs_the_same(page, seeker) -> None:
    ida = make_contact(seeker, "Ida")
    by = make_contact(seeker, "Nora", introduced_by=ida)
    with CaptureQueriesContext(connection) as few:
        page.get(TREE)
    for number in range(20):
        by = make_contact(seeker, f"Person {number}", introduced_by=by)
    with CaptureQueriesContext(connection) as many:
        page.get(TREE)
    assert len(many) == len(few)
