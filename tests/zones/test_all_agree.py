"""Invitation, host's page, calendar entry and reminder speak of the same second, in every zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from calendars import clock, hour_cycle
from chats import emails, host_page, itip, samples
from chats.agreed import agreed_on, wall
from chats.models import Chat, Invitation, Slot
from chats.states import Side
from tests.zones.changes import NAMES, around, changes, read_all
from tests.zones.shown import shown_on, words_of

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
    for name in NAMES:
        invitation, starts = asked_in(name), around(name)
        slots = slots_at(invitation, starts)
        letter = emails.invitation(invitation, slots, link=LINK, one_click=LINK)
        assert set(read_all(letter.text)) == set(starts), name
        assert set(read_all(words_of(letter.html))) == set(starts), name


def test_the_hosts_page_shows_the_same_times() -> None:
    """In the hours that are read there: some zones say 3:00 pm."""
    for name in NAMES:
        invitation, starts = asked_in(name), around(name)
        with clock.hours_as(hour_cycle.of_zone(ZoneInfo(name))):
            context = host_page.context_for(
                invitation, slots_at(invitation, starts), zone=ZoneInfo(name), now=BEFORE_ALL
            )
            page = render_to_string("host/_slots.html", context)
        assert shown_on(page) == starts, name


def test_the_calendar_entry_begins_at_the_same_second() -> None:
    for name in NAMES:
        invitation = asked_in(name)
        for change in changes(name):
            chat = chat_at(invitation, change)
            entry = itip.entry(chat, itip.REQUEST, now=BEFORE_ALL)
            assert f"\r\nDTSTART:{change:%Y%m%dT%H%M%SZ}\r\n" in entry, name
            assert f"\r\nDTEND:{change + chat.length:%Y%m%dT%H%M%SZ}\r\n" in entry, name


def test_the_reminder_says_the_same_time_in_both_zones() -> None:
    for name in NAMES:
        invitation = asked_in(name)
        for change in changes(name):
            reminder = emails.reminder_day_host(chat_at(invitation, change), link=LINK)
            assert set(read_all(reminder.text)) == {change}, name


def test_the_wall_time_that_is_kept_is_the_one_that_is_said() -> None:
    for name in NAMES:
        zone = ZoneInfo(name)
        for instant in around(name):
            kept = datetime.fromisoformat(wall(instant, zone))
            assert instant in clock.readings(kept, zone), name
