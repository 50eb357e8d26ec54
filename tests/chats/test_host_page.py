"""The host's page: what it shows in each state, and its kind pages."""

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import psycopg2.errors
import pytest
import redis
from django.db import OperationalError
from django.test import Client

from chats import lifecycle
from chats.host.access import link_for
from chats.models import Invitation, Link
from chats.states import Side, Way
from tests import by_link
from tests.chats.hosts import NOW, at, post, soon
from tests.factories import (
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str, **query: str) -> str:
    with at(soon()):
        response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_shows_who_asks_why_and_when_in_the_hosts_zone(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation()))
    assert "Sam Rivera asks you for 25&nbsp;minutes" in page
    assert "Data analyst, on my way to climate work" in page
    assert "your talk on turbine data made me think" in page
    assert "Thursday 26 November, 10:00" in page
    assert "to 10:25, New York, UTC−5" in page
    assert page.count('name="slot"') == 3


def test_shows_no_private_notes_and_no_address(client: Client) -> None:
    contact = make_contact(research="Seems grumpy before noon", connection="Met at a fair")
    invitation = make_sent_invitation(contact)
    page = text_of(client, make_link(invitation))
    for private in ["grumpy", "Met at a fair", contact.email, invitation.seeker.email]:
        assert private not in page


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("Asia/Kathmandu", "Thursday 26 November, 20:45"),
        ("Europe/Berlin", "Thursday 26 November, 16:00"),
        ("Pacific/Kiritimati", "Friday 27 November, 05:00"),
        ("Not/AZone", "Thursday 26 November, 10:00"),
        ("../../etc/passwd", "Thursday 26 November, 10:00"),
    ],
)
def test_the_zone_can_be_switched_to_any_that_exists(client: Client, zone: str, hours: str) -> None:
    assert hours in text_of(client, make_link(make_sent_invitation()), zone=zone)


def test_the_switch_names_the_zone_in_use(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation()), zone="Asia/Pyongyang")
    assert page.count(" selected>") == 2  # and how hours are said
    assert '<option value="Asia/Pyongyang" selected>Pyongyang, UTC+9</option>' in page
    assert re.search('<option value="Europe/Berlin">Berlin, UTC[+][12]</option>', page)


@pytest.mark.parametrize(
    ("place", "hours"),
    [
        ("Mumbai", "Thursday 26 November, 20:30"),
        ("munich", "Thursday 26 November, 16:00"),
        ("San Francisco", "Thursday 26 November, 07:00"),
        ("India", "Thursday 26 November, 20:30"),
        ("Sao Paulo", "Thursday 26 November, 12:00"),
        ("Garching, Germany", "Thursday 26 November, 16:00"),
        ("UTC", "Thursday 26 November, 15:00"),
    ],
)
def test_a_zone_is_found_by_city_or_country(client: Client, place: str, hours: str) -> None:
    page = text_of(client, make_link(make_sent_invitation()), place=place, zone="Europe/Berlin")
    assert hours in page
    assert '<details class="small" open>' not in page


def test_of_several_clocks_the_host_chooses_among_those(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation()), place="USA")
    assert "“USA” has more than one clock. Which is yours?" in page
    assert '<option value="America/Chicago">' in page
    assert '<option value="Europe/Berlin">' not in page


def test_an_unknown_place_is_said_to_be_and_changes_nothing(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation()), place="<b>Nowhere")
    assert "We know no city or country called “&lt;b&gt;Nowhere”." in page
    assert "Thursday 26 November, 10:00" in page


def test_an_older_name_of_the_same_place_is_the_same_place(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation()), zone="Asia/Calcutta")
    assert 'data-zones="Asia/Kolkata Asia/Calcutta"' in page
    assert '<option value="Asia/Kolkata" selected>' in page
    assert 'value="Asia/Calcutta"' not in page


def test_the_time_pressed_in_the_email_comes_first_and_is_not_taken(client: Client) -> None:
    invitation = make_sent_invitation()
    last = invitation.slots.latest("starts_at")
    page = text_of(client, make_link(invitation), time=str(last.pk))
    assert page.index(f'value="{last.pk}"') == min(
        page.index(f'value="{slot.pk}"') for slot in invitation.slots.all()
    )
    assert page.count("press to confirm") == 1
    invitation.refresh_from_db()
    assert invitation.status == "sent"


def test_nothing_is_chosen_beforehand(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation()))
    assert page.count('type="radio"') == 6  # three ways, to take and to propose
    assert "checked" not in page


def test_one_way_is_said_and_not_asked(client: Client) -> None:
    page = text_of(client, make_link(make_sent_invitation(ways=[Way.VIDEO])))
    assert 'type="radio"' not in page
    assert '<p><span class="muted">How you meet:</span> Video call</p>' in page


def test_a_time_the_seeker_gave_to_someone_else_is_shown_as_gone(client: Client) -> None:
    seeker = make_seeker()
    invitation = make_sent_invitation(make_contact(seeker))
    make_chat(make_contact(seeker, "Ada Rival"), starts_at=three_times()[1])
    page = text_of(client, make_link(invitation))
    assert page.count("Just taken") == 1
    assert page.count('name="slot"') == 2
    assert "Ada Rival" not in page


def test_with_every_time_gone_the_host_is_asked_for_their_own(client: Client) -> None:
    path = make_link(make_sent_invitation())
    with at(three_times()[2] + timedelta(days=1)):
        page = client.get(path).content.decode()
    assert "Every time is gone" in page
    assert page.count("Past</span>") == 3
    assert "<details open>\n  <summary>Propose other times" in page


def test_hostile_text_is_only_text(client: Client) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    seeker = make_seeker(nasty, about=nasty, place=nasty)
    invitation = make_sent_invitation(make_contact(seeker, nasty), message=nasty, place=nasty[:50])
    path = make_link(invitation)
    for page in [text_of(client, path), _booked_page(client, invitation, path)]:
        assert "<script>alert" not in page
        assert "<img" not in page


def _booked_page(client: Client, invitation: Invitation, path: str) -> str:
    slot = invitation.slots.earliest("starts_at")
    by_link.take(invitation, slot.pk, way=Way.IN_PERSON, now=soon())
    return text_of(client, path)


def test_a_booked_page_says_what_when_where_who(client: Client) -> None:
    chat = make_chat()
    page = text_of(client, make_link(chat.invitation))
    assert "Booked: your chat with Sam Rivera" in page
    assert "Thursday 26 November 2026, 10:00 (New York, UTC−5)" in page
    assert "Thursday 26 November 2026, 16:00 (Berlin, UTC+1)" in page
    assert "https://meet.example.org/sam" in page
    for way_on in ["calendar.google.com", "outlook.live.com", "chat.ics", "/move/", "/cancel/"]:
        assert way_on in page
    assert "Waiting for" not in page


def test_a_countered_page_waits_and_does_not_look_booked(client: Client) -> None:
    invitation = make_sent_invitation()
    mine = NOW + timedelta(days=4)
    by_link.propose(invitation, times=[mine], way=Way.VIDEO, now=NOW)
    page = text_of(client, make_link(invitation))
    assert "Nothing is booked yet" in page
    assert "Friday 27 November, 04:00" in page
    assert "letter--booked" not in page
    assert page.count("/undo/") == 1


def test_a_declined_page_offers_the_times_once_more(client: Client) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    by_link.decline(invitation, now=NOW)
    page = text_of(client, path)
    assert "Thank you for answering" in page
    assert page.count('name="slot"') == 3


def test_undo_is_offered_for_fifteen_minutes(client: Client) -> None:
    path = make_link(make_chat().invitation)
    for minutes, offered in [(14, True), (16, False)]:
        with at(soon(minutes)):
            assert ("/undo/" in client.get(path).content.decode()) is offered


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(minutes=-5), "Booked"),
        (timedelta(minutes=5), "Enjoy it"),
        (timedelta(minutes=26), "is over"),
    ],
)
def test_the_page_knows_when_the_chat_begins_and_ends(
    client: Client, after: timedelta, said: str
) -> None:
    chat = make_chat()
    path = make_link(chat.invitation)
    with at(chat.starts_at + after):
        assert said in client.get(path).content.decode()


def test_a_link_that_is_unknown_or_for_something_else_looks_the_same(client: Client) -> None:
    path = make_link(make_sent_invitation())
    Link.objects.update(purpose=Link.Purpose.OPT_OUT)
    other, unknown = client.get(path), client.get("/i/never-was-a-token/")
    assert (other.status_code, unknown.status_code) == (404, 404)
    assert other.content == unknown.content


def test_an_expired_invitation_says_so_and_still_lets_the_host_opt_out(client: Client) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    assert invitation.expires_at
    with at(invitation.expires_at):
        response = client.get(path)
    assert response.status_code == 410
    assert "This invitation has run out" in response.content.decode()
    assert f"{path}opt-out/" in response.content.decode()


def test_a_withdrawn_invitation_says_so(client: Client) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    lifecycle.withdraw(invitation, now=NOW)
    response = client.get(path)
    assert response.status_code == 410
    assert "Nothing to answer any more" in response.content.decode()


def test_a_link_for_opting_out_does_not_open_the_page(client: Client) -> None:
    path = make_link(make_sent_invitation())
    Link.objects.update(purpose=Link.Purpose.OPT_OUT)
    assert client.get(path).status_code == 404
    assert client.get(f"{path}one-click/").status_code == 200


def test_headers_keep_the_link_private_and_no_cookie_is_set(client: Client) -> None:
    invitation = make_sent_invitation()
    with at(soon()):
        path = make_link(invitation)
        slot = invitation.slots.earliest("starts_at")
        pages = [
            client.get(path),
            client.get("/i/unknown-token/"),
            post(client, path, "take", slot=slot.pk, way="video"),
            client.get(path),
        ]
    assert [page.status_code for page in pages] == [200, 404, 303, 200]
    for page in pages:
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert not page.cookies


def test_the_thirty_first_unknown_link_waits_and_known_ones_never_do(client: Client) -> None:
    path = make_link(make_sent_invitation())
    with at(soon()):  # standing still: the five minutes must not begin anew in between
        statuses = [
            client.get(f"/i/unknown-{number}/", REMOTE_ADDR="192.0.2.77").status_code
            for number in range(31)
        ]
        assert statuses == [404] * 30 + [429]
        assert client.get(path, REMOTE_ADDR="192.0.2.77").status_code == 200


def test_without_redis_nobody_is_turned_away(client: Client) -> None:
    with patch("chats.strangers.is_ratelimited", side_effect=redis.ConnectionError):
        assert client.get("/i/never-was-a-token/").status_code == 404


@pytest.mark.parametrize(
    "cause", [psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected]
)
def test_waiting_too_long_for_a_lock_asks_to_try_again(
    client: Client, cause: type[Exception]
) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    waited = OperationalError("canceling statement due to lock timeout")
    waited.__cause__ = cause()
    with at(soon()), patch("chats.host.taking.take", side_effect=waited):
        slot = invitation.slots.earliest("starts_at")
        response = post(client, path, "take", slot=slot.pk, way="video")
    assert response.status_code == 503
    assert "Please try again" in response.content.decode()


def test_calendar_file_of_a_booked_chat(client: Client) -> None:
    chat = make_chat()
    with at(soon()):
        response = client.get(f"{make_link(chat.invitation)}chat.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert f"UID:{chat.uid}" in text
    # Whoever it is handed on to learns nobody's address.
    assert [
        word for word in ("mailto", chat.contact.email, chat.seeker.email) if word in text
    ] == []


def test_no_calendar_file_before_a_time_is_agreed(client: Client) -> None:
    path = make_link(make_sent_invitation())
    assert client.get(f"{path}chat.ics").headers["Location"] == path


@pytest.mark.parametrize(
    ("state", "queries"), [("sent", 2), ("booked", 3), ("countered", 3), ("declined", 3)]
)
def test_few_queries_in_every_state(
    client: Client, django_assert_num_queries: object, state: str, queries: int
) -> None:
    invitation = make_chat().invitation if state == "booked" else make_sent_invitation()
    if state == "countered":
        by_link.propose(invitation, times=[NOW + timedelta(days=2)], way=Way.VIDEO, now=NOW)
    path = make_link(invitation)
    if state == "declined":
        by_link.decline(invitation, now=NOW)
    with at(soon()), django_assert_num_queries(queries):  # type: ignore[operator]
        assert client.get(path).status_code == 200


def test_a_visit_does_not_ask_who_is_signed_in(
    client: Client, django_assert_num_queries: Any
) -> None:
    invitation = make_sent_invitation()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    path = make_link(invitation)
    with at(soon()), django_assert_num_queries(2):
        page = client.get(path)
    assert "Cookie" not in page.headers["Vary"]
    with django_assert_num_queries(2):  # with its invitation, and without
        unknown = client.get("/i/never-was-a-token/")
    assert "Cookie" not in unknown.headers["Vary"]


def test_the_seeker_books_a_proposal_and_the_same_link_shows_it(client: Client) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    by_link.propose(invitation, times=[NOW + timedelta(days=2)], way=Way.VIDEO, now=NOW)
    slot = invitation.slots.get(by=Side.HOST)
    lifecycle.accept_proposal(invitation, slot.pk, now=NOW)
    page = text_of(client, path)
    assert "Booked: your chat with Sam Rivera" in page
    assert "/undo/" not in page


def test_a_chat_called_off_since_the_link_was_read_is_shown_as_called_off(client: Client) -> None:
    chat = make_chat()
    path = make_link(chat.invitation)
    read = link_for

    def cancelled_meanwhile(token: str, purpose: Link.Purpose) -> Link | None:
        link = read(token, purpose)
        lifecycle.cancel(chat, by=Side.HOST, now=soon())
        return link

    with at(soon()), patch("chats.host.access.link_for", side_effect=cancelled_meanwhile):
        page = client.get(path)
    assert page.status_code == 200
    assert "host/declined.html" in [template.name for template in page.templates]
