"""Agreed chats in a real CalDAV calendar: written, moved, called off."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from calendars import entries, lifecycle
from calendars.lifecycle import writing
from calendars.models import Calendar, CalendarEntry
from calendars.reading import Answer, Problem, Request
from chats import lifecycle as chats
from chats.states import Side
from outbox.delivery import RETRY_AFTER
from tests.calendars.test_accounts import add, add_any, read_all
from tests.factories import NOW, make_chat, make_contact, make_seeker
from tests.radicale import Radicale

pytestmark = pytest.mark.django_db(transaction=True)
State = CalendarEntry.State


def chosen(server: Radicale) -> User:
    account = add(server)
    read_all()
    lifecycle.take_chats(account.seeker, account.calendars.get())
    return account.seeker


def write_all(*, now: datetime = NOW) -> int:
    written = 0
    while lifecycle.write_due(now=now):
        written += 1
    return written


def test_an_agreed_chat_follows_its_move_and_its_end(radicale: Radicale) -> None:
    seeker = chosen(radicale)
    chat = make_chat(make_contact(seeker))
    write_all()
    [first] = radicale.events()

    later = chat.starts_at + timedelta(hours=2)
    chats.reschedule(chat, starts_at=later, by=Side.SEEKER, now=NOW)
    write_all()
    [moved] = radicale.events()

    chats.cancel(chat, by=Side.SEEKER, now=NOW)
    write_all()

    assert f"UID:{chat.uid}" in first
    assert "SEQUENCE:0" in first
    assert "SEQUENCE:1" in moved
    assert f"DTSTART:{later:%Y%m%dT%H%M%SZ}" in moved
    assert radicale.events() == []
    assert CalendarEntry.objects.get().state == State.DONE


def test_a_chat_that_came_there_by_mail_is_followed_under_its_own_name(radicale: Radicale) -> None:
    """Mail programs keep the invitation we sent as an object of theirs, and a calendar holds a UID
    once (RFC 4791 section 5.3.2.1)."""
    seeker = chosen(radicale)
    chat = make_chat(make_contact(seeker))
    radicale.put(chat.uid, "20261126T150000Z", "20261126T152500Z", name="from-mail")
    write_all()
    [first] = radicale.events()

    later = chat.starts_at + timedelta(hours=2)
    chats.reschedule(chat, starts_at=later, by=Side.HOST, now=NOW)
    write_all()
    [moved] = radicale.events()

    chats.cancel(chat, by=Side.HOST, now=NOW)
    write_all()

    assert "SUMMARY:Coffee chat" in first
    assert f"DTSTART:{later:%Y%m%dT%H%M%SZ}" in moved
    assert radicale.events() == []
    entry = CalendarEntry.objects.get()
    assert (entry.state, entry.last_error) == (State.DONE, "")


def test_what_somebody_deleted_there_is_deleted(radicale: Radicale) -> None:
    seeker = chosen(radicale)
    chat = make_chat(make_contact(seeker))
    entries.remove(seeker, chat.uid, now=NOW)

    write_all()

    entry = CalendarEntry.objects.get()
    assert (entry.state, entry.last_error, radicale.events()) == (State.DONE, "", [])


def test_a_refused_write_is_tried_again_and_then_given_up(radicale: Radicale) -> None:
    seeker = chosen(radicale)
    make_chat(make_contact(seeker))
    radicale.change_password("another")
    write_all()

    entry = CalendarEntry.objects.get()
    assert (entry.state, entry.attempts) == (State.DUE, 1)
    assert entry.due_at == NOW + RETRY_AFTER[0]
    assert entry.last_error == "Your calendar refused the password."


def waiting_entry() -> CalendarEntry:
    account = add_any()
    calendar = Calendar.objects.create(
        account=account, seeker=account.seeker, url="https://cloud.example.org/a/", name="A"
    )
    lifecycle.take_chats(account.seeker, calendar)
    entries.put(account.seeker, "chat@example.org", "BEGIN:VCALENDAR", now=NOW)
    return CalendarEntry.objects.get()


def test_after_the_last_try_it_is_given_up_until_the_account_is_turned_on() -> None:
    entry = waiting_entry()
    for _ in range(len(RETRY_AFTER) + 1):
        claimed = writing.claim(entry.due_at)
        assert claimed is not None
        writing.finish(claimed, Problem.SILENT, now=entry.due_at)
        entry.refresh_from_db()
    assert entry.state == State.GIVEN_UP
    assert entry.last_error == "Your calendar did not answer."

    lifecycle.turn_on(entry.calendar.account, now=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts, entry.last_error) == (State.DUE, 0, "")


def test_a_new_password_brings_the_chats_that_were_given_up(radicale: Radicale) -> None:
    seeker = chosen(radicale)
    make_chat(make_contact(seeker))
    radicale.change_password("another")
    CalendarEntry.objects.update(attempts=len(RETRY_AFTER))
    write_all()
    assert CalendarEntry.objects.get().state == State.GIVEN_UP

    add(radicale, seeker, password="another")
    write_all()

    assert CalendarEntry.objects.get().state == State.DONE
    assert len(radicale.events()) == 1


def test_a_move_during_a_write_is_written_after_it() -> None:
    entry = waiting_entry()
    claimed = writing.claim(NOW)
    assert claimed is not None
    entries.put(entry.seeker, entry.uid, "moved", now=NOW)
    assert writing.claim(NOW) is None  # one write at a time, so that the newest comes last

    writing.finish(claimed, None, now=NOW)

    again = writing.claim(NOW)
    assert again is not None
    assert (again.ics, again.version) == ("moved", 2)


def test_a_worker_that_died_while_writing_leaves_nothing_undone() -> None:
    waiting_entry()
    dead = writing.claim(NOW)
    assert dead is not None
    later = NOW + timedelta(minutes=4)
    again = writing.claim(later)
    assert again is not None
    writing.finish(dead, Problem.SILENT, now=later)
    writing.finish(again, None, now=later)
    entry = CalendarEntry.objects.get()
    assert (entry.state, entry.attempts, entry.lease_until) == (State.DONE, 0, None)


def test_whatever_goes_wrong_with_a_write_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = waiting_entry()

    def fail(request: Request) -> Answer:
        raise OSError(request.url)

    monkeypatch.setattr(writing, "run", fail)
    assert lifecycle.write_due(now=NOW)
    entry.refresh_from_db()
    assert (entry.attempts, entry.lease_until, entry.state) == (1, None, State.DUE)


def test_one_calendar_of_a_seeker_takes_chats_and_never_a_secret_address() -> None:
    seeker = waiting_entry().seeker
    account = lifecycle.add_caldav(seeker, "https://b.example.org/", "b", "b", "B", now=NOW)
    other = Calendar.objects.create(account=account, seeker=seeker, url="u", name="B")
    lifecycle.take_chats(seeker, other)
    assert list(Calendar.objects.filter(takes_chats=True)) == [other]
    feed = lifecycle.add_feed(seeker, "https://c.example.org/c.ics", "C", now=NOW)
    with pytest.raises(ValueError, match="only be read"):
        lifecycle.take_chats(seeker, feed.calendars.get())
    lifecycle.take_chats(seeker, None)
    assert not Calendar.objects.filter(takes_chats=True).exists()


def test_without_a_chosen_calendar_nothing_is_written() -> None:
    entries.put(make_seeker(), "chat@example.org", "BEGIN:VCALENDAR", now=NOW)
    assert CalendarEntry.objects.count() == 0


def test_what_the_server_refuses_to_the_end_is_said_and_can_be_tried_again(
    radicale: Radicale,
) -> None:
    seeker = chosen(radicale)
    client = Client()
    client.force_login(seeker)
    radicale.change_password("another")
    make_chat(make_contact(seeker))
    entry = CalendarEntry.objects.get()
    CalendarEntry.objects.update(attempts=len(RETRY_AFTER) - 1)
    write_all()
    entry.refresh_from_db()
    assert entry.state == State.DUE
    assert "chat of yours is not in this calendar" not in client.get("/calendars/").content.decode()
    write_all(now=entry.due_at)
    entry.refresh_from_db()
    assert entry.state == State.GIVEN_UP

    assert "A chat of yours is not in this calendar" in client.get("/calendars/").content.decode()
    radicale.change_password(radicale.password)
    client.post(f"/calendars/{entry.calendar.account_id}/turn-on/")
    write_all(now=timezone.now())

    assert len(radicale.events()) == 1
    assert "chat of yours is not in this calendar" not in client.get("/calendars/").content.decode()
