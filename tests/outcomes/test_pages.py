"""The pages of outcomes: method, stranger, effect, and how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chats.models import Chat
from followups.models import FollowUp
from followups.states import Kind as FollowUpKind
from followups.states import Status
from outcomes import lifecycle
from outcomes.lifecycle import Noted
from outcomes.models import Outcome
from outcomes.picking import MAX_SHOWN
from outcomes.states import Kind
from tests.factories import make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("outcomes:list"), reverse("outcomes:add")


@pytest.fixture
def seeker():
    return make_seeker()


@pytest.fixture
def page(client, seeker):
    client.force_login(seeker)
    return client


def ended(seeker, name: str = "Dana Okafor", hours: int = 2) -> Chat:
    at = timezone.now() - timedelta(hours=hours)
    return make_ended_chat(make_contact(seeker, name), ended_at=at)


def typed(*chats: Chat, **changes: object) -> dict[str, object]:
    today = timezone.now().date().isoformat()
    given = {"kind": "offer", "text": "A post at Windpark", "happened_on": today}
    return {**given, "chats": [chat.pk for chat in chats], **changes}


def note(seeker, *chats: Chat, text: str = "Try the coast") -> Outcome:
    said = Noted(Kind.INSIGHT, text, timezone.now().date(), chats)
    return lifecycle.note(seeker, said, now=timezone.now())


def edit_of(outcome: Outcome) -> str:
    return reverse("outcomes:edit", args=[outcome.pk])


def delete_of(outcome: Outcome) -> str:
    return reverse("outcomes:delete", args=[outcome.pk])


def test_noting_one(page, seeker) -> None:
    chat = ended(seeker)
    answer = page.post(ADD, typed(chat))
    assert answer.url == LIST
    outcome = Outcome.objects.get()
    assert (outcome.seeker, outcome.kind, outcome.text) == (seeker, "offer", "A post at Windpark")
    assert list(outcome.chats.all()) == [chat]
    shown = page.get(LIST).text
    assert "An offer: A post at Windpark" in shown
    update = FollowUp.objects.get(kind=FollowUpKind.UPDATE)
    link = f'<a href="{update.get_absolute_url()}">Dana Okafor</a>'
    assert f"Still to be told: {link}" in shown


def test_a_second_press_notes_it_once(page, seeker) -> None:
    chat = ended(seeker)
    assert {page.post(ADD, typed(chat)).status_code for _ in range(2)} == {302}
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "promotion"}, "kind"),
        ({"happened_on": "soon"}, "happened_on"),
        ({"happened_on": "2099-01-01"}, "happened_on"),
        ({"text": "x" * 301}, "text"),
        ({"chats": []}, "chats"),
        ({"chats": ["no number"]}, "chats"),
        ({"chats": [10**30]}, "chats"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(page, seeker, wrong, field) -> None:
    chat = ended(seeker)
    answer = page.post(ADD, typed(chat, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Outcome.objects.count() == 0
    if field != "text":
        assert "A post at Windpark" in answer.text
    if field != "chats":
        assert f'value="{chat.pk}" checked' in answer.text


def test_a_chat_that_is_not_mine_or_not_over_is_no_choice(page, seeker) -> None:
    for other in (ended(make_seeker()), ended(seeker, hours=-5)):
        answer = page.post(ADD, typed(other))
        assert answer.status_code == 422
        assert other.contact.name not in answer.text or other.contact.seeker_id == seeker.pk
    assert Outcome.objects.count() == 0


def test_looking_for_chats_keeps_what_is_typed_and_ticked(page, seeker) -> None:
    mei, dana = ended(seeker, "Mei Lin", 5), ended(seeker)
    ended(seeker, "Jonas Weber", 9)
    answer = page.post(ADD, typed(mei, find="1", q="dana", kind="mentor"))
    assert answer.status_code == 200
    people = [person.contact.name for person in answer.context["choice"].people]
    assert people == ["Mei Lin", "Dana Okafor"]
    assert f'value="{mei.pk}" checked' in answer.text
    assert f'value="{dana.pk}" checked' not in answer.text
    assert "A post at Windpark" in answer.text
    assert Outcome.objects.count() == 0


def test_a_long_list_is_cut_and_says_so(page, seeker) -> None:
    contact = make_contact(seeker, "Dana Okafor")
    now = timezone.now()
    chats = [
        make_ended_chat(contact, ended_at=now - timedelta(days=15 * number))
        for number in range(MAX_SHOWN + 1, 0, -1)
    ]
    answer = page.get(ADD)
    [person] = answer.context["choice"].people
    assert person.chats == chats[:0:-1]
    assert "These are the newest." in answer.text


@pytest.mark.parametrize("door", ["chat", "contact"])
def test_from_a_chat_or_a_contact_the_chat_is_ticked(page, seeker, door) -> None:
    chat = ended(seeker)
    ended(seeker, "Mei Lin", 6)
    pk = chat.pk if door == "chat" else chat.contact_id
    answer = page.get(ADD, {door: pk})
    assert answer.context["ticked"] == [chat.pk]
    stranger = ended(make_seeker())
    pk = stranger.pk if door == "chat" else stranger.contact_id
    assert page.get(ADD, {door: pk}).status_code == 404


def test_chat_and_contact_lead_to_the_form(page, seeker) -> None:
    chat = ended(seeker)
    note(seeker, chat)
    shown = page.get(chat.get_absolute_url()).text
    assert f"{ADD}?chat={chat.pk}" in shown
    assert "An insight: Try the coast" in shown
    assert f"{ADD}?contact={chat.contact_id}" in page.get(chat.contact.get_absolute_url()).text


def test_without_a_chat_there_is_one_thing_to_do(page) -> None:
    assert "Once a chat of yours is over" in page.get(ADD).text
    assert "Most things come months later" in page.get(LIST).text


def test_changing_and_taking_back(page, seeker) -> None:
    chat = ended(seeker)
    outcome = note(seeker, chat)
    assert "Try the coast" in page.get(edit_of(outcome)).text
    assert page.post(edit_of(outcome), typed(chat)).url == LIST
    outcome.refresh_from_db()
    assert outcome.kind == "offer"
    assert page.get(delete_of(outcome)).status_code == 200
    assert Outcome.objects.count() == 1
    assert page.post(delete_of(outcome)).url == LIST
    assert Outcome.objects.count() == 0
    assert page.post(delete_of(outcome)).status_code == 404


def test_one_whose_chats_are_gone_can_still_be_put_right(page, seeker) -> None:
    outcome = note(seeker, ended(seeker))
    outcome.chats.clear()
    ended(seeker, "Mei Lin", 9)
    assert "The chats are no longer here" in page.get(LIST).text
    assert page.post(edit_of(outcome), typed()).url == LIST
    outcome.refresh_from_db()
    assert outcome.kind == "offer"


def test_strangers_see_404(page) -> None:
    other = make_seeker()
    outcome = note(other, ended(other))
    for path in (edit_of(outcome), delete_of(outcome)):
        assert page.get(path).status_code == 404
        assert page.post(path, typed()).status_code == 404
    assert "Try the coast" not in page.get(LIST).text
    assert Outcome.objects.get() == outcome


def test_the_list_says_who_knows(page, seeker) -> None:
    outcome = note(seeker, ended(seeker))
    FollowUp.objects.filter(kind=FollowUpKind.UPDATE).update(status=Status.DONE)
    assert "Told: Dana Okafor" in page.get(LIST).text
    FollowUp.objects.filter(kind=FollowUpKind.UPDATE).update(status=Status.SKIPPED)
    shown = page.get(LIST).text
    assert "Told:" not in shown
    assert "Still to be told" not in shown
    assert edit_of(outcome) in shown


@pytest.mark.parametrize("path", [LIST, ADD])
def test_one_and_many_cost_the_same(page, seeker, path) -> None:
    note(seeker, ended(seeker), text="first")
    with CaptureQueriesContext(connection) as few:
        page.get(path)
    for number in range(6):
        note(seeker, ended(seeker, f"Person {number}", 5 * number + 8), text=str(number))
    with CaptureQueriesContext(connection) as many:
        page.get(path)
    assert len(many) == len(few)
