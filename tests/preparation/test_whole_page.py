"""One button saves all that was typed on the page beside the call, where no script does."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chats.models import Chat
from preparation.models import Note, Question
from preparation.note_forms import MAX_NOTES_LENGTH
from preparation.noting import MAX_NOTE_LENGTH, MAX_NOTES, uid_for
from tests.factories import make_chat

pytestmark = pytest.mark.django_db

Save = Callable[..., HttpResponse]


@pytest.fixture
def chat() -> Chat:
    now = timezone.now()
    return make_chat(starts_at=now + timedelta(days=2), now=now)


@pytest.fixture
def question(chat: Chat) -> Question:
    return Question.objects.create(chat=chat, text="How did it begin?", position=0)


@pytest.fixture
def save(chat: Chat) -> Save:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")

    def press(*parts: dict[str, object]) -> HttpResponse:
        sent = {name: value for part in parts for name, value in part.items()}
        return client.post(f"/chats/{chat.pk}/now/save/", sent)

    return press


def note(uid: UUID, text: str, base: str = "", **more: object) -> dict[str, object]:
    fields = {"uid": uid, "text": text, "base_text": base, **more}
    return {f"note-{uid}-{name}": value for name, value in fields.items()}


def tick(question: Question, **more: object) -> dict[str, object]:
    fields = {"question": question.pk, "base_asked": "", **more}
    return {f"asked-{question.pk}-{name}": value for name, value in fields.items()}


def full(text: str, base: str = "") -> dict[str, object]:
    return {"full-text": text, "full-base_text": base}


def test_everything_is_saved_at_once(chat: Chat, question: Question, save: Save) -> None:
    known = Note.objects.create(chat=chat, text="Phone")
    answer = save(
        tick(question, asked="on"),
        note(uid_for(question), "A float", question=question.pk, starred="on"),
        note(known.uid, "Phone\nDesk", "Phone"),
        note(uuid4(), "Warm voice"),
        note(uuid4(), ""),
        full("All of it"),
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/chats/{chat.pk}/now/")
    said = set(Note.objects.values_list("text", "is_starred", "question"))
    assert said == {
        ("A float", True, question.pk),
        ("Phone\nDesk", False, None),
        ("Warm voice", False, None),
    }
    question.refresh_from_db()
    assert question.asked_at is not None
    assert Chat.objects.get().notes == "All of it"


def test_what_is_refused_keeps_nothing_else_from_being_saved_and_stays(
    chat: Chat, question: Question, save: Save
) -> None:
    known, long = Note.objects.create(chat=chat, text="Before"), "w" * (MAX_NOTE_LENGTH + 1)
    begun, longest = uuid4(), "v" * (MAX_NOTES_LENGTH + 1)
    answer = save(
        tick(question, asked="on"),
        note(known.uid, long, "Before", starred="on"),
        note(begun, f"{long} too"),
        note(uuid4(), "Warm voice"),
        full(longest),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [f"\n{text}</textarea>" in page for text in (long, f"{long} too", longest)] == [True] * 3
    assert (
        f'name="note-{known.uid}-starred" data-field="starred" autocomplete="off" checked' in page
    )
    assert "\nWarm voice</textarea>" in page
    assert [place for place, _ in answer.context["problems"]] == [
        f"text-{known.uid}",
        f"text-{begun}",
        "text-full",
    ]
    assert set(Note.objects.values_list("text", flat=True)) == {"Before", "Warm voice"}
    question.refresh_from_db()
    assert question.asked_at is not None


def test_what_another_device_wrote_meanwhile_stays(chat: Chat, save: Save) -> None:
    known = Note.objects.create(chat=chat, text="First\nPhone", is_starred=True)
    Chat.objects.update(notes="Kept by the phone")
    save(note(known.uid, "First\nDesk", "First"), full(""))
    assert Note.objects.get().text == "First\nPhone\nDesk"
    assert Note.objects.get().is_starred
    assert Chat.objects.get().notes == "Kept by the phone"


def test_a_note_on_a_question_that_is_gone_by_now_is_kept(
    chat: Chat, question: Question, save: Save
) -> None:
    sent = [
        tick(question, asked="on"),
        note(uid_for(question), "A float", question=question.pk),
    ]
    question.delete()
    assert save(*sent).status_code == 302
    assert Note.objects.values_list("text", "question").get() == ("A float", None)


def test_no_question_of_another_chat_is_ticked(save: Save) -> None:
    theirs = Question.objects.create(chat=make_chat(), text="Theirs", position=0)
    save(tick(theirs, asked="on"))
    theirs.refresh_from_db()
    assert theirs.asked_at is None


@pytest.mark.parametrize("uid", ["nonsense", "../../x"])
def test_a_note_without_a_proper_uid_is_kept_on_the_page(save: Save, uid: str) -> None:
    answer = save({f"note-{uid}-uid": uid, f"note-{uid}-text": "My words"})
    assert answer.status_code == 422
    assert "\nMy words</textarea>" in answer.content.decode()


def test_as_many_notes_as_a_chat_holds_are_sent_at_once(
    chat: Chat, question: Question, save: Save
) -> None:
    """More fields than Django takes of a form, unless it is told."""
    notes = Note.objects.bulk_create(
        Note(chat=chat, text="n", question=question, is_starred=True) for _ in range(MAX_NOTES)
    )
    fields = {"question": question.pk, "base_starred": "true", "starred": "on"}
    with CaptureQueriesContext(connection) as asked:
        answer = save(*(note(each.uid, "n", "n", **fields) for each in notes), full("Only this"))
    assert answer.status_code == 302
    assert Chat.objects.get().notes == "Only this"
    assert len(asked) < 30  # what is unchanged costs nothing
    assert save(note(uuid4(), "One more")).status_code == 422
