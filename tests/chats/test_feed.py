"""The private calendar feed: what it holds, what it never holds, and how it ends."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from accounts.models import User
from chats import lifecycle
from chats.meeting import feed
from chats.models import ChatFeed
from chats.states import Side
from coffeechat.logs import redact
from tests.chats.hosts import at
from tests.factories import NOW, make_chat, make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db


def path_for(seeker: User) -> str:
    return urlsplit(feed.make(seeker, now=NOW)).path


def events(path: str) -> list[Event]:
    answer = Client().get(path)
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    return [event for event in found if isinstance(event, Event)]


def signed_in(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_it_holds_my_chats_to_come_and_of_ninety_days_and_nobody_elses() -> None:
    seeker = make_seeker()
    coming = make_chat(make_contact(seeker))
    recent = make_ended_chat(make_contact(seeker), ended_at=NOW - timedelta(days=89))
    make_ended_chat(make_contact(seeker), ended_at=NOW - timedelta(days=91))
    make_chat(make_contact(make_seeker()))
    with at(NOW):
        found = events(path_for(seeker))
    assert {str(event["uid"]) for event in found} == {coming.uid, recent.uid}
    assert {str(event["status"]) for event in found} == {"CONFIRMED"}


def test_it_follows_a_move_and_says_for_a_while_what_was_cancelled() -> None:
    chat = make_chat()
    path = path_for(chat.seeker)
    later = chat.starts_at + timedelta(days=1)
    lifecycle.reschedule(chat, starts_at=later, by=Side.HOST, now=NOW)
    with at(NOW):
        [event] = events(path)
        assert (event.decoded("dtstart"), event["sequence"]) == (later, 1)
        lifecycle.cancel(chat, by=Side.HOST, now=NOW)
        [event] = events(path)
        assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 2)
    with at(later + timedelta(days=15)):
        assert events(path) == []


def test_it_carries_nobodys_address_and_asks_nobody() -> None:
    chat = make_chat()
    with at(NOW):
        text = Client().get(path_for(chat.seeker)).content.decode()
    for never in [chat.seeker.email, chat.contact.email, "mailto", "METHOD", "ORGANIZER"]:
        assert never not in text
    assert f"UID:{chat.uid}\r\n" in text


def test_unchanged_it_is_not_sent_again_and_changed_it_is() -> None:
    chat = make_chat()
    path = path_for(chat.seeker)
    with at(NOW):
        etag = Client().get(path).headers["ETag"]
    with at(NOW + timedelta(hours=1)):
        again = Client().get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        head = Client().head(path)
        assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", etag)
        lifecycle.cancel(chat, by=Side.HOST, now=NOW)
        changed = Client().get(path, headers={"If-None-Match": etag})
        assert (changed.status_code, changed.headers["ETag"] == etag) == (200, False)


def test_a_new_address_ends_the_one_before_and_stopping_ends_both() -> None:
    seeker = make_seeker()
    client = signed_in(seeker)
    old = path_for(seeker)
    assert Client().get(old).status_code == 200
    page = client.post("/chats/feed/").content.decode()
    [new] = {word for word in page.split('"') if "/feeds/" in word}
    assert Client().get(old).status_code == 404
    assert Client().get(urlsplit(new).path).status_code == 200
    assert "/feeds/" not in client.get("/chats/").content.decode()
    client.post("/chats/feed/stop/")
    assert Client().get(urlsplit(new).path).status_code == 404
    assert not ChatFeed.objects.exists()


def test_only_the_hash_is_kept() -> None:
    token = path_for(make_seeker()).removeprefix("/feeds/").removesuffix(".ics")
    assert len(token) == 43  # 256 bits
    assert token not in str(ChatFeed.objects.values())


def test_looking_makes_and_stops_nothing() -> None:
    seeker = make_seeker()
    path_for(seeker)
    before = ChatFeed.objects.values().get()
    for path in ["/chats/feed/", "/chats/feed/stop/"]:
        assert signed_in(seeker).get(path).status_code == 302
    assert ChatFeed.objects.values().get() == before


def test_guesses_are_slowed_down(settings, client: Client) -> None:
    settings.UNKNOWN_LINKS_RATE = "2/5m"
    where = {"REMOTE_ADDR": "203.0.113.77"}
    answers = [client.get(f"/feeds/guess{n}.ics", **where).status_code for n in range(4)]
    assert answers == [404, 404, 429, 429]


def test_many_chats_cost_as_many_queries_as_one() -> None:
    seeker = make_seeker()
    path = path_for(seeker)
    counts = []
    for number in range(4):
        starts_at = NOW + timedelta(days=3 + number)
        make_chat(make_contact(seeker), starts_at=starts_at)
        with at(NOW), CaptureQueriesContext(connection) as queries:
            assert len(events(path)) == number + 1
        counts.append(len(queries))
    assert counts == [2, 2, 2, 2]


def test_no_log_keeps_the_address() -> None:
    path = path_for(make_seeker())
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    assert redact(f"GET {path} 200") == "GET /feeds/[link].ics 200"
    assert token not in redact(f"Not Found: {path.replace('/', '%2F')}")
    assert redact("/feeds/short-guess.ics") == "/feeds/[link].ics"
