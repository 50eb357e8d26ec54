"""The operations of notes: each edit once, and no word of two devices lost."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chats.errors import Refused
from chats.models import Chat
from preparation.models import Note, Question, SeenKeys
from preparation.noting import MAX_NOTES, Written, tick, uid_for, write, write_notes
from tests.factories import NOW, make_chat

pytestmark = pytest.mark.django_db


def question_of(chat: Chat, **fields: object) -> Question:
    return Question.objects.create(chat=chat, text="How did it begin?", position=1, **fields)


# -- A note -------------------------------------------------------------------------------------


def test_a_note_stands_beside_its_question_with_its_star() -> None:
    chat = make_chat()
    question = question_of(chat)
    written = Written(uid_for(question), "With a float", starred=True, question=question.pk)
    write(chat, written)
    note = Note.objects.get()
    assert (note.text, note.is_starred, note.question) == ("With a float", True, question)


def test_a_note_of_a_question_that_is_gone_stands_on_its_own() -> None:
    write(make_chat(), Written(uuid4(), "Still true", question=987))
    assert Note.objects.get().question is None


def test_a_question_of_another_chat_is_not_taken() -> None:
    theirs = question_of(make_chat())
    write(make_chat(), Written(uuid4(), "Mine", question=theirs.pk))
    assert Note.objects.get().question is None


def test_two_devices_write_in_one_note() -> None:
    chat, uid = make_chat(), uuid4()
    write(chat, Written(uid, "First\nPhone", base_text=""))
    note = write(chat, Written(uid, "First\nDesk", base_text="First"))
    assert note.text == "First\nPhone\nDesk"
    assert Note.objects.get().text == note.text


def test_a_star_survives_words_from_where_it_was_not_seen() -> None:
    chat, uid = make_chat(), uuid4()
    write(chat, Written(uid, "Words", starred=True))
    write(chat, Written(uid, "Words, more", base_text="Words"))
    assert Note.objects.values_list("text", "is_starred").get() == ("Words, more", True)


def test_an_emptied_note_stays_without_words() -> None:
    chat, uid = make_chat(), uuid4()
    write(chat, Written(uid, "Words"))
    write(chat, Written(uid, "", base_text="Words"))
    assert Note.objects.values_list("uid", "text").get() == (uid, "")


def test_a_note_without_words_and_star_never_begins() -> None:
    write(make_chat(), Written(uuid4(), " \n"))
    assert Note.objects.count() == 0


def test_space_around_is_no_change() -> None:
    chat, uid = make_chat(), uuid4()
    write(chat, Written(uid, "Hello "))
    note = write(chat, Written(uid, "Hello you", base_text="Hello "))
    assert note.text == "Hello you"


def test_words_on_a_note_the_server_never_saw_are_kept_whole() -> None:
    note = write(make_chat(), Written(uuid4(), "One\nTwo", base_text="One"))
    assert note.text == "One\nTwo"


def test_there_is_an_end_to_notes_and_it_is_said() -> None:
    chat = make_chat()
    notes = [Note(chat=chat, text="n") for _ in range(MAX_NOTES)]
    Note.objects.bulk_create(notes)
    with pytest.raises(Refused, match="A chat holds 200 notes"):
        write(chat, Written(uuid4(), "One more"))
    assert write(chat, Written(notes[0].uid, "n\nmore", base_text="n")).text == "n\nmore"


def test_nothing_comes_back_to_a_chat_that_is_gone() -> None:
    chat = make_chat()
    Chat.objects.filter(pk=chat.pk).delete()
    with pytest.raises(Http404):
        write(chat, Written(uuid4(), "Too late"))


# -- Once -----------------------------------------------------------------------------------------


def test_a_late_repeat_brings_nothing_back() -> None:
    """What was said and taken back meanwhile does not return with a request that comes twice."""
    chat, uid, key = make_chat(), uuid4(), uuid4()
    first = Written(uid, "Draft")
    write(chat, first, idempotency_key=key)
    write(chat, Written(uid, "Final", base_text="Draft"), idempotency_key=uuid4())
    assert write(chat, first, idempotency_key=key).text == "Final"
    assert Note.objects.get().text == "Final"


def test_only_the_last_changes_are_remembered() -> None:
    chat, uid = make_chat(), uuid4()
    keys = [uuid4() for _ in range(SeenKeys.REMEMBERED)]
    SeenKeys.objects.create(chat=chat, keys=keys)
    newest = uuid4()
    write(chat, Written(uid, "Words"), idempotency_key=newest)
    assert SeenKeys.objects.get().keys == [*keys[1:], newest]


# -- Ticks and the full notes ---------------------------------------------------------------------


def test_a_question_is_ticked_once_and_can_be_taken_back() -> None:
    question = question_of(make_chat())
    assert tick(question, True, False, now=NOW) is True
    assert tick(question, True, False, now=NOW.replace(hour=12)) is True
    assert Question.objects.get().asked_at == NOW
    assert tick(question, False, True, now=NOW) is False
    assert Question.objects.get().asked_at is None


def test_a_tick_that_comes_twice_does_not_undo_what_followed() -> None:
    question, key = question_of(make_chat()), uuid4()
    tick(question, True, False, now=NOW, idempotency_key=key)
    tick(question, False, True, now=NOW, idempotency_key=uuid4())
    assert tick(question, True, False, now=NOW, idempotency_key=key) is False


def test_the_full_notes_are_brought_together_too() -> None:
    chat, key = make_chat(), uuid4()
    write_notes(chat, "Top\nPhone", "", idempotency_key=key)
    assert write_notes(chat, "Top\nDesk", "Top") == "Top\nPhone\nDesk"
    assert write_notes(chat, "Top\nPhone", "", idempotency_key=key) == "Top\nPhone\nDesk"
    assert Chat.objects.get().notes == "Top\nPhone\nDesk"


# -- Whatever happens on the way ------------------------------------------------------------------


@dataclass
class Tab:
    """What the page does (static/js/live.js): one request at a time, the next builds on it."""

    chat: Chat
    uid: UUID
    shown: str = ""
    base: str = ""
    asked: tuple[Written, UUID] | None = None
    sent: list[tuple[Written, UUID]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def lines(self) -> list[str]:
        return self.shown.splitlines()

    def add_line(self, word: str, place: int) -> None:
        lines = self.lines()
        lines.insert(place % (len(lines) + 1), word)
        self.shown = "\n".join(lines)
        self.typed.add(word)

    def write_on(self, word: str, place: int) -> None:
        lines = self.lines() or [""]
        lines[place % len(lines)] += f" {word}"
        self.shown = "\n".join(line.strip() for line in lines)
        self.typed.add(word)

    def delete_line(self, word: str, place: int) -> None:
        lines = self.lines()
        if lines:
            self.deleted.update(lines.pop(place % len(lines)).split())
        self.shown = "\n".join(lines)

    def send(self, word: str, place: int) -> None:
        """What was not answered goes again as it was, before anything newer."""
        if self.asked is None:
            if self.shown == self.base:
                return
            self.asked = (Written(self.uid, self.shown, base_text=self.base), uuid4())
            self.base = self.shown
        kind = ("lost", "answer lost", "answered")[place % 3]
        if kind == "lost":
            return
        written, key = self.asked
        self.sent.append(self.asked)
        text = write(self.chat, written, idempotency_key=key).text
        if kind == "answered":
            self.hear(text)

    def hear(self, text: str) -> None:
        """Whoever has typed on keeps their own view; the rest is brought together on the way."""
        if self.shown == self.base:
            self.shown = self.base = text
        self.asked = None

    def come_again(self, word: str, place: int) -> None:
        """A request that was under way for long arrives, though it was repeated already."""
        if self.sent:
            written, key = self.sent[place % len(self.sent)]
            before = Note.objects.filter(uid=self.uid).values_list("text", flat=True).first()
            assert write(self.chat, written, idempotency_key=key).text == (before or "")


STEPS = [Tab.add_line, Tab.write_on, Tab.delete_line, Tab.send, Tab.send, Tab.come_again]
HISTORIES = st.lists(
    st.tuples(st.booleans(), st.sampled_from(STEPS), st.integers(0, 11)), max_size=25
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(history=HISTORIES)
def test_two_tabs_never_lose_a_word(history: list[tuple[bool, object, int]], held_chat) -> None:
    uid = uuid4()
    tabs = Tab(held_chat, uid), Tab(held_chat, uid)
    for number, (which, step, place) in enumerate(history):
        step(tabs[which], f"word{number}", place)
    for tab in (*tabs, *tabs, *tabs):
        tab.send("", 2)
    end = write(held_chat, Written(uid, "", "")).text
    typed, deleted = (tabs[0].typed | tabs[1].typed), (tabs[0].deleted | tabs[1].deleted)
    assert typed - deleted <= set(end.split())
    assert set(end.split()) <= typed
    repeats = [request for tab in tabs for request in tab.sent]
    for written, key in repeats:
        assert write(held_chat, replace(written), idempotency_key=key).text == end


@pytest.fixture
def held_chat() -> Chat:
    return make_chat()
