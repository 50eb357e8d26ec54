"""Whatever people type as a name or a place, an entry stays one entry that says just that."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chats import itip, samples
from chats.models import Chat
from outbox.text import plain
from tests.ical.parsers import Reader, with_icalendar, with_icaljs, with_libical

HOSTILE = [
    *(
        "\r\n",
        "\n",
        "\r",
        "\t",
        " ",
        ";",
        ",",
        ":",
        "\\",
        "\\n",
        "\\N",
        "\\;",
        '"',
        "^n",
        "^'",
        "=?",
    ),
    *("\x00", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "☕" * 40),
    "\r\nATTENDEE:mailto:mallory@example.net",
    "\nMETHOD:CANCEL\n",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:other\r\n",
    "\r\nEND:VCALENDAR\r\n",
]
typed = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=90), max_size=6).map("".join)

LINES = [
    *("BEGIN:VCALENDAR", "VERSION", "PRODID", "METHOD", "BEGIN:VEVENT", "SUMMARY", "DTSTART"),
    *("DTEND", "DTSTAMP", "UID", "SEQUENCE", "ATTENDEE", "ATTENDEE", "DESCRIPTION", "LOCATION"),
    *("ORGANIZER", "STATUS", "END:VEVENT", "END:VCALENDAR"),
]


def chat_of(seeker: str, host: str, where: str) -> Chat:
    chat = samples.chat()
    chat.seeker.name, chat.contact.name, chat.where = seeker, host, where
    return chat


def same(text: str) -> str:
    """But for a backslash before an N, which the icalendar library cannot write."""
    return text.replace("\\N", "\\n")


def meant(chat: Chat) -> dict[str, Any]:
    return {
        "trouble": "",
        "method": itip.REQUEST,
        "UID": chat.uid,
        "SUMMARY": same(itip.title(chat)),
        "DESCRIPTION": same(itip.description(chat)),
        "LOCATION": same(plain(chat.where).strip()),
        "ATTENDEE": ["mailto:amara@example.org", "mailto:jonas@example.org"],
    }


def read_back(read: Reader, texts: list[str]) -> list[dict[str, Any]]:
    """What `meant` names, of entries that have one event each."""
    entries = read(texts)
    assert {len(entry["events"]) for entry in entries} == {1}
    whole = [{**entry, **entry["events"][0]} for entry in entries]
    return [{name: one.get(name, "") for name in meant(samples.chat())} for one in whole]


@given(seeker=typed, host=typed, where=typed)
def test_it_reads_back_as_one_event_that_says_what_was_typed(
    seeker: str, host: str, where: str
) -> None:
    chat = chat_of(seeker, host, where)
    text = itip.entry(chat, itip.REQUEST, now=samples.NOW)
    assert read_back(with_icalendar, [text]) == [meant(chat)]


@given(seeker=typed, host=typed, where=typed)
def test_nothing_typed_becomes_a_line(seeker: str, host: str, where: str) -> None:
    chat = chat_of(seeker, host, where)
    text = itip.entry(chat, itip.REQUEST, now=samples.NOW)
    *lines, end = re.sub("\r\n[ \t]", "", text).split("\r\n")
    assert end == ""
    names = [re.split("[;:]", line)[0] for line in lines]
    expected = LINES if plain(where).strip() else [one for one in LINES if one != "LOCATION"]
    assert [
        line if name in {"BEGIN", "END"} else name for name, line in zip(names, lines, strict=True)
    ] == expected


@pytest.mark.parsers
@pytest.mark.parametrize("read", [with_libical, with_icaljs])
def test_the_libraries_of_others_read_the_same(read: Reader) -> None:
    """All in one process, since starting one for each would take minutes."""
    chats: list[Chat] = []

    @given(seeker=typed, host=typed, where=typed)
    @example(seeker="Ada \\", host="Jonas \\", where="")
    def collect(seeker: str, host: str, where: str) -> None:
        chats.append(chat_of(seeker, host, where))

    collect()
    texts = [itip.entry(chat, itip.REQUEST, now=samples.NOW) for chat in chats]
    for got, chat in zip(read_back(read, texts), chats, strict=True):
        assert got == meant(chat)
