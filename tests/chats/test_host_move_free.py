"""The host moves their chat to any other free time: a light page, and a look again at the press."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chats.errors import Refused
from chats.models import Chat, Invitation
from chats.states import Side
from outbox.models import OutgoingEmail
from tests import by_link
from tests.chats.busy import make_busy
from tests.chats.hosts import NOW, at, form_token_in, post, soon
from tests.chats.test_host_free import BUDGET, TUESDAY, open_ask, values
from tests.factories import make_chat, make_contact, make_link, make_sent_invitation

pytestmark = pytest.mark.django_db

LATER = TUESDAY + timedelta(days=1)


def booked(**fields: Any) -> Invitation:
    """A chat on Tuesday of an ask that offered any free time; both know of it."""
    ask = open_ask(**fields)
    by_link.take_free(ask, TUESDAY, way="video", now=NOW)
    OutgoingEmail.objects.update(status="sent")
    ask.refresh_from_db()
    return ask


def look(client: Client, ask: Invitation, query: str = "", moment: datetime = NOW) -> Any:
    with at(moment):
        return client.get(f"{make_link(ask)}move/free/{query}")


def press(client: Client, ask: Invitation, start: datetime, **fields: Any) -> Any:
    sent = {"starts_at": f"{start:%Y-%m-%dT%H:%M}Z", **fields}
    with at(soon()):
        return post(client, make_link(ask), "move/free", **sent)


def test_the_booked_page_leads_there_only_where_any_free_time_was_offered(client: Client) -> None:
    given = make_chat(make_contact(email="other@example.org")).invitation
    for ask, leads in ((booked(), True), (given, False)):
        path = make_link(ask)
        with at(NOW):
            assert (f"{path}move/free/" in client.get(path).content.decode()) == leads
            assert client.get(f"{path}move/free/").templates[0].name == (
                "host/move_free.html" if leads else "host/booked.html"
            )


def test_the_week_of_the_chat_comes_first_without_the_time_it_has(client: Client) -> None:
    ask = booked()
    make_busy(ask.seeker, LATER)
    found = values(look(client, ask))
    assert "2026-12-01T14:00Z" not in found
    assert "2026-12-02T14:00Z" not in found
    # Its own chat is no conflict: half an hour later is free.
    assert {"2026-12-01T14:30Z", "2026-12-02T15:00Z"} <= found


def test_a_press_moves_the_same_chat_and_tells_both(client: Client) -> None:
    ask = booked()
    assert press(client, ask, LATER, line="Sorry").status_code == 303
    chat = Chat.objects.get()
    assert (chat.starts_at, chat.sequence, chat.moved_by) == (LATER, 1, Side.HOST)
    told = OutgoingEmail.objects.filter(status="pending").values_list("kind", flat=True)
    assert sorted(told) == ["moved_host", "moved_seeker"]
    assert "Sorry" in OutgoingEmail.objects.get(kind="moved_seeker").text


def test_pressed_twice_it_is_one_move(client: Client) -> None:
    ask = booked()
    assert [press(client, ask, LATER).status_code for _ in range(2)] == [303, 303]
    assert Chat.objects.get().sequence == 1


def test_a_time_gone_meanwhile_is_said_with_the_rest_and_the_line_is_kept(client: Client) -> None:
    ask = booked()
    path = make_link(ask)
    with at(soon()):
        form_token = form_token_in(client.get(f"{path}move/free/"))
        make_busy(ask.seeker, LATER)
        sent = {"form_token": form_token, "starts_at": "2026-12-02T14:00Z", "line": "Sorry"}
        answer = client.post(f"{path}move/free/", {**sent, "week": "2026-11-30"})
    page = answer.content.decode()
    assert (answer.status_code, Chat.objects.get().starts_at) == (409, TUESDAY)
    assert "That time has just been taken. Here is what is still free." in page
    assert "Sorry</textarea>" in page
    assert "2026-12-02T14:00Z" not in page
    assert "2026-12-02T15:00Z" in page


@pytest.mark.parametrize("start", ["", "soon", "2026-12-01T14:00", "9" * 99])
def test_what_is_no_time_is_asked_for_again(client: Client, start: str) -> None:
    ask = booked()
    with at(soon()):
        answer = post(client, make_link(ask), "move/free", starts_at=start)
    assert answer.status_code == 422
    assert "Please press one of the times." in answer.content.decode()


@pytest.mark.parametrize(
    "start", [LATER.replace(hour=3), LATER + timedelta(days=60), NOW + timedelta(hours=2)]
)
def test_a_time_the_page_does_not_show_cannot_be_had(client: Client, start: datetime) -> None:
    assert press(client, booked(), start).status_code == 409
    assert Chat.objects.get().starts_at == TUESDAY


def test_where_it_was_not_offered_a_form_made_up_moves_nothing(client: Client) -> None:
    chat = make_chat()
    assert press(client, chat.invitation, LATER).status_code == 409
    assert Chat.objects.get().starts_at == chat.starts_at


def test_without_a_chat_there_is_nothing_to_move(client: Client) -> None:
    assert press(client, make_sent_invitation(free_weeks=3), LATER).status_code == 409
    assert not Chat.objects.exists()


def test_a_chat_that_has_begun_is_not_moved(client: Client) -> None:
    ask, begun = booked(), TUESDAY + timedelta(minutes=5)
    assert look(client, ask, moment=begun).templates[0].name == "host/booked.html"
    with pytest.raises(Refused):
        by_link.move_free(ask, datetime(2026, 12, 3, 14, tzinfo=UTC), now=begun)


def test_the_page_costs_the_same_with_many_rows(
    client: Client, django_assert_num_queries: Any
) -> None:
    ask = booked()
    path = make_link(ask)
    for number in range(1, 4):
        make_busy(ask.seeker, TUESDAY + timedelta(days=number))
        make_chat(make_contact(ask.seeker), starts_at=TUESDAY + timedelta(days=number, hours=2))
        with at(NOW), django_assert_num_queries(6):
            assert client.get(f"{path}move/free/").status_code == 200


def test_the_page_is_light() -> None:
    ask = booked(message="x" * 4000)
    page = look(Client(headers={"Accept-Encoding": "gzip"}), ask)
    assert len(page.content) < BUDGET / 3  # beside the style sheet
