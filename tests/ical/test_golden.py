"""What the two of them get by e-mail, byte by byte, and how three other libraries read it."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from chats import lifecycle
from chats.models import Chat
from chats.states import Side, Way
from outbox.models import OutgoingEmail
from tests.expect import let_leave, queued
from tests.factories import NOW, make_chat, make_contact, make_seeker
from tests.ical.parsers import PARSERS, Entry, Reader

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden"
WITH_INBOX = Path(__file__).parent / "golden_with_inbox"
"""Where somebody reads what calendars reply, and so asks for it."""
UID = "6f1f7a52-3c2e-4b6a-9a55-0d7f3c1b2a10@coffee.example"
LATER = NOW + timedelta(hours=1)
LAST = NOW + timedelta(hours=2)


@pytest.fixture
def inbox(settings: Settings) -> None:
    settings.INBOX = {"HOST": "imap.example"}


@pytest.fixture
def chat(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """A chat whose two people, and whose texts, are awkward enough to be worth a golden file."""
    settings.DEFAULT_FROM_EMAIL = "CoffeeChat <coffee@coffee.example>"
    monkeypatch.setattr(Chat._meta.get_field("uid"), "_get_default", lambda: UID, raising=False)
    seeker = make_seeker("Zoë Núñez, MSc", email="zoe@example.org")
    contact = make_contact(seeker, 'Dr. Ada "Countess" Lovelace; FRS', email="ada@example.com")
    return make_chat(contact, place="Café Kranzler, Kurfürstendamm 18; first floor")


def emails_of(chat: Chat, kind: str) -> list[OutgoingEmail]:
    """To the host and to the seeker."""
    rows = queued(chat)
    return [rows[f"{kind}_host"], rows[f"{kind}_seeker"]]


def booked(chat: Chat) -> list[OutgoingEmail]:
    return emails_of(chat, "booked")


def moved(chat: Chat) -> list[OutgoingEmail]:
    let_leave(chat)
    lifecycle.reschedule(
        chat, starts_at=chat.starts_at + timedelta(days=1), by=Side.HOST, now=LATER
    )
    return emails_of(chat, "moved")


def place_changed(chat: Chat) -> list[OutgoingEmail]:
    moved(chat)
    let_leave(chat)
    lifecycle.change_place(chat, way=Way.PHONE, where="+49 30 1234567", now=LAST)
    return emails_of(chat, "place_changed")


def cancelled(chat: Chat) -> list[OutgoingEmail]:
    moved(chat)
    let_leave(chat)
    lifecycle.cancel(chat, by=Side.SEEKER, line="I have to travel.", now=LAST)
    return emails_of(chat, "cancelled")


STEPS = {
    "booked": booked,
    "moved": moved,
    "place_changed": place_changed,
    "cancelled": cancelled,
}
SAYS = {
    "booked": ("REQUEST", "0", "CONFIRMED", "20261126T150000Z"),
    "moved": ("REQUEST", "1", "CONFIRMED", "20261127T150000Z"),
    "place_changed": ("REQUEST", "2", "CONFIRMED", "20261127T150000Z"),
    "cancelled": ("CANCEL", "2", "CANCELLED", "20261127T150000Z"),
}
steps = pytest.mark.parametrize("step", STEPS)


@steps
@pytest.mark.parametrize("to", [0, 1], ids=["host", "seeker"])
def test_the_entry_is_the_golden_one(step: str, to: int, chat: Chat) -> None:
    check(GOLDEN / f"{step}_{['host', 'seeker'][to]}.ics", STEPS[step](chat)[to])


@steps
@pytest.mark.parametrize("to", [0, 1], ids=["host", "seeker"])
def test_with_an_inbox_it_asks_for_replies(step: str, to: int, inbox: None, chat: Chat) -> None:
    check(WITH_INBOX / f"{step}_{['host', 'seeker'][to]}.ics", STEPS[step](chat)[to])


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_nothing_else_is_different_with_an_inbox(path: Path) -> None:
    """Both have agreed already, so PARTSTAT stays; whoever is uninvited is asked nothing."""
    without, asking = (unfolded(folder / path.name) for folder in (GOLDEN, WITH_INBOX))
    asked = "FALSE" if "METHOD:CANCEL" in without else "TRUE"
    assert without.count("PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:") == 2
    assert asking == without.replace("RSVP=FALSE", f"RSVP={asked}")


def unfolded(path: Path) -> str:
    return path.read_bytes().decode().replace("\r\n ", "")


def check(path: Path, row: OutgoingEmail) -> None:
    """A file that is missing is written, to be read before it is committed."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(row.ics.encode())
        pytest.fail(f"{path.name} was missing and has been written: read it, then commit it")
    assert row.ics.encode() == path.read_bytes()


MEANT = {
    "UID": UID,
    "SUMMARY": 'Coffee chat: Dr. Ada "Countess" Lovelace; FRS and Zoë Núñez, MSc',
    "ATTENDEE": ["mailto:zoe@example.org", "mailto:ada@example.com"],
    "ORGANIZER": "mailto:coffee@coffee.example",
}
"""What every entry says."""


@pytest.mark.parametrize(
    "read", [pytest.param(read, marks=pytest.mark.parsers) for read in PARSERS]
)
def test_every_library_reads_the_same_from_them(read: Reader) -> None:
    paths = [*GOLDEN.iterdir(), *WITH_INBOX.iterdir()]
    assert len(paths) == 2 * 2 * len(STEPS)
    entries = read([path.read_bytes().decode() for path in paths])
    said = {path: what_it_says(entry) for path, entry in zip(paths, entries, strict=True)}
    assert {path: it for path, it in said.items() if it != meant_by(path)} == {}


def what_it_says(entry: Entry) -> dict[str, object]:
    asked = ("SEQUENCE", "STATUS", "DTSTART", *MEANT)
    events = [{name: event.get(name) for name in asked} for event in entry["events"]]
    return {"trouble": entry["trouble"], "method": entry["method"], "events": events}


def meant_by(path: Path) -> dict[str, object]:
    step = path.stem.rpartition("_")[0]
    method, sequence, status, starts = SAYS[step]
    event = {"SEQUENCE": sequence, "STATUS": status, "DTSTART": starts, **MEANT}
    return {"trouble": "", "method": method, "events": [event]}
