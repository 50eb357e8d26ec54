"""Looking back: notes, promises, the people they named, and what Today makes of them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chats import lifecycle as chat_lifecycle
from chats.models import Chat
from chats.states import ChatStatus, Side
from contacts.lifecycle import delete as delete_contact
from contacts.models import Contact
from followups import lifecycle
from followups.debrief.debriefing import Named, Promised
from followups.digest.items import week_of
from followups.event_kinds import NAMED
from followups.item import Item
from followups.models import Debrief, FollowUp, Promise
from followups.thank_you.drafting import first_draft
from followups.today import page as today
from preparation.models import Note
from tests.expect import timeline
from tests.factories import NOW, make_chat, make_contact, make_ended_chat, make_seeker
from tests.races.harness import all_at_once

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _an_hour_later():
    with time_machine.travel(LATER, tick=False):
        yield


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def post(chat: Chat, verb: str, **typed: Any) -> HttpResponse:
    return press(chat, reverse(f"followups:{verb}", args=[chat.pk]), **typed)


def press(chat: Chat, url: str, **typed: Any) -> HttpResponse:
    """Every button of the page sends all of it."""
    typed = {**rows("promise"), **rows("person"), **typed}
    return client_of(chat.seeker).post(url, typed)  # type: ignore[return-value]


def rows(prefix: str, *filled: dict[str, str]) -> dict[str, str]:
    """A formset as the page posts it: three rows, filled or empty."""
    typed = {f"{prefix}-TOTAL_FORMS": "3", f"{prefix}-INITIAL_FORMS": "0"}
    empty: dict[str, str] = {"by": "seeker"} if prefix == "promise" else {}
    for number in range(3):
        row = {**empty, **(filled[number] if number < len(filled) else {})}
        typed |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return typed


def page_of(chat: Chat) -> str:
    url = reverse("followups:after", args=[chat.pk])
    return client_of(chat.seeker).get(url).content.decode()


# -- Notes -----------------------------------------------------------------------------------------


def test_what_is_written_is_kept_as_it_is_typed() -> None:
    chat = make_ended_chat()
    typed = {"notes": "All of it", "surprised": "The mud", "next_step": "Buy boots"}
    url = reverse("followups:after", args=[chat.pk])
    for _ in range(2):
        answer = client_of(chat.seeker).post(url, typed, headers={"HX-Request": "true"})
        assert answer.content.decode().startswith("Saved\n")
    debrief = Debrief.objects.get()
    assert (debrief.surprised, debrief.next_step) == ("The mud", "Buy boots")
    assert Chat.objects.get().notes == "All of it"
    assert all(words in page_of(chat) for words in typed.values())


def test_two_writers_of_the_notes_lose_no_word() -> None:
    chat = make_ended_chat()
    Chat.objects.update(notes="Top")
    url = reverse("followups:after", args=[chat.pk])
    form = client_of(chat.seeker).get(url).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    post(chat, "after", **opened | {"notes": "Top\nFrom the phone"})
    post(chat, "after", **opened | {"notes": "Top\nFrom the desk"})
    assert Chat.objects.get().notes == "Top\nFrom the phone\nFrom the desk"


@pytest.mark.parametrize("name", ["notes", "surprised", "next_step"])
@pytest.mark.parametrize("is_script", [True, False])
def test_what_this_page_sent_and_heard_no_answer_of_is_no_word_of_another(
    name: str, is_script: bool
) -> None:
    chat = make_ended_chat(ended_at=NOW)
    headers = {"HX-Request": "true"} if is_script else {}
    client, url = client_of(chat.seeker), reverse("followups:after", args=[chat.pk])
    rows_of_none = rows("promise") | rows("person")
    client.post(url, rows_of_none | {name: "First words"}, headers=headers)
    again = {name: "Better words", f"base_{name}": "", f"also_{name}": ["First words"]}
    client.post(url, rows_of_none | again, headers=headers)
    debrief, chat = Debrief.objects.get(), Chat.objects.get()
    kept = {"notes": chat.notes, **vars(debrief)}
    assert kept[name] == "Better words"


def test_a_page_left_open_takes_back_nothing_of_what_surprised_and_what_comes_next() -> None:
    chat = make_ended_chat()
    url = reverse("followups:after", args=[chat.pk])
    form = client_of(chat.seeker).get(url).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    post(chat, "after", **opened | {"surprised": "The mud", "next_step": "Buy boots"})
    post(chat, "after", **opened | {"surprised": "The wind"})
    debrief = Debrief.objects.get()
    assert (debrief.surprised, debrief.next_step) == ("The mud\nThe wind", "Buy boots")


def test_too_much_is_said_at_the_field_and_kept_on_the_page() -> None:
    chat, long = make_ended_chat(), "x" * 2001
    answer = post(chat, "after", surprised=long)
    assert (answer.status_code, Debrief.objects.count()) == (422, 0)
    assert long in answer.content.decode()


def test_notes_of_the_call_stand_beside_starred_first() -> None:
    chat = make_ended_chat()
    Note.objects.create(chat=chat, text="A plain one")
    Note.objects.create(chat=chat, text="The bright one", is_starred=True)
    page = page_of(chat)
    assert page.index("The bright one") < page.index("A plain one")


def test_there_is_nothing_to_look_back_on_before_the_chat_or_for_strangers() -> None:
    chat = make_chat(starts_at=LATER + timedelta(days=2), now=LATER)
    assert post(chat, "after").status_code == 404
    ended = make_ended_chat()
    address = reverse("followups:after", args=[ended.pk])
    assert client_of(make_seeker()).get(address).status_code == 404


# -- Promises --------------------------------------------------------------------------------------


def test_the_thank_you_is_offered_once_the_chat_is_over() -> None:
    chat = make_chat(starts_at=LATER - timedelta(minutes=5), now=NOW - timedelta(days=1))
    page, link = reverse("followups:after", args=[chat.pk]), "Write the thank-you"
    assert link not in client_of(chat.seeker).get(page).content.decode()
    chat_lifecycle.mark_held(chat, now=LATER)
    assert link in client_of(chat.seeker).get(page).content.decode()


def test_several_promises_are_added_at_once_and_a_second_press_adds_none() -> None:
    chat = make_ended_chat()
    typed = rows(
        "promise",
        {"text": "Send the article", "due_on": "2026-11-27"},
        {"text": "An introduction to Mei", "by": "host"},
    )
    for _ in range(2):
        answer = post(chat, "promise_add", **typed)
        assert answer["Location"] == f"{reverse('followups:after', args=[chat.pk])}#promises"
    found = Promise.objects.order_by("pk").values_list("by", "text", "due_on")
    assert list(found) == [
        ("seeker", "Send the article", date(2026, 11, 27)),
        ("host", "An introduction to Mei", None),
    ]


@pytest.mark.parametrize(
    ("row", "field"),
    [({"due_on": "2026-11-27"}, "text"), ({"text": "x", "due_on": "soon"}, "due_on")],
)
def test_a_row_that_cannot_be_read_keeps_every_other(row: dict[str, str], field: str) -> None:
    chat = make_ended_chat()
    answer = post(chat, "promise_add", **rows("promise", {"text": "A good one"}, row))
    assert (answer.status_code, Promise.objects.count()) == (422, 0)
    assert list(answer.context["promise_rows"][1].errors) == [field]
    assert "A good one" in answer.content.decode()


WHOLE = {"notes": "All of it", "surprised": "The mud", "next_step": "Buy boots"}


@pytest.mark.parametrize("verb", ["after", "promise_add", "people_add"])
def test_whichever_button_is_pressed_the_whole_page_is_kept(verb: str) -> None:
    chat = make_ended_chat()
    typed = {
        **WHOLE,
        **rows("promise", {"text": "Send the article"}),
        **rows("person", {"name": "Lea Stern"}),
    }
    assert post(chat, verb, **typed).status_code == 302
    assert all(words in page_of(chat) for words in [*WHOLE.values(), "Send the article"])
    assert Contact.objects.filter(name="Lea Stern", introduced_by=chat.contact).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"promise-1-due_on": "2026-11-27"},
        {"person-1-company": "Open Lab"},
        {"surprised": "x" * 2001},
    ],
)
def test_what_is_wrong_in_one_part_takes_nothing_from_the_others(wrong: dict[str, str]) -> None:
    chat = make_ended_chat()
    right = {
        **WHOLE,
        **rows("promise", {"text": "Send the article"}),
        **rows("person", {"name": "Lea Stern"}),
    }
    typed = {**right, **wrong}
    for verb in ("promise_add", "people_add"):
        answer = post(chat, verb, **typed)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert all(words in page for words in typed.values())
        at = answer.context["wrong"]
        assert f'<a href="#{at}">the marked fields</a>' in page
        assert page.count(f'id="{at}"') == 1
    assert (Promise.objects.count(), Contact.objects.count()) == (0, 1)


def test_settling_a_promise_keeps_what_was_typed_beside_it() -> None:
    found = promise()
    typed = {"from": "after", "notes": "All of it", **rows("person", {"name": "Lea Stern"})}
    day = {f"due-{found.pk}-due_on": "2026-11-30"}
    for verb in ("promise_due", "promise_kept"):
        answer = press(found.chat, reverse(f"followups:{verb}", args=[found.pk]), **typed, **day)
        assert answer["Location"].endswith("/after/#promises")
    found = Promise.objects.get()
    assert (found.due_on, found.status) == (date(2026, 11, 30), "kept")
    assert Chat.objects.get().notes == "All of it"
    assert Contact.objects.filter(name="Lea Stern").count() == 1


def promise(by: Side = Side.SEEKER, days: int = 0) -> Promise:
    """For today, or so many days later."""
    chat = make_ended_chat(ended_at=NOW + min(0, days) * timedelta(days=1))
    due_on = NOW.date() + timedelta(days=days)
    lifecycle.add_promises(chat, [Promised(by, "Send the article", due_on)])
    return Promise.objects.get()


@pytest.mark.parametrize(
    ("verb", "status"), [("promise_kept", "kept"), ("promise_let_go", "dropped")]
)
def test_a_promise_is_kept_or_let_go_once(verb: str, status: str) -> None:
    found = promise()
    url = reverse(f"followups:{verb}", args=[found.pk])
    for _ in range(2):
        answer = client_of(found.seeker).post(url, {"from": "today"})
        assert answer["Location"] == "/"
    assert Promise.objects.get().status == status
    kept = "You kept a promise: Send the article"
    assert timeline(found.contact).count(kept) == (status == "kept")
    assert client_of(make_seeker()).post(url).status_code == 404


def test_looking_back_on_much_costs_no_more_queries(django_assert_num_queries: Any) -> None:
    chat = make_ended_chat()
    client, url = client_of(chat.seeker), reverse("followups:after", args=[chat.pk])
    for number in (1, 20):
        for count in range(number):
            Note.objects.create(chat=chat, text=f"Note {number} {count}")
            said = [Promised(Side.SEEKER, f"Promise {number} {count}")]
            lifecycle.add_promises(chat, said)
            lifecycle.add_people(chat, [Named(f"Person {number} {count}")], now=LATER)
        with django_assert_num_queries(8):
            client.get(url)


def test_nothing_is_due_before_the_chat_and_what_was_typed_stays() -> None:
    chat = make_ended_chat()
    row = {"by": "seeker", "text": "Send a photo", "due_on": "2020-01-01"}
    answer = post(chat, "promise_add", **rows("promise", row))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nothing can be due before the chat itself." in page
    assert 'value="Send a photo"' in page
    assert not Promise.objects.exists()


def todays(seeker: User) -> list[str]:
    return [item.what for item in promised(seeker)]


def promised(seeker: User) -> list[Item]:
    rows = today.items(seeker, LATER)
    found = (item for row in rows for item in (row, *row.also))
    return [item for item in found if item.kind.endswith("promise")]


@pytest.mark.parametrize(
    ("by", "days", "what"),
    [
        (Side.SEEKER, 0, ["You promised Dana Okafor: Send the article"]),
        (Side.HOST, -9, ["Dana Okafor offered: Send the article"]),
        (Side.SEEKER, 1, []),
    ],
)
def test_a_promise_stands_on_today_when_its_day_comes(by: Side, days: int, what: list[str]) -> None:
    found = promise(by, days)
    assert todays(found.seeker) == what
    assert todays(make_seeker()) == []


@pytest.mark.parametrize(("days", "comes_up"), [(13, False), (14, True)])
def test_a_promise_without_a_day_comes_up_after_two_weeks(days: int, comes_up: bool) -> None:
    found = promise()
    made = LATER - timedelta(days=days)
    Promise.objects.filter(pk=found.pk).update(due_on=None, created_at=made)
    notes = [item.note for item in promised(found.seeker)]
    assert notes == ["Two weeks ago or more, without a day. It is still worth doing."] * comes_up
    a_week_before = week_of(found.seeker, LATER - timedelta(days=7))
    assert len(a_week_before.promised) == comes_up
    lifecycle.set_due(found, LATER.date() + timedelta(days=7))
    assert todays(found.seeker) == []


def test_another_day_takes_it_from_today_and_a_bad_one_is_told() -> None:
    found = promise()
    client, url = client_of(found.seeker), reverse("followups:promise_due", args=[found.pk])
    typed = {"from": "after", f"due-{found.pk}-due_on": "never", "notes": "All of it"}
    answer = press(found.chat, url, **typed, **rows("person", {"name": "Lea Stern"}))
    assert answer.status_code == 422
    assert all(words in answer.content.decode() for words in ("never", "All of it", "Lea Stern"))
    assert answer.context["wrong"] == f"due-{found.pk}"
    assert (Chat.objects.get().notes, todays(found.seeker) != []) == ("All of it", True)
    assert client.post(url, {"due_on": "2026-11-30", "from": "today"})["Location"] == "/"
    assert todays(found.seeker) == []


def test_the_contacts_page_names_open_promises_alone() -> None:
    found = promise()
    client = client_of(found.seeker)
    url = found.contact.get_absolute_url()
    assert "You owe: Send the article" in client.get(url).content.decode()
    lifecycle.let_go(found, now=LATER)
    assert "Send the article" not in client.get(url).content.decode()


# -- People ----------------------------------------------------------------------------------------


def test_people_they_named_become_contacts_once() -> None:
    chat = make_ended_chat()
    typed = rows("person", {"name": "Mei Lin", "company": "Open Lab"}, {"name": "Tomás Vega"})
    for _ in range(2):
        assert post(chat, "people_add", **typed).status_code == 302
    mei, _ = made = list(Contact.objects.filter(introduced_by=chat.contact).order_by("name"))
    assert [(each.name, each.company) for each in made] == [
        ("Mei Lin", "Open Lab"),
        ("Tomás Vega", ""),
    ]
    assert timeline(mei) == ["Named by Dana Okafor"]
    assert timeline(chat.contact)[-2:] == ["Named Mei Lin", "Named Tomás Vega"]


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ({"email": "mei@example.com"}, {"name": "M. Lin", "email": "MEI@example.com"}),
        ({"email": "mei@example.com"}, {"name": "mei lin"}),
        ({"email": ""}, {"name": "Mei Lin", "email": "mei@example.com"}),
    ],
)
def test_who_is_there_already_is_linked_and_said(
    there: dict[str, str], typed: dict[str, str]
) -> None:
    chat = make_ended_chat()
    mei = make_contact(chat.seeker, "Mei Lin", **there)
    make_contact(make_seeker(), "Mei Lin", email="mei@example.com")  # of somebody else
    before = Contact.objects.count()
    answer = post(chat, "people_add", **rows("person", typed))
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["Mei Lin: already among your contacts, and linked."]
    post(chat, "people_add", **rows("person", typed))
    assert Contact.objects.count() == before
    mei.refresh_from_db()
    assert mei.introduced_by == chat.contact
    assert timeline(mei) == ["Named by Dana Okafor"]
    assert timeline(chat.contact).count("Named Mei Lin") == 1


def test_the_line_of_somebody_deleted_since_stays_and_leads_nowhere() -> None:
    chat = make_ended_chat()
    post(chat, "people_add", **rows("person", {"name": "Mei Lin"}, {"name": "Tomás Vega"}))
    mei, tomas = Contact.objects.filter(introduced_by=chat.contact).order_by("name")
    delete_contact(mei)
    left = {event.sentence: event.link for event in chat.contact.events.of_kind(NAMED)}
    assert left == {"Named Mei Lin": "", "Named Tomás Vega": tomas.get_absolute_url()}


def test_whoever_was_renamed_since_is_linked_already() -> None:
    chat = make_ended_chat()
    mei = make_contact(chat.seeker, "Mei Lin", email="mei@example.com")
    typed = rows("person", {"name": "Mei", "email": "mei@example.com"})
    post(chat, "people_add", **typed)
    Contact.objects.filter(pk=mei.pk).update(name="Mei Lin-Weber")
    post(chat, "people_add", **typed)
    assert timeline(mei) == ["Named by Dana Okafor"]


def test_a_namesake_with_another_address_is_somebody_else() -> None:
    chat = make_ended_chat()
    make_contact(chat.seeker, "Mei Lin", email="one@example.com")
    lifecycle.add_people(chat, [Named("Mei Lin", email="other@example.com")], now=LATER)
    assert Contact.objects.filter(name="Mei Lin").count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_contact_and_one_promise() -> None:
    chat = make_ended_chat()
    all_at_once([lambda: lifecycle.add_people(chat, [Named("Mei Lin")], now=LATER)] * 5)
    all_at_once([lambda: lifecycle.add_promises(chat, [Promised(Side.HOST, "A book")])] * 5)
    assert Contact.objects.filter(name="Mei Lin").count() == 1
    assert Promise.objects.count() == 1


def test_a_person_without_a_name_is_asked_for_it() -> None:
    chat = make_ended_chat()
    answer = post(chat, "people_add", **rows("person", {"company": "Open Lab"}))
    assert (answer.status_code, answer.context["people_rows"][0].errors) == (
        422,
        {"name": ["Please give their name."]},
    )


def test_half_an_address_is_asked_for_whole() -> None:
    person = rows("person", {"name": "Mei Lin", "email": "mei"})
    answer = post(make_ended_chat(), "people_add", **person)
    assert answer.context["people_rows"][0].errors == {
        "email": ["Please give the whole address, such as name@example.org."]
    }


def test_an_address_longer_than_any_is_refused_beside_it() -> None:
    chat = make_ended_chat()
    name = ".".join(["a" * 60] * 4)
    person = {"name": "Mei Lin", "email": f"mei@{name}.example.com"}
    answer = post(chat, "people_add", **rows("person", person))
    assert (answer.status_code, [*answer.context["people_rows"][0].errors]) == (422, ["email"])


# -- What the thank-you makes of it ----------------------------------------------------------------


def test_a_draft_is_made_of_starred_notes_the_next_step_and_a_promise() -> None:
    chat = make_ended_chat()
    Note.objects.create(chat=chat, text="Not this")
    Note.objects.create(chat=chat, text="- cheapest part first\nmore", is_starred=True)
    Note.objects.create(chat=chat, text="ask the [river] people", is_starred=True)
    said = {"surprised": "", "next_step": "Build a float switch"}
    lifecycle.save_debrief(chat, notes="Nor this", base_notes="", **said)
    lifecycle.add_promises(chat, [Promised(Side.SEEKER, "Send a photo", date(2026, 12, 4))])
    assert first_draft(chat) == (
        "Dear Dana,\n\n"
        "Thank you for your time. "
        "What stays with me most: [in your own words: cheapest part first]\n\n"
        "And this: [in your own words: ask the river people]\n\n"
        "My next step: [in your own words: Build a float switch]\n\n"
        "As promised, I will [in your own words: Send a photo] by Friday 4 December.\n\n"
        "Sam"
    )


# -- Did it happen ---------------------------------------------------------------------------------


def asked(seeker: User) -> list[str]:
    return [item.what for item in today.items(seeker, LATER) if item.kind == "Afterwards"]


@pytest.mark.parametrize(
    ("by", "side", "words"),
    [
        ("host", Side.HOST, "A line without reproach"),
        ("seeker", Side.SEEKER, "I am sorry: I missed our chat"),
        ("", "", "You can ask again with other times."),
        ("nobody", "", "You can ask again with other times."),
    ],
)
def test_who_was_missing_is_kept_with_kind_words(by: str, side: str, words: str) -> None:
    chat = make_ended_chat()
    client, url = client_of(chat.seeker), reverse("chats:no_show", args=[chat.pk])
    for _ in range(2):
        page = client.post(url, {"by": by}, follow=True).content.decode()
    found = Chat.objects.get()
    assert (found.status, found.missed_by) == (ChatStatus.NO_SHOW, side)
    assert words in page
    assert "Ask again" in page
    assert len(timeline(chat.contact)) == 4


@pytest.mark.parametrize("by", Side)
def test_asking_again_after_a_miss_begins_with_the_kind_line(by: Side) -> None:
    chat = make_ended_chat()
    chat_lifecycle.mark_no_show(chat, by=by, now=LATER)
    client = client_of(chat.seeker)
    page = client.get(chat.get_absolute_url())
    draft = chat_lifecycle.start(chat.seeker, chat.contact, now=LATER)
    assert draft.message == page.context["ask_again"]
    assert draft.message.startswith("Hello Dana,\n\nI ")
    assert draft.message.endswith("Sam Rivera")
    assert draft.subject


def test_the_question_leads_to_the_chat_and_the_move_to_its_page() -> None:
    chat = make_ended_chat()
    [item] = [item for item in today.items(chat.seeker, LATER) if item.kind == "Afterwards"]
    assert (item.url, item.action_url) == (chat.get_absolute_url(), f"/chats/{chat.pk}/move/")


def test_a_slip_is_put_right() -> None:
    chat = make_ended_chat()
    chat_lifecycle.mark_no_show(chat, by=Side.HOST, now=LATER)
    chat_lifecycle.mark_no_show(chat, by=Side.SEEKER, now=LATER)
    assert Chat.objects.get().missed_by == Side.SEEKER
    chat_lifecycle.mark_held(chat, now=LATER)
    assert (Chat.objects.get().status, Chat.objects.get().missed_by) == (ChatStatus.HELD, "")
    assert timeline(chat.contact)[3:] == [
        "They did not come",
        "You did not make it",
        "You had your chat",
    ]


def test_today_asks_until_it_is_answered() -> None:
    chat = make_ended_chat()
    assert asked(chat.seeker) == ["Did your chat with Dana Okafor happen?"]
    assert asked(make_seeker()) == []
    chat_lifecycle.mark_held(chat, now=LATER)
    assert asked(chat.seeker) == []


def test_whoever_writes_the_thank_you_is_not_asked() -> None:
    chat = make_ended_chat()
    lifecycle.save_draft(lifecycle.open_thank_you(chat, now=LATER), "Dear Dana")
    assert asked(chat.seeker) == []


def test_no_reminder_that_waits_to_leave_outlives_a_no_show() -> None:
    follow_up = lifecycle.open_thank_you(make_ended_chat(), now=NOW)
    lifecycle.remind(follow_up, now=NOW + timedelta(hours=2))
    chat_lifecycle.mark_no_show(follow_up.its_chat, by=Side.HOST, now=NOW + timedelta(hours=2))
    from tests.expect import statuses

    assert statuses(follow_up) == {"thank_you_due": "cancelled"}
    assert not FollowUp.objects.to_remind(NOW + timedelta(hours=22)).exists()
