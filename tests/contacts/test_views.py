"""The contact pages: method, stranger, effect."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chats import event_kinds as chats
from chats import lifecycle
from chats.models import Chat, Invitation
from contacts.event_kinds import NOTE
from contacts.forms import ContactForm
from contacts.models import Contact, record
from contacts.next_step import LABELS, WHY
from contacts.states import Stage
from followups.event_kinds import NAMED, THANK_YOU_DUE
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.factories import NOW, make_chat, make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeker():
    return make_seeker()


@pytest.fixture
def page(client: Client, seeker):
    client.force_login(seeker)
    return client


def fields(**changes: str) -> dict[str, str]:
    return {"name": "Maya Ode", "email": "maya@example.com", **changes}


def names(response) -> list[str]:
    return [contact.name for contact in response.context["page"]]


# -- Who and how --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["list", "add"])
def test_signed_out_is_sent_to_sign_in(client, name):
    url = reverse(f"contacts:{name}")
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize(
    ("name", "method"),
    [("detail", "get"), ("edit", "get"), ("edit", "post"), ("delete", "get"), ("delete", "post")],
)
def test_a_stranger_sees_404(page, name, method):
    other = make_contact()
    url = reverse(f"contacts:{name}", args=[other.pk])
    assert getattr(page, method)(url, fields()).status_code == 404
    assert Contact.objects.get(pk=other.pk).name == other.name


@pytest.mark.parametrize("name", ["list", "detail"])
def test_pages_that_only_show_refuse_a_post(page, seeker, name):
    arguments = [make_contact(seeker).pk] if name == "detail" else []
    assert page.post(reverse(f"contacts:{name}", args=arguments)).status_code == 405


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_number_nobody_has_is_404(page, pk):
    assert page.get(f"/contacts/{pk}/").status_code == 404


# -- The list -----------------------------------------------------------------------------------


def test_the_list_holds_only_ones_own_contacts_by_name(page, seeker):
    make_contact(seeker, "zoe Blum")
    make_contact(seeker, "Ada Lind")
    make_contact(name="Somebody Else")
    assert names(page.get("/contacts/")) == ["Ada Lind", "zoe Blum"]


@pytest.mark.parametrize("words", ["ada", "LIND wind", "data ada", "solar", "Solar"])
def test_search_finds_by_name_company_role_and_tag(page, seeker, words):
    make_contact(seeker, "Ada Lind", company="Windpark", role="Head of Data", tags=["solar"])
    make_contact(seeker, "Zoe Blum", company="Cafe", role="Baker")
    assert names(page.get("/contacts/", {"q": words})) == ["Ada Lind"]


@pytest.mark.parametrize("words", ["\x00", "a\x00b", "%", "\ud7ff" * 400])
def test_search_takes_any_words(page, seeker, words):
    make_contact(seeker)
    assert page.get("/contacts/", {"q": words}).status_code == 200


def test_a_search_of_thousands_of_words_is_one_of_the_first_ten(page, seeker):
    make_contact(seeker, "Ada Lind", company="Windpark", role="Head of Data", tags=["solar"])
    assert names(page.get("/contacts/", {"q": "a " * 2000})) == ["Ada Lind"]
    assert names(page.get("/contacts/", {"q": "a " * 10 + "nobody"})) == ["Ada Lind"]
    ten, all_of_them = (Contact.objects.matching("a " * number) for number in (10, 2000))
    assert str(ten.query) == str(all_of_them.query)


def test_a_stage_narrows_the_list_and_the_search_is_kept(page, seeker):
    make_contact(seeker, "Ada Lind", stage=Stage.ASKED)
    make_contact(seeker, "Ada Blum", stage=Stage.TO_ASK)
    make_contact(seeker, "Zoe Blum", stage=Stage.ASKED)
    response = page.get("/contacts/", {"q": "ada", "stage": "asked"})
    assert names(response) == ["Ada Lind"]
    assert response.context["tabs"] == [
        ("", "All", 2, "?q=ada"),
        ("to_ask", "To ask", 1, "?q=ada&stage=to_ask"),
        ("asked", "Asked", 1, "?q=ada&stage=asked"),
    ]


@pytest.mark.parametrize("asked", [{"stage": "nonsense"}, {"page": "nonsense"}, {"page": "-9"}])
def test_a_mangled_address_shows_the_list(page, seeker, asked):
    make_contact(seeker, "Ada Lind")
    assert names(page.get("/contacts/", asked)) == ["Ada Lind"]


def test_fifty_stand_on_a_page(page, seeker):
    Contact.objects.bulk_create(Contact(seeker=seeker, name=f"N{n:03}") for n in range(51))
    assert len(names(page.get("/contacts/"))) == 50
    assert names(page.get("/contacts/", {"page": 2})) == ["N050"]


def test_fifty_rows_cost_as_many_queries_as_one(page, seeker, django_assert_num_queries):
    make_contact(seeker)
    with django_assert_num_queries(5):
        page.get("/contacts/")
    Contact.objects.bulk_create(
        Contact(seeker=seeker, name=f"N{n}", stage=list(Stage)[n % 8]) for n in range(49)
    )
    with django_assert_num_queries(5):
        assert len(names(page.get("/contacts/"))) == 50


# -- Adding and editing -------------------------------------------------------------------------


def test_adding_keeps_every_field_cleaned(page, seeker):
    response = page.post(
        "/contacts/add/",
        fields(
            name="  Maya\u0007  Ode ",
            role="Head\x00 of Data",
            company="Wind\tpark",
            links="maya.example.com\r\n\r\nhttps://a.example/x\r\nhttps://a.example/x",
            time_zone="America/New_York",
            connection="The same school",
            tags="Wind, wind ,  Alumni,",
            research="One\r\ntwo\x1b",
        ),
    )
    maya = Contact.objects.get()
    assert response.url == maya.get_absolute_url()
    assert (maya.seeker, maya.name, maya.email) == (seeker, "Maya Ode", "maya@example.com")
    assert (maya.role, maya.company) == ("Head of Data", "Wind park")
    assert maya.links == ["https://maya.example.com", "https://a.example/x"]
    assert (str(maya.time_zone), maya.connection) == ("America/New_York", "The same school")
    assert (maya.tags, maya.research) == (["wind", "alumni"], "One\ntwo")
    assert maya.stage == Stage.TO_ASK


def test_a_name_is_enough(page):
    page.post("/contacts/add/", {"name": "Maya Ode"})
    assert Contact.objects.get().email == ""


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " \u0007 ", "Please fill this in."),
        ("name", "x" * 101, "Please keep this to 100 characters; it has 101."),
        ("role", "x" * 9999, "Please keep this to 100 characters; it has 9999."),
        ("research", "x" * 20_001, "Please keep this to 20000 characters; it has 20001."),
        ("email", "maya", "Please give the whole address, such as name@example.org."),
        ("links", "https://a.example\n\nnot a link", "Line 3 is not a link: not a link"),
        ("links", "javascript://a.example/%0aalert()", None),
        ("links", "a.example/" + "x" * 500, "Line 1 is longer than 500 characters."),
        ("links", "a.example\n" * 21, "Please keep to 20 links; there are 21."),
        ("tags", "x" * 31, "Please keep each tag to 30 characters."),
        ("tags", ",".join(map(str, range(21))), "Please keep to 20 tags; there are 21."),
        ("time_zone", "Nowhere/\x00", None),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(page, field, typed, sentence):
    response = page.post("/contacts/add/", fields(**{field: typed}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert sentence is None or response.context["form"].errors[field] == [sentence]
    assert response.context["form"]["name"].value() == (typed if field == "name" else "Maya Ode")
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("field", list(fields(role="", company="", links="", tags="")))
def test_control_characters_are_never_an_error_of_ours(page, field):
    every = "".join(map(chr, range(32))) + "\x7f\u2028\u202e"
    assert page.post("/contacts/add/", fields(**{field: every})).status_code in {302, 422}


def test_an_address_used_twice_leads_to_the_contact_that_has_it(page, seeker):
    maya = make_contact(seeker, "Maya <Ode>", email="Maya@example.com")
    response = page.post("/contacts/add/", fields(name="Someone"))
    assert response.status_code == 422
    assert response.context["form"].errors["email"] == [
        f'You already have <a href="{maya.get_absolute_url()}">Maya &lt;Ode&gt;</a>'
        " with this address."
    ]
    assert f'<a href="{maya.get_absolute_url()}">Maya &lt;Ode&gt;</a>' in response.text
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("typed", ["maya@straße.example", "ma\u200bya@Straße.example\u2060"])
def test_one_address_is_one_however_it_is_typed(page, seeker, typed):
    page.post("/contacts/add/", fields(email=typed))
    assert Contact.objects.get().email == "maya@xn--strae-oqa.example"
    twin = fields(name="Someone", email="MAYA@xn--strae-oqa.example")
    assert page.post("/contacts/add/", twin).status_code == 422
    other = fields(name="Someone", email="maya@strasse.example")
    assert page.post("/contacts/add/", other).status_code == 302


def test_two_seekers_may_know_the_same_person(page):
    make_contact(email="maya@example.com")
    assert page.post("/contacts/add/", fields()).status_code == 302


def test_a_lost_race_for_an_address_is_told_the_same_way(page, seeker, monkeypatch):
    twins = iter([None])
    look = ContactForm.twin
    monkeypatch.setattr(ContactForm, "twin", lambda form, email: next(twins, look(form, email)))
    maya = make_contact(seeker, "Maya Ode", email="maya@example.com")
    response = page.post("/contacts/add/", fields(name="Someone"))
    assert response.status_code == 422
    assert maya.get_absolute_url() in response.context["form"].errors["email"][0]
    assert response.context["form"]["name"].value() == "Someone"


def test_another_refusal_of_the_database_is_not_taken_for_a_lost_race(page, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(ContactForm, "save", refuse)
    with pytest.raises(IntegrityError):
        page.post("/contacts/add/", fields())


def test_editing_changes_the_contact_and_keeps_its_own_address(page, seeker):
    maya = make_contact(seeker, "Maya", email="maya@example.com", stage=Stage.ASKED)
    page.post(f"/contacts/{maya.pk}/edit/", fields(email="MAYA@example.com", tags="wind"))
    maya.refresh_from_db()
    assert (maya.name, maya.email, maya.tags) == ("Maya Ode", "MAYA@example.com", ["wind"])
    assert maya.stage == Stage.ASKED


def test_the_edit_page_shows_links_and_tags_as_they_are_typed(page, seeker):
    maya = make_contact(seeker, links=["https://a.example", "https://b.example"], tags=["x", "y"])
    form = page.get(f"/contacts/{maya.pk}/edit/").context["form"]
    assert form["links"].value() == "https://a.example\nhttps://b.example"
    assert form["tags"].value() == "x, y"


# -- One contact --------------------------------------------------------------------------------


def test_the_timeline_is_newest_first_and_fifty_at_a_time(page, seeker):
    maya = make_contact(seeker)
    for day in range(51):
        record(maya, NOTE, at=NOW + timedelta(days=day), words=f"Day {day}")
    first = page.get(f"/contacts/{maya.pk}/").context["page"]
    assert [event.sentence for event in first][:2] == ["Day 50", "Day 49"]
    second = page.get(f"/contacts/{maya.pk}/", {"page": 2}).context["page"]
    assert [event.sentence for event in second] == ["Day 0"]


def test_a_long_timeline_costs_no_more_queries(page, seeker):
    maya = make_contact(seeker)

    def asked(lines: int) -> int:
        for number in range(lines):
            record(maya, chats.BOOKED, at=NOW, target=Chat(pk=number))
            record(maya, chats.PROPOSED, at=NOW, target=Invitation(pk=number))
            record(maya, NAMED, at=NOW, target=Contact(pk=number), name="Mei Lin")
        with CaptureQueriesContext(connection) as queries:
            assert page.get(f"/contacts/{maya.pk}/").status_code == 200
        return len(queries)

    assert asked(1) == asked(15)


def test_every_stage_has_a_next_step():
    assert set(LABELS) == set(WHY) == set(Stage)


@pytest.mark.parametrize("stage", [Stage.TO_ASK, Stage.THANKED, Stage.CLOSED])
def test_where_nothing_is_open_the_next_step_starts_an_invitation(page, seeker, stage):
    maya = make_contact(seeker, stage=stage)
    record(maya, chats.BOOKED, at=NOW, target=Chat(pk=7))
    step = page.get(f"/contacts/{maya.pk}/").context["next"]
    assert (step.posts, step.url) == (True, f"/contacts/{maya.pk}/invite/")


@pytest.mark.parametrize(
    ("stage", "kind", "target", "url"),
    [
        (Stage.DRAFT, chats.STARTED, Invitation, "/invitations/7/"),
        (Stage.ASKED, chats.INVITED_FREELY, Invitation, "/invitations/7/"),
        (Stage.COUNTERED, chats.PROPOSED, Invitation, "/invitations/7/"),
        (Stage.BOOKED, chats.BOOKED, Chat, "/chats/7/"),
        (Stage.THANK, THANK_YOU_DUE, Chat, "/chats/7/thank-you/"),
    ],
)
def test_where_something_is_open_the_next_step_leads_there(page, seeker, stage, kind, target, url):
    maya = make_contact(seeker, stage=stage)
    record(maya, kind, at=NOW, target=target(pk=6))
    record(maya, kind, at=NOW + timedelta(days=1), target=target(pk=7))
    step = page.get(f"/contacts/{maya.pk}/").context["next"]
    assert (step.posts, step.url, step.label) == (False, url, LABELS[stage])


# -- Deleting -----------------------------------------------------------------------------------


def test_opening_the_delete_page_deletes_nothing(page, seeker):
    maya = make_contact(seeker)
    assert page.get(f"/contacts/{maya.pk}/delete/").status_code == 200
    assert Contact.objects.count() == 1


def test_deleting_takes_the_contact_away(page, seeker):
    maya = make_contact(seeker, "Maya Ode")
    response = page.post(f"/contacts/{maya.pk}/delete/")
    assert response.url == "/contacts/"
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Maya Ode is no longer in your contacts."]
    assert Contact.objects.count() == 0


def test_a_letter_that_has_not_left_is_taken_back_with_its_contact(page, seeker):
    invitation = make_sent_invitation(make_contact(seeker))
    other = make_sent_invitation(make_contact(seeker))
    page.post(f"/contacts/{invitation.contact_id}/delete/")
    statuses = dict(OutgoingEmail.objects.values_list("to", "status"))
    assert statuses == {other.contact.email: Status.PENDING}


def test_no_e_mail_keeps_the_address_of_a_deleted_contact(page, seeker):
    chat = make_chat(make_contact(seeker))
    OutgoingEmail.objects.update(status=Status.SENT, started_at=NOW)
    lifecycle.cancel(chat, by="seeker", now=NOW)
    page.post(f"/contacts/{chat.contact_id}/delete/")
    told = OutgoingEmail.objects.order_by("kind").values_list("kind", "status", "about")
    kinds = ["cancelled_host", "cancelled_seeker"]
    assert list(told) == [(kind, Status.PENDING, "erased") for kind in kinds]


def test_a_contact_with_a_chat_to_come_is_not_deleted(page, seeker):
    chat = make_chat(make_contact(seeker))
    response = page.post(f"/contacts/{chat.contact_id}/delete/")
    assert response.status_code == 409
    assert "Please cancel it first" in response.text
    assert Contact.objects.count() == 1


# -- Beside others --------------------------------------------------------------------------------


def test_an_edit_does_not_take_back_the_stage_that_an_answer_has_brought(page, seeker, monkeypatch):
    contact = make_contact(seeker, stage=Stage.ASKED)
    before = contact.updated_at

    def meanwhile(form):
        Contact.objects.filter(pk=contact.pk).update(stage=Stage.BOOKED)

    monkeypatch.setattr(ContactForm, "clean", meanwhile)
    assert page.post(f"/contacts/{contact.pk}/edit/", fields()).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.stage) == ("Maya Ode", Stage.BOOKED)
    assert contact.updated_at > before


def test_an_edit_does_not_bring_a_deleted_contact_back(page, seeker, monkeypatch):
    contact = make_contact(seeker)

    def meanwhile(form):
        Contact.objects.filter(pk=contact.pk).delete()

    monkeypatch.setattr(ContactForm, "clean", meanwhile)
    assert page.post(f"/contacts/{contact.pk}/edit/", fields()).status_code == 404
    assert not Contact.objects.exists()


def test_a_twin_is_found_by_an_index(seeker):
    Contact.objects.bulk_create(
        Contact(seeker=seeker, name="Host", email=f"host{n}@example.com") for n in range(5_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    with CaptureQueriesContext(connection) as asked:
        twin = ContactForm(seeker=seeker, now=NOW).twin("Host77@Example.com")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = str(cursor.fetchall())
    assert twin is not None
    assert twin.email == "host77@example.com"
    assert "contact_by_email" in plan
    assert "Seq Scan" not in plan
