"""The bytes that arrive, as a mail client reads them."""

import re
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from icalendar import Calendar
from pytest_django import Settings

from chats import lifecycle
from chats.models import Chat
from chats.states import Side
from outbox import delivery, message
from outbox.models import OutgoingEmail
from tests.expect import let_leave
from tests.factories import NOW, make_chat, make_contact, make_seeker
from tests.outbox.rendered import enqueued
from tests.outbox.sink import Sink

pytestmark = pytest.mark.django_db


def arrived(sink: Sink) -> EmailMessage:
    OutgoingEmail.objects.update(not_before=NOW.replace(year=2020), expires_at=None)
    delivery.drain()
    (message,) = sink.received
    return message


def shape(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def booked() -> Chat:
    chat = make_chat()
    let_leave(chat.invitation)
    return chat


def test_plain_text_alone_is_just_that(sink: Sink) -> None:
    enqueued(text="Grüße aus Köln\n")
    message = arrived(sink)
    assert shape(message) == ["text/plain"]
    assert message.get_content() == "Grüße aus Köln\r\n"


@pytest.mark.parametrize("kind", ["booked_host", "booked_seeker"])
def test_a_booking_carries_the_entry_as_an_alternative_and_as_a_file(sink: Sink, kind: str) -> None:
    chat = booked()
    OutgoingEmail.objects.exclude(kind=kind).delete()
    check_entry(arrived(sink), chat, "REQUEST", sequence=0)


def test_a_cancellation_takes_the_same_entry_out(sink: Sink) -> None:
    chat = booked()
    let_leave(chat)
    lifecycle.cancel(chat, by=Side.SEEKER, now=NOW)
    OutgoingEmail.objects.exclude(kind="cancelled_host").delete()
    check_entry(arrived(sink), chat, "CANCEL", sequence=1)


def check_entry(message: EmailMessage, chat: Chat, method: str, sequence: int) -> None:
    assert shape(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    part, file = list(message.walk())[-2:]
    assert part["Content-Type"].params["method"] == method
    assert part.get_content_disposition() is None
    assert (file.get_filename(), file.get_content_disposition()) == ("invite.ics", "attachment")
    bodies = [each.get_payload(decode=True) for each in (part, file)]
    assert bodies[0] == bodies[1]
    entry = Calendar.from_ical(bodies[0])
    (event,) = entry.events
    assert (str(entry["METHOD"]), str(event["UID"])) == (method, chat.uid)
    assert (event["SEQUENCE"], event.start, event.end) == (
        sequence,
        chat.starts_at,
        chat.ends_at,
    )


def test_it_comes_from_the_instance_in_the_seekers_name_and_answers_go_to_the_seeker(
    sink: Sink, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "coffee@coffee.example"
    enqueued(from_name='Zoë "Zo" Müller, PhD via CoffeeChat', reply_to="zoe@example.org")
    message = arrived(sink)
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (
        'Zoë "Zo" Müller, PhD via CoffeeChat',
        "coffee@coffee.example",
    )
    assert message["Reply-To"] == "zoe@example.org"


WORDS = [
    "Zoë Müller via CoffeeChat",
    "Łukasz Ñandú Владимир Александрович Константинопольский-Задунайский 🦉 via CoffeeChat",
    "Dr. Jürgen, " * 10 + "PhD",
    "ß" * 180,
    "漢字" * 60 + " via CoffeeChat",
    "=?utf-8?b?4oCuZWxpZi5leGU=?= and more",
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(("header", "field"), [("From", "from_name"), ("Subject", "subject")])
def test_no_encoded_word_is_longer_than_75_characters(
    sink: Sink, header: str, field: str, words: str
) -> None:
    """RFC 2047, section 2: programs may show a longer one as it is. What only looks like one is
    encoded too, or they would show what it stands for."""
    row = enqueued(**{field: words})
    raw = message.compose(row).message().as_bytes(linesep="\r\n")
    found = re.search(rb"^%s:((?:.+\r\n)(?:[ \t].+\r\n)*)" % header.encode(), raw, re.MULTILINE)
    assert found
    written = found[1].decode()
    assert max(map(len, re.findall(r"=\?\S+\?=", written))) <= 75
    assert max(map(len, f"{header}:{written}".split("\r\n"))) <= 76
    phrase = " ".join(written.split()).rpartition(" <")[0] or " ".join(written.split())
    assert str(make_header(decode_header(phrase))) == words
    delivery.drain()
    assert sink.received[0]["From"].addresses[0].addr_spec.startswith("coffee@")


def test_headers_of_the_draft_arrive(sink: Sink) -> None:
    row = enqueued(headers={"List-Unsubscribe": "<https://x.example/i/t/>", "In-Reply-To": "<a@b>"})
    message = arrived(sink)
    assert message["List-Unsubscribe"] == "<https://x.example/i/t/>"
    assert message["In-Reply-To"] == "<a@b>"
    assert message["Message-ID"] == row.message_id


def test_a_name_from_anywhere_reads_the_same_in_the_entry(sink: Sink) -> None:
    seeker = make_seeker("Łukasz Ñandú 🦉")
    chat = make_chat(make_contact(seeker))
    OutgoingEmail.objects.exclude(kind="booked_host").delete()
    message = arrived(sink)
    entry = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(entry.get_payload(decode=True)).events
    assert str(event["SUMMARY"]) == f"Coffee chat: {chat.contact.name} and Łukasz Ñandú 🦉"
    assert message["From"].addresses[0].display_name == "Łukasz Ñandú 🦉 via CoffeeChat"


def test_every_boundary_is_random_and_its_own() -> None:
    booked()
    messages = [message.compose(row).message() for row in OutgoingEmail.objects.exclude(ics="")]
    parts = [part for each in messages for part in each.walk() if part.is_multipart()]
    boundaries = {part.get_boundary() for part in parts}
    assert len(boundaries) == len(parts) == 4
    assert all(len(boundary or "") == 32 for boundary in boundaries)
