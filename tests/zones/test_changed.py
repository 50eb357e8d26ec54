"""A chat that was moved, and one that got another place: still the same second everywhere."""

from datetime import datetime, timedelta
from itertools import cycle

import pytest
from django.test import Client

from chats import emails, itip, lifecycle
from chats.agreed import agreed_on
from chats.models import Chat, Link, Reminder
from chats.states import ReminderKind, Side, Way
from chats.tokens import mint
from outbox.models import OutgoingEmail
from preparation import lifecycle as preparation
from tests import factories
from tests.chats.hosts import at
from tests.expect import let_leave, queued
from tests.zones.changes import AROUND, changes, read_all, unlike
from tests.zones.shown import words_of
from tests.zones.test_all_agree import BEFORE_ALL, LINK, asked_in, chat_at

CHANGING = [name for name in unlike() if changes(name)]
NEAR = list(zip(CHANGING, cycle(AROUND)))


def test_the_emails_of_a_move_name_the_new_second_and_the_old_at_every_change() -> None:
    for name in CHANGING:
        invitation = asked_in(name)
        for change in changes(name):
            chat, old = chat_at(invitation, change), change - timedelta(days=2)
            chat.moved_from, chat.moved_by = old, Side.SEEKER
            told = emails.moved_host(chat, line="", link=LINK, now=BEFORE_ALL)
            assert set(read_all(told.text)) == {change, old}, name
            own = emails.moved_seeker(chat, line="", now=BEFORE_ALL)
            assert set(read_all(own.text)) == {change}, name
            for draft in (told, own):
                assert f"\r\nDTSTART:{change:%Y%m%dT%H%M%SZ}\r\n" in draft.ics, name


def test_the_emails_of_another_place_name_the_same_second_at_every_change() -> None:
    for name in CHANGING:
        invitation = asked_in(name)
        for change in changes(name):
            chat = chat_at(invitation, change)
            for draft in (
                emails.place_changed_host(chat, link=LINK, now=BEFORE_ALL),
                emails.place_changed_seeker(chat, now=BEFORE_ALL),
            ):
                assert set(read_all(draft.text)) == {change}, name
                assert set(read_all(words_of(draft.html))) == {change}, name
                assert f"\r\nDTSTART:{change:%Y%m%dT%H%M%SZ}\r\n" in draft.ics, name


def host_path(chat: Chat) -> str:
    to = chat.contact.email
    url = mint(chat.invitation, purpose=Link.Purpose.ANSWER, after=chat.ends_at, to=to)
    return url[url.index("/i/") :]


def said_on(path: str, client: Client) -> set[datetime]:
    """Every whole time of a page, read back from its words alone."""
    response = client.get(path)
    assert response.status_code == 200
    return set(read_all(words_of(response.content.decode())))


def agree(chat: Chat, start: datetime, *, before: datetime | None = None) -> None:
    """Rows, pages and the calendar's file; the host's page may name the time before as well."""
    seeker = Client()
    seeker.force_login(chat.seeker, backend="django.contrib.auth.backends.ModelBackend")
    assert said_on(chat.get_absolute_url(), seeker) == {start}
    assert said_on(host_path(chat), Client()) == {start} | ({before} if before else set())
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in itip.stored(chat, now=chat.booked_at)
    kept = Chat.objects.values(*agreed_on(chat.invitation, start)).get(pk=chat.pk)
    assert kept == agreed_on(chat.invitation, start)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "by"), NEAR, ids=[name for name, _ in NEAR])
def test_moved_and_elsewhere_it_is_the_same_second_everywhere(name: str, by: timedelta) -> None:
    start = changes(name)[-1] + by
    now, first = start - timedelta(days=6), start - timedelta(days=3)
    with at(now):
        contact = factories.make_contact(time_zone=name)
        chat = factories.make_chat(contact, starts_at=first, now=now)
        let_leave(chat)
        chat = lifecycle.reschedule(chat, starts_at=start, by=Side.SEEKER, now=now)
        told = queued(chat)
        assert set(read_all(told["moved_host"].text)) == {start, first}
        assert set(read_all(told["moved_seeker"].text)) == {start}
        agree(chat, start, before=first)

        let_leave(chat)
        chat = lifecycle.change_place(chat, way=Way.IN_PERSON, where="Library", now=now)
        for email in queued(chat).values():
            assert set(read_all(email.text)) == {start}
            assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in email.ics
        agree(chat, start, before=first)
    for reminder in Reminder.objects.all():
        verb = preparation.remind if reminder.kind == ReminderKind.DAY_SEEKER else lifecycle.remind
        verb(reminder, now=start - timedelta(minutes=30))
    reminders = OutgoingEmail.objects.filter(kind__startswith="reminder")
    assert [set(read_all(row.text)) for row in reminders] == [{start}] * 3
