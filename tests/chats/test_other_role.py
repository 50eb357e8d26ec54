"""A seeker who is somebody's host as well, and a host who has a chat of their own: one person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from chats import tasks
from chats.errors import TimeTaken
from chats.models import Attendance, Chat, Invitation, Slot
from chats.states import Way
from outbox.addresses import address_hash
from tests import by_link
from tests.chats.hosts import at, post, soon
from tests.expect import queued
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

FIRST = three_times()[0]
BOOKED_ALREADY = "One of you already has a chat then. Here is what else there is."


def book_as_host(person: User) -> Chat:
    """Somebody has asked this person, who said yes to the first time."""
    return make_chat(make_contact(email=person.email.upper()), starts_at=FIRST)


def notes(page: object) -> list[str]:
    return [time.note for time in page.context["times"]]  # type: ignore[attr-defined]


def test_a_chat_as_somebodys_host_closes_the_time_on_the_page(client: Client) -> None:
    sent = make_sent_invitation()
    book_as_host(sent.seeker)
    with at(soon()):
        assert notes(client.get(make_link(sent))) == ["Just taken", "", ""]
    with pytest.raises(TimeTaken):
        by_link.take(sent, sent.slots.earliest("starts_at").pk, way=Way.VIDEO, now=soon())


def test_the_sweep_tells_the_seeker_of_it() -> None:
    sent = make_sent_invitation()
    book_as_host(sent.seeker)
    with at(soon()):
        tasks.follow_offered_times()
        tasks.follow_offered_times()
    gone, left = queued(sent)["times_lost_seeker"].text.split("Still free to choose:")
    assert (gone.count("\n- "), left.count("\n- ")) == (1, 2)


def test_when_that_chat_is_called_off_the_time_is_open_again(client: Client) -> None:
    sent = make_sent_invitation()
    chat = book_as_host(sent.seeker)
    by_link.decline(chat.invitation, now=soon())
    with at(soon()):
        assert notes(client.get(make_link(sent))) == ["", "", ""]


def test_somebody_elses_chat_closes_nothing(client: Client) -> None:
    sent = make_sent_invitation()
    book_as_host(make_seeker())
    with at(soon()):
        assert notes(client.get(make_link(sent))) == ["", "", ""]


def host_with_a_chat(**fields: object) -> Invitation:
    """An ask to somebody who meets another person at the first of its times."""
    host = make_seeker()
    make_chat(make_contact(host), starts_at=FIRST)
    return make_sent_invitation(make_contact(email=host.email), **fields)


def test_a_host_with_a_chat_then_is_told_so_and_not_offered_it_again(client: Client) -> None:
    sent = host_with_a_chat()
    with at(soon()):
        pressed = sent.slots.earliest("starts_at").pk
        answer = post(client, make_link(sent), "take", slot=pressed, way="video", line="Gladly.")
    page = answer.content.decode()
    assert (answer.status_code, notes(answer)) == (409, ["Taken", "", ""])
    assert BOOKED_ALREADY in page
    assert f'name="slot" value="{pressed}"' not in page
    assert "Gladly.</textarea>" in page


def test_a_host_who_moves_to_such_a_time_is_told_so(client: Client) -> None:
    sent = host_with_a_chat()
    pressed, other, _ = sent.slots.order_by("starts_at")
    by_link.take(sent, other.pk, way=Way.VIDEO, now=NOW)
    with at(soon()):
        answer = post(client, make_link(sent), "move", slot=pressed.pk)
    assert answer.status_code == 409
    assert BOOKED_ALREADY in answer.content.decode()
    assert pressed.starts_at not in [time.starts_at for time in answer.context["other_times"]]


@pytest.mark.parametrize("action", ["free", "move_free"])
def test_a_free_time_at_which_the_host_has_a_chat_is_not_shown_again(
    client: Client, action: str
) -> None:
    sent = host_with_a_chat(free_weeks=3, times=[FIRST + timedelta(days=1)])
    if action == "move_free":
        by_link.take(sent, sent.slots.get().pk, way=Way.VIDEO, now=NOW)
    button = f'value="{FIRST:%Y-%m-%dT%H:%M}Z"'
    path = make_link(sent)
    with at(soon()):
        page = path + ("move/free/" if action == "move_free" else "free/")
        seen = client.get(page).content.decode()
        form_token = seen.split('name="form_token" value="')[1].split('"')[0]
        sent_back = {
            "form_token": form_token,
            "starts_at": f"{FIRST:%Y-%m-%dT%H:%M}Z",
            "way": "video",
        }
        answer = client.post(page, sent_back)
    assert (answer.status_code, BOOKED_ALREADY in answer.content.decode()) == (409, True)
    assert (button in seen, button in answer.content.decode()) == (True, False)


# -- The key ---------------------------------------------------------------------------------------


def test_a_seekers_key_follows_their_address() -> None:
    seeker = make_seeker(email="Sam@example.org")
    assert seeker.person_key == address_hash("sam@example.org")
    seeker.email = "moved@example.org"
    seeker.save(update_fields=["email"])
    assert User.objects.get().person_key == address_hash("moved@example.org")
    seeker.save(update_fields=["name"])


def test_the_look_for_other_chats_goes_by_their_index() -> None:
    sent = make_sent_invitation()
    asked = Chat.objects.create(
        **{
            field: getattr(make_chat(), field)
            for field in ("seeker", "contact", "way", "day", "seeker_local_time", "seeker_zone")
        },
        invitation=sent,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        booked_at=NOW,
        host_local_time="",
        host_zone="UTC",
    )
    Attendance.objects.bulk_create(
        Attendance(
            chat=asked,
            person=address_hash(f"{number}@example.org"),
            during=(NOW + timedelta(hours=number), NOW + timedelta(hours=number + 1)),
        )
        for number in range(5_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chats_attendance")
    own = Slot.objects.filter(invitation=sent).with_taken()
    assert "attendance_never_twice" in own.explain()
