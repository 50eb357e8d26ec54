"""Invitation, host's page, calendar entry and reminder speak of the same second, in every zone."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from calendars import clock, hour_cycle
from chats import itip, samples
from chats.agreed import agreed_on, local_time
from chats.compose import emails as asking
from chats.host import page as host_page
from chats.meeting import emails
from chats.models import Chat, Invitation, Slot
from chats.states import Side
from tests.zones.changes import NAMES, around, changes
from tests.zones.shown import in_entry, in_words, shown_on, words_of

BEFORE_ALL = datetime(2025, 12, 1, tzinfo=UTC)
LINK = "https://example.org/i/private-link/"


def asked_in(name: str) -> Invitation:
    invitation = samples.invitation()
    invitation.host_zone = ZoneInfo(name)
    return invitation


def slots_at(invitation: Invitation, starts: list[datetime]) -> list[Slot]:
    return [
        Slot(pk=pk, invitation=invitation, by=Side.SEEKER, starts_at=at, ends_at=at)
        for pk, at in enumerate(starts, 1)
    ]


def chat_at(invitation: Invitation, start: datetime) -> Chat:
    chat = samples.chat()
    chat.starts_at, chat.ends_at = start, start + chat.length
    for field, value in agreed_on(invitation, start).items():
        setattr(chat, field, value)
    return chat.belongs_to(invitation)


def test_the_invitation_names_every_time_to_the_minute() -> None:
    assert {name: said for name in NAMES if (said := otherwise_in_the_invitation(name))} == {}


def otherwise_in_the_invitation(name: str) -> list[list[datetime]]:
    invitation, starts = asked_in(name), around(name)
    slots = slots_at(invitation, starts)
    letter = asking.invitation(invitation, slots, link=LINK, one_click=LINK)
    said = [in_words(letter.text), in_words(words_of(letter.html))]
    return said if said != [starts, starts] else []


def test_the_hosts_page_shows_the_same_times() -> None:
    """In the hours that are read there: some zones say 3:00 pm."""
    shown = {name: shown_on(hosts_page(name)) for name in NAMES}
    assert {name: times for name, times in shown.items() if times != around(name)} == {}


def hosts_page(name: str) -> str:
    invitation, zone = asked_in(name), ZoneInfo(name)
    slots = slots_at(invitation, around(name))
    with clock.hours_as(hour_cycle.of_zone(zone)):
        context = host_page.context_for(invitation, slots, zone=zone, now=BEFORE_ALL)
        return render_to_string("host/_slots.html", context)


def at_every_change(said: Callable[[Chat], list[datetime]]) -> dict[str, list[list[datetime]]]:
    """By zone, what is said of the chats there if it is anything but when they begin."""
    by_name = {name: [said(chat) for chat in chats_of(name)] for name in NAMES}
    rightly = {name: [[change] for change in changes(name)] for name in NAMES}
    return {name: times for name, times in by_name.items() if times != rightly[name]}


def chats_of(name: str) -> list[Chat]:
    invitation = asked_in(name)
    return [chat_at(invitation, change) for change in changes(name)]


def test_the_calendar_entry_begins_at_the_same_second() -> None:
    def begins(chat: Chat) -> list[datetime]:
        return in_entry(itip.entry(chat, itip.REQUEST, now=BEFORE_ALL), "DTSTART")

    def ends(chat: Chat) -> list[datetime]:
        entry = itip.entry(chat, itip.REQUEST, now=BEFORE_ALL)
        return [end - chat.length for end in in_entry(entry, "DTEND")]

    assert at_every_change(begins) == {}
    assert at_every_change(ends) == {}


def test_the_reminder_says_the_same_time_in_both_zones() -> None:
    def said(chat: Chat) -> list[datetime]:
        return in_words(emails.reminder_day_host(chat, link=LINK).text)

    assert at_every_change(said) == {}


def test_the_local_time_that_is_kept_is_the_one_that_is_said() -> None:
    lost = {name: [instant for instant in around(name) if is_lost(instant, name)] for name in NAMES}
    assert {name: instants for name, instants in lost.items() if instants} == {}


def is_lost(instant: datetime, name: str) -> bool:
    zone = ZoneInfo(name)
    return instant not in clock.readings(datetime.fromisoformat(local_time(instant, zone)), zone)
