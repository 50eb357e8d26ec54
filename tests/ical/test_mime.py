"""The calendar entry as it leaves: the MIME parts of the outbox row."""

import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

import pytest

from chats import itip
from chats.models import Chat
from outbox.message import compose
from outbox.models import OutgoingEmail
from tests.factories import make_chat
from tests.ical.parsers import with_icalendar
from tests.ical.test_golden import LAST, STEPS, chat, steps

pytestmark = pytest.mark.django_db

__all__ = ["chat"]  # the fixture


def sent(row: OutgoingEmail) -> EmailMessage:
    """As the mail server of the recipient gets it."""
    message = compose(row).message().as_bytes(linesep="\r\n")
    parsed = BytesParser(policy=SMTP).parsebytes(message)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part_of(message: EmailMessage, kind: str) -> EmailMessage:
    [part] = [part for part in message.walk() if part.get_content_type() == kind]
    assert isinstance(part, EmailMessage)
    return part


def octets(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


@steps
def test_each_message_goes_to_one_person(step: str, chat: Chat) -> None:
    to_host, to_seeker = [sent(row) for row in STEPS[step](chat)]
    assert (to_host["To"], to_seeker["To"]) == ("ada@example.com", "zoe@example.org")
    assert [message[name] for message in (to_host, to_seeker) for name in ("Cc", "Bcc")] == [
        None
    ] * 4


@steps
def test_the_entry_is_the_same_as_a_part_and_as_a_file(step: str, chat: Chat) -> None:
    for row in STEPS[step](chat):
        message = sent(row)
        as_part, as_file = (
            octets(part_of(message, kind)) for kind in ("text/calendar", "application/ics")
        )
        assert as_part == as_file == row.ics.encode()


@steps
def test_the_method_of_the_part_is_that_of_the_entry(step: str, chat: Chat) -> None:
    for row in STEPS[step](chat):
        part = part_of(sent(row), "text/calendar")
        [entry] = with_icalendar([octets(part).decode()])
        assert part.get_param("method") == entry["method"] == row.ics_method
        assert part.get_content_charset() == "utf-8"


@steps
def test_lines_end_in_crlf_and_have_75_octets_at_most(step: str, chat: Chat) -> None:
    for row in STEPS[step](chat):
        entry = octets(part_of(sent(row), "text/calendar"))
        assert re.findall(rb"(?<!\r)\n|\r(?!\n)", entry) == []
        assert max(len(line) for line in entry.split(b"\r\n")) <= 75


def test_every_change_has_a_higher_sequence_and_a_fresh_stamp(chat: Chat) -> None:
    texts = [row.ics for row in STEPS["booked"](chat)]
    texts += [row.ics for row in STEPS["cancelled"](chat)]
    events = [entry["events"][0] for entry in with_icalendar(texts)]
    assert [event["SEQUENCE"] for event in events] == ["0", "0", "2", "2"]
    assert [event["DTSTAMP"] for event in events] == ["20261123T090000Z"] * 2 + [
        f"{LAST:%Y%m%dT%H%M%SZ}"
    ] * 2


def test_what_is_stored_in_a_calendar_invites_nobody() -> None:
    stored = itip.stored(make_chat(), now=LAST)
    [entry] = with_icalendar([stored])
    assert entry["method"] == ""
    [event] = entry["events"]
    assert event["ATTENDEE"] == []
    assert "ORGANIZER" not in event
    assert "mailto:" not in stored
