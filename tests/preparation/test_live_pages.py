"""The page beside the call: what it shows, and its plain forms."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats import lifecycle
from chats.meeting import emails
from chats.models import Chat
from chats.states import Side
from preparation import live
from preparation.models import Note, Question
from preparation.noting import MAX_NOTE_LENGTH, MAX_NOTES, uid_for
from preparation.views.service_worker import whose
from tests.factories import make_chat, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
SPOKEN = "I want to respect your time, we have five minutes left. Who else should I speak to?"


def upcoming(days: float = 2) -> Chat:
    now = timezone.now()
    return make_chat(starts_at=now + timedelta(days=days), now=now)


def ask(chat: Chat, count: int = 1, **fields: object) -> list[Question]:
    rows = [
        Question(chat=chat, text=f"Question {number}?", position=number, **fields)
        for number in range(count)
    ]
    return Question.objects.bulk_create(rows)


def client_of(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def page_of(chat: Chat) -> str:
    return client_of(chat).get(reverse("live:now", args=[chat.pk])).content.decode()


def send(chat: Chat, name: str, script: bool = False, **sent: object) -> object:
    headers = JSON if script else {}
    return client_of(chat).post(reverse(f"live:{name}", args=[chat.pk]), sent, headers=headers)


# -- What it shows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "state", "minutes"),
    [
        (-1, "before", 25),
        (0, "on", 25),
        (59, "on", 25),
        (60, "on", 24),
        (20 * 60 - 1, "on", 6),
        (20 * 60, "on", 5),
        (25 * 60 - 1, "on", 1),
        (25 * 60, "over", 0),
        (90 * 60, "over", 0),
    ],
)
def test_the_clock_counts_down_to_the_agreed_end(seconds: int, state: str, minutes: int) -> None:
    chat = make_chat()
    clock = live.clock_of(chat, chat.starts_at + timedelta(seconds=seconds))
    assert (clock.state, clock.minutes) == (state, minutes)
    assert clock.is_near_end == (state == "on" and minutes <= 5)


def hidden(page: str, part: str) -> bool:
    found = re.search(rf'<div class="[^"]*" id="{part}"( hidden)?>', page)
    assert found
    return bool(found[1])


@pytest.mark.parametrize(
    ("after", "wrap_up_hidden", "over_hidden"),
    [(10, True, True), (21, False, True), (25, True, False)],
)
def test_without_script_the_cue_stands_where_it_is_time(
    after: int, wrap_up_hidden: bool, over_hidden: bool
) -> None:
    chat = upcoming()
    with time_machine.travel(chat.starts_at + timedelta(minutes=after), tick=False):
        page = page_of(chat)
    assert (hidden(page, "wrap-up"), hidden(page, "clock-over")) == (wrap_up_hidden, over_hidden)
    assert SPOKEN in page
    assert "25 minutes, until " in page
    assert "(Berlin, UTC+" in page


def test_the_end_of_the_clock_leads_to_looking_back() -> None:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(minutes=1))
    link = re.search('<a href="([^"]+)">What comes after</a>', page_of(chat))
    assert link
    assert link[1] == reverse("followups:after", args=[chat.pk])
    assert client_of(chat).get(link[1]).status_code == 200


def test_questions_stand_in_order_and_what_must_be_asked_is_marked() -> None:
    chat = upcoming()
    ask(chat, 2)
    Question.objects.create(chat=chat, text="And this first?", position=0, is_must=True)
    Question.objects.create(chat=chat, text="Read already", position=9, is_public=True)
    Question.objects.filter(text="Question 0?").update(position=5)
    page = page_of(chat)
    asked = re.findall(r'class="ask__text">([^<]*)<', page)
    assert asked == ["And this first?", "Question 1?", "Question 0?"]
    assert page.count("Must ask") == 1


def test_notes_stand_beside_their_question_and_alone() -> None:
    chat = upcoming()
    (question,) = ask(chat)
    Note.objects.create(chat=chat, question=question, text="With a float", is_starred=True)
    Note.objects.create(chat=chat, text="Warm voice")
    page = page_of(chat)
    beside, _, alone = page.partition('id="free-notes"')
    assert "With a float" in beside
    assert "Warm voice" in alone
    assert beside.count('data-field="starred" autocomplete="off" checked') == 1


def test_a_note_on_a_question_that_is_not_asked_stays_to_be_read() -> None:
    chat = upcoming()
    (question,) = ask(chat, is_public=True)
    Note.objects.create(chat=chat, question=question, text="It is on their page")
    alone = page_of(chat).partition('id="free-notes"')[2]
    assert "It is on their page" in alone
    assert "Question 0?" in alone


def test_a_cancelled_chat_says_so_and_keeps_its_notes() -> None:
    chat = upcoming()
    Note.objects.create(chat=chat, text="Still here")
    lifecycle.cancel(chat, by=Side.SEEKER, line="", now=timezone.now())
    page = page_of(chat)
    assert "This chat was cancelled." in page
    assert "Still here" in page
    assert 'id="clock"' not in page


def test_a_browser_may_keep_the_page_for_half_a_day_after_the_chat() -> None:
    chat = upcoming()
    answer = client_of(chat).get(reverse("live:now", args=[chat.pk]))
    kept = (chat.ends_at + timedelta(hours=12)).timestamp()
    assert answer["Keep-Offline-Until"] == str(int(kept))
    # So that the worker of whoever was signed in here before does not keep it.
    assert answer["Keep-Offline-For"] == whose(chat.seeker)


def test_the_page_of_the_chat_leads_here() -> None:
    chat = upcoming()
    page = client_of(chat).get(chat.get_absolute_url()).content.decode()
    assert f'href="{reverse("live:now", args=[chat.pk])}"' in page


def test_the_reminder_of_the_last_hour_leads_here() -> None:
    chat = upcoming()
    draft = emails.reminder_hour_seeker(chat)
    assert f"/chats/{chat.pk}/now/" in draft.text
    assert f"/chats/{chat.pk}/now/" in draft.html


@pytest.mark.parametrize("name", ["now", "everything", "notes", "asked", "full"])
def test_a_stranger_finds_nothing(name: str) -> None:
    chat = upcoming()
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    path = reverse(f"live:{name}", args=[chat.pk])
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"uid": str(uuid4()), "text": "x"}).status_code in {404, 405}
    assert Note.objects.count() == 0


def test_many_questions_and_notes_take_no_more_queries_than_one(django_assert_num_queries) -> None:
    few, many = upcoming(), upcoming(3)
    Note.objects.create(chat=few, question=ask(few)[0], text="One")
    questions = ask(many, 30)
    notes = [Note(chat=many, question=each, text="Note") for each in questions]
    Note.objects.bulk_create([*notes, *(Note(chat=many, text="Free") for _ in range(70))])
    for chat in (few, many):
        client = client_of(chat)
        with django_assert_num_queries(5):
            client.get(reverse("live:now", args=[chat.pk]))


# -- Plain forms ----------------------------------------------------------------------------------


def test_a_plain_note_is_saved_and_leads_back_to_its_place() -> None:
    chat = upcoming()
    (question,) = ask(chat)
    uid = uid_for(question)
    answer = send(chat, "notes", uid=uid, question=question.pk, text="A float", starred="on")
    assert answer["Location"] == f"/chats/{chat.pk}/now/#note-{uid}"
    note = Note.objects.get()
    assert (note.text, note.is_starred, note.question) == ("A float", True, question)
    assert f'id="note-{uid}"' in page_of(chat)


def test_a_plain_tick_is_saved_and_leads_back_to_its_place() -> None:
    chat = upcoming()
    (question,) = ask(chat)
    answer = send(chat, "asked", question=question.pk, asked="on")
    assert answer["Location"] == f"/chats/{chat.pk}/now/#question-{question.pk}"
    assert Question.objects.get().asked_at is not None
    send(chat, "asked", question=question.pk, base_asked="true")
    assert Question.objects.get().asked_at is None


def test_the_full_notes_are_saved_and_lead_back_to_their_place() -> None:
    chat = upcoming()
    answer = send(chat, "full", text="Everything")
    assert answer["Location"] == f"/chats/{chat.pk}/now/#full"
    assert Chat.objects.get().notes == "Everything"


@pytest.mark.parametrize("known", [True, False])
def test_a_note_too_long_is_shown_again_with_every_word(known: bool) -> None:
    chat, uid = upcoming(), uuid4()
    if known:
        Note.objects.create(chat=chat, uid=uid, text="Before")
    typed = "w" * (MAX_NOTE_LENGTH + 1)
    answer = send(chat, "notes", uid=uid, text=typed, base_text="Before", starred="on")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"\n{typed}</textarea>" in page
    assert page.count("Please keep this to 5000 characters; it has 5001.") == 1
    assert f'name="note-{uid}-base_text" data-field="base_text" value="Before"' in page
    assert list(Note.objects.values_list("text", flat=True)) == (["Before"] if known else [])


def test_a_note_brought_together_may_be_longer_and_is_written_on() -> None:
    chat, uid = upcoming(), uuid4()
    for word in "ab":  # of two devices, of which none knows of the other
        send(chat, "notes", uid=uid, text=word * MAX_NOTE_LENGTH, base_text="")
    both = Note.objects.get().text
    assert len(both) == 2 * MAX_NOTE_LENGTH + 1
    shorter = both[:-1]
    assert send(chat, "notes", uid=uid, text=both, base_text=both, starred="on").status_code == 302
    assert send(chat, "notes", uid=uid, text=shorter, base_text=both).status_code == 302
    answer = send(chat, "notes", uid=uid, text=both, base_text=shorter)
    assert answer.status_code == 422
    assert "Please keep this to 10000 characters; it has 10001." in answer.content.decode()
    assert Note.objects.get().text == shorter


def test_one_note_too_many_is_shown_again_with_every_word() -> None:
    chat = upcoming()
    Note.objects.bulk_create([Note(chat=chat, text="n") for _ in range(MAX_NOTES)])
    answer = send(chat, "notes", uid=uuid4(), text="One more thing")
    assert answer.status_code == 422
    assert "\nOne more thing</textarea>" in answer.content.decode()
    assert "A chat holds 200 notes." in answer.content.decode()


def test_full_notes_too_long_are_shown_again_with_every_word() -> None:
    chat, typed = upcoming(), "w" * 20_001
    answer = send(chat, "full", text=typed)
    assert answer.status_code == 422
    assert f"\n{typed}</textarea>" in answer.content.decode()
    assert "Please keep this to 20000 characters" in answer.content.decode()


@pytest.mark.parametrize("uid", ["", "not-a-uid"])
def test_a_note_without_a_proper_uid_is_kept_on_the_page(uid: str) -> None:
    answer = send(upcoming(), "notes", uid=uid, text="My words")
    assert answer.status_code == 422
    assert "\nMy words</textarea>" in answer.content.decode()


def test_a_question_of_another_chat_cannot_be_ticked() -> None:
    (theirs,) = ask(upcoming())
    assert send(upcoming(4), "asked", question=theirs.pk, asked="on").status_code == 404
    assert send(upcoming(5), "asked", question="", asked="on").status_code == 422
    assert Question.objects.get().asked_at is None


# -- What the script hears ------------------------------------------------------------------------


def has(answer: HttpResponse) -> dict[str, str | bool]:
    return {name: value for name, value in answer.json().items() if name != "at"}


def test_the_script_hears_what_the_server_has() -> None:
    chat, uid = upcoming(), uuid4()
    Note.objects.create(chat=chat, uid=uid, text="First\nPhone", is_starred=True)
    answer = send(chat, "notes", True, uid=uid, text="First\nDesk", base_text="First")
    assert has(answer) == {"text": "First\nPhone\nDesk", "starred": True}
    (question,) = ask(chat)
    answer = send(chat, "asked", True, question=question.pk, asked="true", base_asked="false")
    assert has(answer) == {"asked": True}
    answer = send(chat, "full", True, text="All of it ", base_text="")
    assert has(answer) == {"text": "All of it"}


def test_the_script_hears_which_of_two_answers_is_the_later() -> None:
    chat, uid = upcoming(), uuid4()
    first = send(chat, "notes", True, uid=uid, text="First").json()["at"]
    assert first < send(chat, "full", True, text="Second", base_text="").json()["at"]


def test_the_script_hears_why_not() -> None:
    answer = send(upcoming(), "notes", True, uid=uuid4(), text="w" * (MAX_NOTE_LENGTH + 1))
    assert answer.status_code == 422
    assert answer.json() == {"errors": ["Please keep this to 5000 characters; it has 5001."]}


def test_a_change_that_comes_twice_counts_once() -> None:
    chat, uid, key = upcoming(), uuid4(), uuid4()
    send(chat, "notes", True, uid=uid, text="Draft", idempotency_key=key)
    send(chat, "notes", True, uid=uid, text="Final", base_text="Draft", idempotency_key=uuid4())
    answer = send(chat, "notes", True, uid=uid, text="Draft", idempotency_key=key)
    assert answer.json()["text"] == Note.objects.get().text == "Final"


def test_notes_can_be_written_after_the_chat_too() -> None:
    chat = make_ended_chat(ended_at=datetime.now(tz=timezone.get_current_timezone()))
    assert send(chat, "notes", True, uid=uuid4(), text="Afterthought").status_code == 200
