"""Calendar entries, read back by the library that other programs use."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from chats import itip, samples
from chats.models import Chat

NOW = datetime(2027, 2, 24, 9, 0, tzinfo=UTC)


def event_of(chat: Chat, method: str = itip.REQUEST) -> Event:
    [event] = Calendar.from_ical(itip.entry(chat, method, now=NOW)).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_a_request_says_when_where_and_who() -> None:
    chat = samples.chat()
    event = event_of(chat)
    assert str(event["uid"]) == chat.uid
    assert event["sequence"] == 0
    assert event.decoded("dtstart") == chat.starts_at
    assert event.decoded("dtend") == chat.ends_at
    assert event.decoded("dtstamp") == NOW
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["location"]) == "https://meet.example.org/amara"
    assert str(event["summary"]) == "Coffee chat: Jonas Weber and Amara Osei"
    assert [str(person) for person in event["attendee"]] == [
        "mailto:amara@example.org",
        "mailto:jonas@example.org",
    ]
    assert event["organizer"].params["CN"] == "Amara Osei"


@pytest.mark.parametrize(
    ("method", "status"), [(itip.REQUEST, "CONFIRMED"), (itip.CANCEL, "CANCELLED")]
)
def test_the_method_and_the_status_agree(method: str, status: str) -> None:
    text = itip.entry(samples.chat(), method, now=NOW)
    assert Calendar.from_ical(text)["method"] == method
    assert f"STATUS:{status}\r\n" in text


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    chat = samples.chat()
    before = event_of(chat)
    chat.sequence += 1
    after = event_of(chat)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_without_an_address_the_host_is_no_attendee() -> None:
    chat = samples.chat()
    chat.host_address = ""
    assert str(event_of(chat)["attendee"]) == "mailto:amara@example.org"


names = st.text(max_size=100) | st.sampled_from(
    ['"Q", the;man:', "a\r\nATTENDEE:mailto:x@y", "\x00\x0b\x1f\x7f\x85\u2028", "☕" * 40, "", " "]
)


@settings(max_examples=150, deadline=None)
@given(seeker=names, host=names, where=names)
def test_no_name_loses_an_attendee_or_a_line(seeker: str, host: str, where: str) -> None:
    chat = samples.chat()
    chat.seeker.name, chat.contact.name, chat.where = seeker, host, where
    text = itip.entry(chat, itip.REQUEST, now=NOW)
    event = event_of(chat)
    assert [str(person) for person in event["attendee"]] == [
        "mailto:amara@example.org",
        "mailto:jonas@example.org",
    ]
    assert re.findall(r"(?<!\r)\n|\r(?!\n)", text) == []
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    assert str(event["uid"]) == chat.uid


def test_plain_links_open_the_two_calendars_filled_in() -> None:
    chat = samples.chat()
    google = parse_qs(urlsplit(itip.google_url(chat)).query)
    assert google["dates"] == ["20270302T150000Z/20270302T152500Z"]
    assert google["text"] == ["Coffee chat: Jonas Weber and Amara Osei"]
    outlook = parse_qs(urlsplit(itip.outlook_url(chat)).query)
    assert outlook["startdt"] == ["2027-03-02T15:00:00+00:00"]
    assert outlook["enddt"] == ["2027-03-02T15:25:00+00:00"]
