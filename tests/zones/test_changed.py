"""A chat that was moved, and one that got another place: still the same second everywhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle

import pytest
from django.test import Client

from chats import itip, lifecycle
from chats.agreed import agreed_on
from chats.meeting import emails
from chats.models import Chat, Link
from chats.states import ReminderKind, Side, Way
from chats.tokens import mint
from outbox.models import OutgoingEmail
from preparation import lifecycle as preparation
from tests import factories
from tests.chats.hosts import at
from tests.expect import let_leave, queued
from tests.zones.changes import AROUND, changes, unlike
from tests.zones.shown import in_entry, in_words, words_of
from tests.zones.test_all_agree import BEFORE_ALL, LINK, asked_in, chat_at

Facts = dict[str, tuple[object, object]]
"""By where it is said: what is said there, and what should be."""
Otherwise = dict[str, object]


@cache
def changing() -> list[str]:
    """Not asked for where the file is loaded: each worker loads it, and one runs it."""
    return [name for name in unlike() if changes(name)]


def otherwise(facts: Facts) -> Otherwise:
    return {where: said for where, (said, rightly) in facts.items() if said != rightly}


def at_every_change(facts_of: Callable[[str, datetime], Facts]) -> dict[object, Otherwise]:
    wrong = {
        (name, change): otherwise(facts_of(name, change))
        for name in changing()
        for change in changes(name)
    }
    return {where: found for where, found in wrong.items() if found}


def test_the_emails_of_a_move_name_the_new_second_and_the_old_at_every_change() -> None:
    assert at_every_change(of_a_move) == {}


def of_a_move(name: str, change: datetime) -> Facts:
    chat, old = chat_at(asked_in(name), change), change - timedelta(days=2)
    chat.moved_from, chat.moved_by = old, Side.SEEKER
    told = emails.moved_host(chat, line="", link=LINK, now=BEFORE_ALL)
    own = emails.moved_seeker(chat, line="", now=BEFORE_ALL)
    return {
        "host's": (in_words(told.text), [old, change]),
        "seeker's": (in_words(own.text), [change]),
        "entries": ([in_entry(draft.ics, "DTSTART") for draft in (told, own)], [[change]] * 2),
    }


def test_the_emails_of_another_place_name_the_same_second_at_every_change() -> None:
    assert at_every_change(of_another_place) == {}


def of_another_place(name: str, change: datetime) -> Facts:
    chat = chat_at(asked_in(name), change)
    drafts = [
        emails.place_changed_host(chat, link=LINK, now=BEFORE_ALL),
        emails.place_changed_seeker(chat, now=BEFORE_ALL),
    ]
    return {
        "texts": ([in_words(draft.text) for draft in drafts], [[change]] * 2),
        "HTML": ([in_words(words_of(draft.html)) for draft in drafts], [[change]] * 2),
        "entries": ([in_entry(draft.ics, "DTSTART") for draft in drafts], [[change]] * 2),
    }


def host_path(chat: Chat) -> str:
    to = chat.contact.email
    url = mint(chat.invitation, purpose=Link.Purpose.ANSWER, after=chat.ends_at, to=to)
    return url[url.index("/i/") :]


def said_on(path: str, client: Client) -> list[datetime]:
    """Every whole time of a page, read back from its words alone."""
    response = client.get(path)
    return in_words(words_of(response.content.decode())) if response.status_code == 200 else []


def of_pages_and_rows(chat: Chat, start: datetime, *, before: datetime) -> Facts:
    """And of the calendar's file; the host's page names the time before as well."""
    seeker = Client()
    seeker.force_login(chat.seeker, backend="django.contrib.auth.backends.ModelBackend")
    rightly = agreed_on(chat.invitation, start)
    return {
        "seeker's page": (said_on(chat.get_absolute_url(), seeker), [start]),
        "host's page": (said_on(host_path(chat), Client()), [before, start]),
        "file": (in_entry(itip.stored(chat, now=chat.booked_at), "DTSTART"), [start]),
        "row": (Chat.objects.values(*rightly).get(pk=chat.pk), rightly),
    }


@pytest.mark.django_db
def test_moved_and_elsewhere_it_is_the_same_second_everywhere() -> None:
    near = list(zip(changing(), cycle(AROUND)))
    assert len(near) > 20
    assert {name: wrong for name, by in near if (wrong := through_the_verbs(name, by))} == {}


def through_the_verbs(name: str, by: timedelta) -> dict[str, Otherwise]:
    """What is told otherwise after each step."""
    start = changes(name)[-1] + by
    now, first = start - timedelta(days=6), start - timedelta(days=3)
    with at(now):
        contact = factories.make_contact(time_zone=name)
        chat = factories.make_chat(contact, starts_at=first, now=now)
        steps = {
            "moved": after_a_move(chat, start, first, now),
            "elsewhere": after_another_place(chat, start, first, now),
        }
    steps["reminded"] = after_reminders(chat, start)
    return {step: wrong for step, facts in steps.items() if (wrong := otherwise(facts))}


def after_a_move(chat: Chat, start: datetime, first: datetime, now: datetime) -> Facts:
    let_leave(chat)
    chat = lifecycle.reschedule(chat, starts_at=start, by=Side.SEEKER, now=now)
    told = queued(chat)
    return {
        "host's e-mail": (in_words(told["moved_host"].text), [first, start]),
        "seeker's e-mail": (in_words(told["moved_seeker"].text), [start]),
        **of_pages_and_rows(chat, start, before=first),
    }


def after_another_place(chat: Chat, start: datetime, first: datetime, now: datetime) -> Facts:
    let_leave(chat)
    chat = lifecycle.change_place(chat, way=Way.IN_PERSON, where="Library", now=now)
    told = queued(chat).items()
    return {
        **{kind: (in_words(email.text), [start]) for kind, email in told},
        **{f"{kind}.ics": (in_entry(email.ics, "DTSTART"), [start]) for kind, email in told},
        **of_pages_and_rows(chat, start, before=first),
    }


def after_reminders(chat: Chat, start: datetime) -> Facts:
    for reminder in chat.reminders.all():
        verb = preparation.remind if reminder.kind == ReminderKind.DAY_SEEKER else lifecycle.remind
        verb(reminder, now=start - timedelta(minutes=30))
    rows = OutgoingEmail.objects.about(chat.about).filter(kind__startswith="reminder")
    return {"reminders": ([in_words(row.text) for row in rows], [[start]] * 3)}
