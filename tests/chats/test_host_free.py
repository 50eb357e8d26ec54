"""Any free time of the seeker's: a light page, and a button that looks again before it books."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from calendars.models import DayException
from chats import lifecycle
from chats.models import Answer, Chat, Invitation
from chats.states import Side, Way
from chats.times import free as free_times
from tests import by_link
from tests.chats.busy import make_busy
from tests.chats.hosts import NOW, at, form_token_in, post, soon
from tests.expect import queued
from tests.factories import make_chat, make_contact, make_link, make_sent_invitation

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
"""15:00 in Berlin and 9:00 in New York."""

BUDGET = 15_000


def open_ask(**fields: Any) -> Invitation:
    """A Berlin seeker with the usual week offers a New Yorker any free time in three weeks."""
    return make_sent_invitation(**{"free_weeks": 3, **fields})


def look(client: Client, invitation: Invitation, query: str = "", moment: datetime = NOW) -> Any:
    with at(moment):
        return client.get(f"{make_link(invitation)}free/{query}")


def values(page: Any) -> set[str]:
    return set(re.findall(r'name="starts_at" value="([^"]+)"', page.content.decode()))


def press(client: Client, invitation: Invitation, start: datetime, **fields: Any) -> Any:
    sent = {"starts_at": f"{start:%Y-%m-%dT%H:%M}Z", "way": "video", "zone": "America/New_York"}
    with at(soon()):
        return post(client, make_link(invitation), "free", **{**sent, **fields})


# -- The page ----------------------------------------------------------------------------------


def test_sending_fixes_the_end_of_the_weeks_in_the_seekers_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert open_ask().free_until == datetime(2026, 12, 15, 0, 0, tzinfo=berlin)
    assert make_sent_invitation().free_until is None


def test_the_page_of_the_ask_leads_there_only_where_it_is_offered(client: Client) -> None:
    for ask, leads in ((open_ask(), True), (make_sent_invitation(), False)):
        path = make_link(ask)
        with at(NOW):
            assert (f"{path}free/" in client.get(path).content.decode()) == leads
            assert client.get(f"{path}free/").templates[0].name == (
                "host/free.html" if leads else "host/invitation.html"
            )


def test_a_week_shows_every_free_start_and_no_other(client: Client) -> None:
    ask = open_ask()
    make_busy(ask.seeker, TUESDAY)
    DayException.objects.create(seeker=ask.seeker, day=date(2026, 12, 2), kind="off")
    page = look(client, ask, "?week=2026-11-30")
    tuesday = {value for value in values(page) if value.startswith("2026-12-01")}
    # 9:00 to 18:00 in Berlin is 8:00 to 17:00 UTC, without the busy hour and what would reach it.
    expected = {TUESDAY.replace(hour=8) + timedelta(minutes=30 * n) for n in range(18)}
    expected -= {TUESDAY, TUESDAY + timedelta(minutes=30)}
    assert tuesday == {f"{start:%Y-%m-%dT%H:%M}Z" for start in expected}
    assert not {value for value in values(page) if value.startswith("2026-12-02")}


def test_nothing_says_why_another_time_is_not_free(client: Client) -> None:
    ask = open_ask()
    make_busy(ask.seeker, TUESDAY)
    make_chat(make_contact(ask.seeker, "Zacharias Quill"), starts_at=TUESDAY + timedelta(hours=2))
    page = look(client, ask, "?week=2026-11-30").content.decode()
    assert not re.search(r"busy|booked by|holiday|Work|Quill", page.replace("are booked", ""))


def test_the_hosts_daytime_comes_first_and_the_rest_is_folded(client: Client) -> None:
    page = look(client, open_ask(), "?week=2026-11-30&zone=America/New_York").content.decode()
    first, folded = page.split("Early, late and days off where you are")
    assert 'value="2026-12-01T14:00Z"' in first  # 9:00
    assert 'value="2026-12-01T08:00Z"' in folded  # 3:00


def test_each_day_says_the_zone_and_the_offset_it_is_read_in(client: Client) -> None:
    page = look(client, open_ask(), "?zone=Asia/Kathmandu&week=2026-12-01").content.decode()
    assert "Tuesday 1 December 2026 (Kathmandu, UTC+5:45)" in page


@pytest.mark.parametrize("week", ["", "2020-01-01", "2099-01-01", "nonsense"])
def test_any_week_asked_for_is_answered_with_one_that_has_times(client: Client, week: str) -> None:
    assert values(look(client, open_ask(), f"?week={week}"))


def test_a_seeker_without_free_time_is_said_so(client: Client) -> None:
    ask = open_ask()
    make_busy(ask.seeker, NOW, minutes=60 * 24 * 40)
    assert "has no other free time just now" in look(client, ask).content.decode()


def test_the_page_costs_the_same_with_many_rows(
    client: Client, django_assert_num_queries: Any
) -> None:
    ask, now = open_ask(), NOW
    path = make_link(ask)
    for number in range(3):
        make_busy(ask.seeker, TUESDAY + timedelta(days=number))
        make_chat(make_contact(ask.seeker), starts_at=TUESDAY + timedelta(days=number, hours=2))
        with at(now), django_assert_num_queries(5):
            assert client.get(f"{path}free/").status_code == 200
    with at(now), django_assert_num_queries(2):
        client.get(path)


def test_the_page_is_light() -> None:
    page = look(Client(headers={"Accept-Encoding": "gzip"}), open_ask(message="x" * 4000))
    assert len(page.content) < BUDGET / 3  # beside the style sheet


# -- The button --------------------------------------------------------------------------------


def test_a_press_books_the_time_and_it_stands_among_the_offered(client: Client) -> None:
    ask = open_ask()
    assert press(client, ask, TUESDAY, line="See you").status_code == 303
    chat = Chat.objects.get()
    assert (chat.starts_at, chat.length) == (TUESDAY, timedelta(minutes=25))
    assert ask.slots.filter(by=Side.SEEKER, starts_at=TUESDAY, withdrawn_at=None).count() == 1
    assert Answer.objects.get().line == "See you"
    with at(soon(2)):
        page = client.get(make_link(ask)).content.decode()
    assert "Tuesday 1 December 2026, 09:00" in page


def test_pressed_twice_it_is_one_chat(client: Client) -> None:
    ask = open_ask()
    assert [press(client, ask, TUESDAY).status_code for _ in range(2)] == [303, 303]
    assert (Chat.objects.count(), Answer.objects.count()) == (1, 1)
    assert Chat.objects.get().sequence == 0


def test_a_slip_can_be_undone_and_the_time_taken_again(client: Client) -> None:
    ask = open_ask()
    press(client, ask, TUESDAY)
    with at(soon(2)):
        assert post(client, make_link(ask), "undo").status_code == 303
    ask.refresh_from_db()
    assert (ask.status, ask.chats.live().count()) == ("sent", 0)
    assert press(client, ask, TUESDAY).status_code == 303
    assert ask.slots.filter(starts_at=TUESDAY).count() == 1


def test_a_time_gone_meanwhile_is_said_and_what_was_typed_is_kept(client: Client) -> None:
    ask = open_ask()
    path = make_link(ask)
    with at(soon()):
        form_token = form_token_in(client.get(f"{path}free/?week=2026-11-30"))
        make_busy(ask.seeker, TUESDAY)
        typed = {"way": "phone", "phone": "0123", "line": "See you", "week": "2026-11-30"}
        sent = {"form_token": form_token, "starts_at": "2026-12-01T14:00Z", **typed}
        answer = client.post(f"{path}free/", sent)
    page = answer.content.decode()
    assert (answer.status_code, Chat.objects.count()) == (409, 0)
    assert "That time has just been taken. Here is what is still free." in page
    assert "See you</textarea>" in page
    assert 'value="0123"' in page
    assert "2026-12-01T14:00Z" not in page
    assert "2026-12-01T15:00Z" in page


@pytest.mark.parametrize(
    "start",
    [
        TUESDAY.replace(hour=3),
        TUESDAY + timedelta(minutes=7),
        TUESDAY + timedelta(days=60),
        NOW + timedelta(hours=2),
    ],
)
def test_a_time_the_page_does_not_show_cannot_be_had(client: Client, start: datetime) -> None:
    assert press(client, open_ask(), start).status_code == 409
    assert Chat.objects.count() == 0


@pytest.mark.parametrize("start", ["", "soon", "2026-12-01T14:00", "2026-13-01T14:00Z", "9" * 99])
def test_what_is_no_time_is_asked_for_again(client: Client, start: str) -> None:
    ask = open_ask()
    with at(soon()):
        answer = post(client, make_link(ask), "free", starts_at=start, way="video")
    assert answer.status_code == 422
    assert "Please press one of the times." in answer.content.decode()


def test_where_it_was_not_offered_a_form_made_up_books_nothing(client: Client) -> None:
    assert press(client, make_sent_invitation(), TUESDAY).status_code == 409
    assert Chat.objects.count() == 0


def test_a_closed_ask_has_no_free_times(client: Client) -> None:
    ask = open_ask()
    lifecycle.withdraw(ask, now=NOW)
    assert look(client, ask).status_code == 410
    ask.refresh_from_db()
    assert not free_times.are_offered(ask, NOW)


def test_an_unknown_link_is_not_found(client: Client) -> None:
    assert client.get("/i/unknown/free/").status_code == 404
    assert client.post("/i/unknown/free/").status_code == 404


def test_the_email_leads_there() -> None:
    email = queued(open_ask())["invitation"]
    assert "/free/" in email.text
    assert "/free/" in email.html


def test_the_chat_taken_counts_against_no_other(client: Client) -> None:
    """A chat in the host's role takes the seeker's time as well."""
    ask = open_ask()
    other = make_sent_invitation(make_contact(email=ask.seeker.email), times=[TUESDAY])
    by_link.take(other, other.slots.get().pk, way=Way.VIDEO, now=NOW)
    assert press(client, ask, TUESDAY).status_code == 409
