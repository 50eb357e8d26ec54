"""Moving a chat with the week: one half hour is picked, week by week, with script or without."""

import re
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chats import lifecycle
from chats.meeting.changing import MAX_MOVES
from chats.models import Chat
from chats.states import Side
from tests.chats.busy import make_busy
from tests.chats.test_chat_pages import client_of, upcoming_chat
from tests.factories import make_chat, make_contact

pytestmark = pytest.mark.django_db


def wall(chat: Chat, instant: datetime) -> str:
    return f"{instant.astimezone(chat.seeker.time_zone):%Y-%m-%dT%H:%M}"


def page_of(chat: Chat, **data: str) -> str:
    answer = client_of(chat).post(reverse("chats:move", args=[chat.pk]), {"go": "", **data})
    assert answer.status_code == 200
    return answer.content.decode()


def cell(page: str, value: str) -> str:
    found = re.search(
        rf'<label class="[^>]*><input type="radio"[^>]*value="{value}".*?</label>', page
    )
    assert found, value
    return found[0]


def test_the_week_of_the_chat_is_shown_and_its_own_time_is_no_conflict() -> None:
    chat = upcoming_chat()
    page = client_of(chat).get(reverse("chats:move", args=[chat.pk])).content.decode()
    own = cell(page, wall(chat, chat.starts_at))
    assert "A chat of yours" not in page
    assert "The time it has now." in own
    assert "disabled" not in own
    assert "New York (UTC−5)" in own
    assert 'type="checkbox" name="times"' not in page


def test_busy_and_booked_times_cannot_be_picked_and_say_why() -> None:
    chat = upcoming_chat()
    make_busy(chat.seeker, chat.starts_at - timedelta(hours=2), 60)
    booked = chat.starts_at + timedelta(hours=1)
    make_chat(make_contact(chat.seeker, "Noor"), starts_at=booked, now=timezone.now())
    page = client_of(chat).get(reverse("chats:move", args=[chat.pk])).content.decode()
    for instant, why in [
        (chat.starts_at - timedelta(hours=2), "Busy in your calendar"),
        (booked, "A chat of yours"),
    ]:
        found = cell(page, wall(chat, instant))
        assert "disabled" in found
        assert why in found


def test_a_picked_half_hour_moves_the_chat() -> None:
    chat = upcoming_chat()
    later = chat.starts_at + timedelta(minutes=30)
    answer = client_of(chat).post(
        reverse("chats:move", args=[chat.pk]),
        {"picked": wall(chat, later), "starts_at": "", "line": "Sorry"},
    )
    assert answer.status_code == 302
    assert Chat.objects.get().starts_at == later


def test_what_is_typed_takes_the_place_of_what_is_picked() -> None:
    chat = upcoming_chat()
    later = chat.starts_at + timedelta(minutes=30)
    answer = client_of(chat).post(
        reverse("chats:move", args=[chat.pk]),
        {"picked": wall(chat, chat.starts_at - timedelta(hours=1)), "starts_at": wall(chat, later)},
    )
    assert answer.status_code == 302
    assert Chat.objects.get().starts_at == later


@pytest.mark.parametrize("name", ["picked", "starts_at", "kept"])
def test_a_busy_time_is_refused_however_it_was_sent(name: str) -> None:
    chat = upcoming_chat()
    later = chat.starts_at + timedelta(hours=1)
    make_busy(chat.seeker, later)
    answer = client_of(chat).post(
        reverse("chats:move", args=[chat.pk]), {name: wall(chat, later), "line": "Sorry"}
    )
    assert answer.status_code == 422
    assert "Something is in your calendar then." in answer.content.decode()
    assert "Sorry</textarea>" in answer.content.decode()
    assert Chat.objects.get().sequence == 0


def test_an_odd_hour_picked_for_the_host_is_asked_about_once() -> None:
    chat = upcoming_chat()
    night = chat.starts_at.replace(hour=6)  # in New York, that is after midnight
    sent = {"picked": wall(chat, night), "starts_at": ""}
    client, address = client_of(chat), reverse("chats:move", args=[chat.pk])
    asked = client.post(address, sent)
    assert asked.status_code == 422
    assert "Press again if you mean it." in asked.content.decode()
    assert " checked" in cell(asked.content.decode(), sent["picked"])
    assert client.post(address, {**sent, "confirmed": sent["picked"]}).status_code == 302
    assert Chat.objects.get().starts_at == night


def test_a_move_to_no_time_asks_for_one() -> None:
    chat = upcoming_chat()
    answer = client_of(chat).post(reverse("chats:move", args=[chat.pk]), {"line": "Sorry"})
    assert answer.context["form"].errors == {"starts_at": ["Please give a new time."]}


def test_another_week_keeps_what_was_picked_and_the_line_and_changes_nothing() -> None:
    chat = upcoming_chat()
    picked = wall(chat, chat.starts_at + timedelta(minutes=30))
    next_week = wall(chat, chat.starts_at + timedelta(weeks=1))
    page = page_of(chat, go=next_week[:10], picked=picked, line="Sorry")
    cell(page, next_week)
    assert f'name="kept" value="{picked}"' in page
    assert "Sorry</textarea>" in page
    assert Chat.objects.get().sequence == 0

    answer = client_of(chat).post(reverse("chats:move", args=[chat.pk]), {"kept": picked})
    assert answer.status_code == 302
    assert wall(chat, Chat.objects.get().starts_at) == picked


def test_another_pick_beats_the_one_that_was_kept() -> None:
    chat = upcoming_chat()
    later = wall(chat, chat.starts_at + timedelta(minutes=30))
    kept = wall(chat, chat.starts_at - timedelta(minutes=30))
    client_of(chat).post(reverse("chats:move", args=[chat.pk]), {"kept": kept, "picked": later})
    assert wall(chat, Chat.objects.get().starts_at) == later


def test_many_busy_times_cost_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    chat = upcoming_chat()
    client, address = client_of(chat), reverse("chats:move", args=[chat.pk])
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(5):
        make_busy(chat.seeker, chat.starts_at + timedelta(days=number, hours=1))
    with django_assert_num_queries(7):
        client.get(address)


# -- What has become of it meanwhile ---------------------------------------------------------------


def move(chat: Chat, to: datetime, was: datetime) -> HttpResponse:
    typed = {"starts_at": wall(chat, to), "was": was.isoformat(), "line": "My train"}
    return client_of(chat).post(reverse("chats:move", args=[chat.pk]), typed)


def test_the_time_it_has_is_no_move_and_the_line_is_kept() -> None:
    chat = upcoming_chat()
    answer = move(chat, chat.starts_at, chat.starts_at)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "That is the time it has now." in page
    assert "My train</textarea>" in page
    assert Chat.objects.get().sequence == 0


def test_a_move_pressed_twice_is_one() -> None:
    chat = upcoming_chat()
    was, to = chat.starts_at, chat.starts_at + timedelta(days=1)
    assert [move(chat, to, was).status_code for _ in range(2)] == [302, 302]
    assert Chat.objects.get().sequence == 1


def test_a_page_left_open_moves_nothing_that_was_moved_meanwhile() -> None:
    chat = upcoming_chat()
    was, day = chat.starts_at, timedelta(days=1)
    lifecycle.reschedule(chat, starts_at=was + day, by=Side.HOST, now=timezone.now())
    answer = move(chat, was + 2 * day, was)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "moved meanwhile" in page
    assert "My train</textarea>" in page
    assert Chat.objects.get().starts_at == was + day
    shown = re.search(r'name="was" value="([^"]*)"', page)
    assert shown
    assert datetime.fromisoformat(shown[1]) == was + day
    assert move(chat, was + 2 * day, was + day).status_code == 302


@pytest.mark.parametrize("name", ["move", "place"])
def test_the_most_changes_are_said_before_anything_is_typed(name: str) -> None:
    chat = upcoming_chat()
    Chat.objects.update(sequence=MAX_MOVES)
    page = client_of(chat).get(reverse(f"chats:{name}", args=[chat.pk])).content.decode()
    assert "changed 5 times, which is the most" in page
    assert f"mailto:{chat.contact.email}" in page
    assert page.count('<form class="form"') == 0


@pytest.mark.parametrize("name", ["move", "place", "cancel"])
def test_a_cancelled_chat_leads_to_its_page(name: str) -> None:
    chat = upcoming_chat()
    lifecycle.cancel(chat, by=Side.SEEKER, now=timezone.now())
    answer = client_of(chat).get(reverse(f"chats:{name}", args=[chat.pk]), follow=True)
    assert answer.redirect_chain == [(chat.get_absolute_url(), 302)]
    assert "This chat is cancelled already." in answer.content.decode()


def test_cancelling_what_the_host_cancelled_sends_nothing_and_keeps_the_line() -> None:
    chat = upcoming_chat()
    lifecycle.cancel(chat, by=Side.HOST, now=timezone.now())
    url = reverse("chats:cancel", args=[chat.pk])
    answer = client_of(chat).post(url, {"line": "Sorry, Dana"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "has cancelled it already, so this was not sent" in page
    assert "Sorry, Dana</textarea>" in page
