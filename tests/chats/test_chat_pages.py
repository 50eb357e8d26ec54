"""The seeker's chat page: prepare, move, cancel, and say whether it happened."""

import re
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats import lifecycle
from chats.meeting.forms import PreparationForm
from chats.models import Chat
from chats.states import ChatStatus, Side
from outbox.models import OutgoingEmail
from tests import by_link
from tests.chats.busy import make_busy
from tests.expect import let_leave, queued
from tests.factories import (
    make_chat,
    make_contact,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db

PAGES = ["chat", "move", "place", "cancel", "ics"]
VERBS = ["save", "move", "keep", "place", "cancel", "held", "no_show"]


def upcoming_chat() -> Chat:
    """At an hour that is daytime for both."""
    now = timezone.now()
    return make_chat(
        starts_at=now.replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=3),
        now=now,
    )


def client_of(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_chat_page_says_when_in_both_zones() -> None:
    chat = upcoming_chat()
    page = client_of(chat).get(chat.get_absolute_url()).content.decode()
    assert "(Berlin, UTC+" in page
    assert "(New York, UTC−" in page
    assert 'href="https://meet.example.org/sam"' in page


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(name: str) -> None:
    chat = upcoming_chat()
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    assert stranger.get(reverse(f"chats:{name}", args=[chat.pk])).status_code == 404


@pytest.mark.parametrize("name", VERBS)
def test_a_stranger_can_do_nothing(name: str) -> None:
    chat = upcoming_chat()
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    assert stranger.post(reverse(f"chats:{name}", args=[chat.pk])).status_code == 404
    assert Chat.objects.values().get(pk=chat.pk) == Chat.objects.values().get(
        pk=chat.pk, status=ChatStatus.SCHEDULED, sequence=0, notes=""
    )


def test_what_the_host_wrote_with_their_yes_stands_on_the_page() -> None:
    ask = make_sent_invitation(now=timezone.now())
    slot, line = ask.slots.earliest("starts_at"), "Ring <twice>."
    chat = by_link.take(ask, slot.pk, way="video", line=line, now=timezone.now())
    assert "Ring &lt;twice&gt;." in client_of(chat).get(chat.get_absolute_url()).content.decode()


def test_what_is_typed_is_kept_and_said_so() -> None:
    chat = upcoming_chat()
    typed = {"goal": "Learn the first year", "notes": "☕ warm"}
    answer = client_of(chat).post(
        reverse("chats:save", args=[chat.pk]), typed, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert answer.content.decode() == "Saved\n"
    assert Chat.objects.values("goal", "notes").get() == typed


def test_two_writers_of_the_notes_lose_no_word() -> None:
    chat = upcoming_chat()
    Chat.objects.update(notes="Top\nTo strike out")
    url, client = reverse("chats:save", args=[chat.pk]), client_of(chat)
    form = client.get(chat.get_absolute_url()).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    client.post(url, opened | {"notes": "Top\nTo strike out\nFrom the phone"})
    client.post(url, opened | {"notes": "Top\nFrom the desk", "goal": "Learn"})
    kept = Chat.objects.get()
    assert (kept.notes, kept.goal) == ("Top\nFrom the desk\nFrom the phone", "Learn")


def test_a_stale_tab_takes_back_no_line_that_it_left_alone() -> None:
    chat = upcoming_chat()
    url, client = reverse("chats:save", args=[chat.pk]), client_of(chat)
    form = client.get(chat.get_absolute_url()).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    client.post(url, opened | {"goal": "Learn the first year"})
    client.post(url, opened | {"hope": "How they began"})
    assert Chat.objects.values_list("goal", "hope").get() == (
        "Learn the first year",
        "How they began",
    )


def test_what_this_page_sent_and_heard_no_answer_of_is_no_word_of_another() -> None:
    chat = upcoming_chat()
    url, client = reverse("chats:save", args=[chat.pk]), client_of(chat)
    client.post(url, {"notes": "First words", "goal": "First"})
    began = {"base_notes": "", "base_goal": "", "also_notes": ["First words"]}
    client.post(url, began | {"notes": "Better words", "goal": "Better", "also_goal": ["First"]})
    assert Chat.objects.values_list("notes", "goal").get() == ("Better words", "Better")
    client.post(url, began | {"notes": "From another page"})
    assert Chat.objects.get().notes == "Better words\nFrom another page"


def test_what_could_not_be_kept_still_knows_what_it_began_from() -> None:
    chat = upcoming_chat()
    Chat.objects.update(notes="From the phone")
    typed = {"goal": "x" * 201, "notes": "Before\nDesk", "base_notes": "Before"}
    answer = client_of(chat).post(reverse("chats:save", args=[chat.pk]), typed)
    assert answer.status_code == 422
    assert answer.context["form"]["base_notes"].value() == "Before"
    assert Chat.objects.get().notes == "From the phone"


def test_without_script_a_goal_too_long_is_shown_again_with_its_error() -> None:
    chat = upcoming_chat()
    answer = client_of(chat).post(reverse("chats:save", args=[chat.pk]), {"goal": "x" * 201})
    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()


def test_moving_tells_both_with_a_higher_sequence() -> None:
    chat = upcoming_chat()
    let_leave(chat)
    later = chat.starts_at + timedelta(days=1)
    typed = {"starts_at": f"{later.astimezone(chat.seeker.time_zone):%Y-%m-%dT%H:%M}"}
    answer = client_of(chat).post(reverse("chats:move", args=[chat.pk]), typed)
    assert answer.status_code == 302
    moved = Chat.objects.get()
    assert (moved.starts_at, moved.sequence, moved.uid) == (later, 1, chat.uid)
    methods = {kind: email.ics_method for kind, email in queued(chat).items()}
    assert methods == {"moved_host": "REQUEST", "moved_seeker": "REQUEST"}


def test_moving_onto_another_chat_keeps_what_was_typed() -> None:
    chat = upcoming_chat()
    other = make_chat(
        make_contact(chat.seeker, "Noor"),
        starts_at=chat.starts_at + timedelta(days=1),
        now=timezone.now(),
    )
    typed = f"{other.starts_at.astimezone(chat.seeker.time_zone):%Y-%m-%dT%H:%M}"
    answer = client_of(chat).post(
        reverse("chats:move", args=[chat.pk]), {"starts_at": typed, "line": "Sorry"}
    )
    assert answer.status_code == 409
    assert f'value="{typed}"' in answer.content.decode()
    assert "Sorry</textarea>" in answer.content.decode()
    assert Chat.objects.get(pk=chat.pk).starts_at == chat.starts_at


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please give a new time."),
        ("tomorrow", "Please give a day and an hour"),
        ("2027-03-28T02:30", "skip this time"),
        ("2027-10-31T02:30", "comes twice"),
        ("2020-01-01T10:00", "has passed already"),
    ],
)
def test_a_time_that_is_none_gets_a_sentence(typed: str, sentence: str) -> None:
    chat = upcoming_chat()
    answer = client_of(chat).post(reverse("chats:move", args=[chat.pk]), {"starts_at": typed})
    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert Chat.objects.get().sequence == 0


def test_cancelling_tells_both_with_the_line() -> None:
    chat = upcoming_chat()
    let_leave(chat)
    answer = client_of(chat).post(reverse("chats:cancel", args=[chat.pk]), {"line": "I am ill."})
    assert answer.status_code == 302
    assert Chat.objects.get().status == ChatStatus.CANCELLED
    host = OutgoingEmail.objects.get(kind="cancelled_host")
    assert host.ics_method == "CANCEL"
    assert "I am ill." in host.text


def test_it_happened_leads_to_looking_back() -> None:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(minutes=1))
    answer = client_of(chat).post(reverse("chats:held", args=[chat.pk]))
    assert answer["Location"] == reverse("followups:after", args=[chat.pk])
    assert Chat.objects.get().status == ChatStatus.HELD


def test_it_cannot_have_happened_before_it_began() -> None:
    chat = upcoming_chat()
    client_of(chat).post(reverse("chats:held", args=[chat.pk]))
    assert Chat.objects.get().status == ChatStatus.SCHEDULED


def test_the_file_is_the_calendar_entry() -> None:
    chat = upcoming_chat()
    answer = client_of(chat).get(reverse("chats:ics", args=[chat.pk]))
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["UID"] == chat.uid
    assert event.start == chat.starts_at


@pytest.mark.parametrize("show", ["upcoming", "past"])
def test_the_list_costs_the_same_with_many_rows(
    show: str, django_assert_num_queries: Any, settings: Any
) -> None:
    settings.INVITATIONS_PER_DAY = 1000
    seeker, now = make_seeker(), timezone.now()
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")

    def add_chats(first: int, last: int) -> None:
        for number in range(first, last):
            contact = make_contact(seeker, f"Host {number}")
            hours = timedelta(hours=number + 1)
            if show == "past":
                make_ended_chat(contact, ended_at=now - hours)
            else:
                make_chat(contact, starts_at=now + hours, now=now)

    def fetch() -> int:
        answer = client.get(reverse("chats:list"), {"show": show})
        return answer.content.decode().count('class="row__name"')

    add_chats(0, 1)
    with django_assert_num_queries(5):
        assert fetch() == 1
    add_chats(1, 50)
    with django_assert_num_queries(5):
        assert fetch() == 50


def test_saving_notes_does_not_bring_a_cancelled_chat_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host cancels between the page's look and its save."""
    chat = upcoming_chat()

    def meanwhile(form: PreparationForm) -> None:
        lifecycle.cancel(chat, by=Side.HOST, line="", now=timezone.now())

    monkeypatch.setattr(PreparationForm, "clean", meanwhile)
    typed = {"goal": "", "questions": "", "notes": "Ask about\r\npeat\x00"}
    assert client_of(chat).post(reverse("chats:save", args=[chat.pk]), typed).status_code == 302
    chat.refresh_from_db()
    assert (chat.status, chat.sequence) == (ChatStatus.CANCELLED, 1)
    assert chat.notes == "Ask about\npeat"


# -- A move that does not suit, and how they meet --------------------------------------------------


def moved_by_host() -> Chat:
    chat = upcoming_chat()
    let_leave(chat)
    later = chat.starts_at + timedelta(days=1)
    lifecycle.reschedule(chat, starts_at=later, by=Side.HOST, now=timezone.now())
    let_leave(chat)
    return chat


def test_a_move_that_does_not_suit_goes_back_from_the_chat_page() -> None:
    chat = moved_by_host()
    client, url = client_of(chat), reverse("chats:keep", args=[chat.pk])
    page = client.get(chat.get_absolute_url()).content.decode()
    [back_to] = re.findall(r'name="back_to" value="([^"]+)"', page)
    answer = client.post(url, {"back_to": back_to, "line": "I teach then."})
    assert answer.status_code == 302
    assert Chat.objects.get().starts_at == chat.starts_at
    assert "I teach then." in queued(chat)["moved_host"].text
    assert "That does not suit me" not in client.get(chat.get_absolute_url()).content.decode()


def test_a_time_before_at_which_something_has_come_up_says_so() -> None:
    """The seeker may keep it all the same, and knows."""
    chat = upcoming_chat()
    before, client = chat.starts_at, client_of(chat)
    after = before + timedelta(days=1)
    lifecycle.reschedule(chat, starts_at=after, by=Side.HOST, now=timezone.now())
    said = "Something else has come into your calendar at the time before."
    page = client.get(chat.get_absolute_url()).content.decode()
    assert ("moved this chat" in page, said in page) == (True, False)
    make_busy(chat.seeker, before)
    assert said in client.get(chat.get_absolute_url()).content.decode()


def test_a_time_before_that_is_gone_keeps_the_line_and_shows_the_ways_out() -> None:
    chat = moved_by_host()
    make_chat(
        make_contact(chat.seeker, "Noor"),
        starts_at=chat.starts_at,
        now=timezone.now(),
    )
    typed = {"back_to": chat.starts_at.isoformat(), "line": "I teach then."}
    answer = client_of(chat).post(reverse("chats:keep", args=[chat.pk]), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "taken by now" in page
    assert "I teach then.</textarea>" in page
    assert reverse("chats:move", args=[chat.pk]) in page
    assert Chat.objects.get(pk=chat.pk).sequence == 1


def test_how_they_meet_is_changed_from_the_chat_page() -> None:
    chat = upcoming_chat()
    let_leave(chat)
    url = reverse("chats:place", args=[chat.pk])
    answer = client_of(chat).post(url, {"way": "in_person", "where": "Library, room 2"})
    assert answer.status_code == 302
    changed = Chat.objects.get()
    assert (changed.way, changed.where, changed.sequence) == ("in_person", "Library, room 2", 1)


@pytest.mark.parametrize(
    ("way", "where", "sentence"),
    [
        ("video", "javascript:alert(1)", "Please give the whole link"),
        ("video", "", "Please fill this in."),
        ("phone", "1" * 41, "Please give the number alone"),
        ("post", "Berlin", "Select a valid choice"),
    ],
)
def test_a_place_that_is_none_is_asked_for_again(way: str, where: str, sentence: str) -> None:
    chat = upcoming_chat()
    url = reverse("chats:place", args=[chat.pk])
    answer = client_of(chat).post(url, {"way": way, "where": where})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{where}"' in answer.content.decode() or not where
    assert Chat.objects.get().sequence == 0


@pytest.mark.parametrize(("hours", "is_said"), [(23, True), (25, False)])
def test_a_late_cancellation_is_met_kindly_before_the_button(hours: int, is_said: bool) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(hours=hours, minutes=1), now=now)
    page = client_of(chat).get(reverse("chats:cancel", args=[chat.pk])).content.decode()
    assert ("less than a day away" in page) == is_said
