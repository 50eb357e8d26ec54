"""The host's side of an undo, by their link and their inbox: a slip leaves nothing behind."""

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from chats.models import Attendance, Chat, Invitation, Reminder
from outbox.addresses import address_hash
from tests.chats.hosts import at, post
from tests.factories import make_link, make_seeker
from tests.links.copied import VICTIM as HOST
from tests.links.copied import ask, force, later, letters_to, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Invitation:
    return ask(make_seeker("Sam Rivera"))


def first_slot(invitation: Invitation) -> int:
    return invitation.slots.earliest("starts_at").pk


def entries() -> list[tuple[str, str, int, str]]:
    """What the host's calendar was told, in order: method, UID, SEQUENCE, STATUS."""
    parts = [part for message in mail.outbox if HOST in message.to for part in message.alternatives]
    calendars = [Calendar.from_ical(part.content) for part in parts if "calendar" in part.mimetype]
    events = [(calendar, calendar.walk("VEVENT")[0]) for calendar in calendars]
    return [
        (calendar["method"], str(event["uid"]), event["sequence"], event["status"])
        for calendar, event in events
    ]


def test_what_a_confirmation_put_into_a_calendar_is_taken_out_again(asked: Invitation) -> None:
    path = make_link(asked)
    with at(later(0)):
        take(path, first_slot(asked))
    assert letters_to(HOST) == ["invitation", "booked_host"]
    with at(later(2)):
        assert post(Client(), path, "undo").status_code == 303
    assert letters_to(HOST) == ["invitation", "booked_host", "cancelled_host"]
    uid = Chat.objects.get().uid
    assert entries() == [("REQUEST", uid, 0, "CONFIRMED"), ("CANCEL", uid, 1, "CANCELLED")]
    assert "You took your answer back" in mail.outbox[-1].body


def test_before_the_confirmation_left_an_undo_leaves_no_e_mail(asked: Invitation) -> None:
    path = make_link(asked)
    with at(later(0)):
        take(path, first_slot(asked))
        assert post(Client(), path, "undo").status_code == 303
    assert letters_to(HOST) == ["invitation"]
    assert entries() == []


def test_the_page_asks_again_with_every_time(asked: Invitation) -> None:
    path = make_link(asked)
    with at(later(0)):
        before = Client().get(path)
        take(path, first_slot(asked))
        assert "Booked" in Client().get(path).content.decode()
        post(Client(), path, "undo")
        after = Client().get(path)
    assert after.status_code == 200
    assert [time.pk for time in after.context["open_times"]] == [
        time.pk for time in before.context["open_times"]
    ]
    assert "Booked" not in after.content.decode()
    assert f'action="{path}take/"' in after.content.decode()


def test_it_holds_nobodys_time_and_reminds_of_nothing(asked: Invitation) -> None:
    path = make_link(asked)
    with at(later(0)):
        take(path, first_slot(asked))
        assert Attendance.objects.filter(person=address_hash(HOST)).count() == 1
        assert Reminder.objects.exists()
        post(Client(), path, "undo")
    assert not Attendance.objects.exists()
    assert not Reminder.objects.exists()


def test_another_host_can_have_the_time(asked: Invitation) -> None:
    other = ask(asked.seeker, email="other@example.com")
    path, theirs = make_link(asked), make_link(other)
    with at(later(0)):
        take(path, first_slot(asked))
        assert take(theirs, first_slot(other)).status_code == 409
        post(Client(), path, "undo")
        assert take(theirs, first_slot(other)).status_code == 303
    assert Chat.objects.live().get().invitation == other


def test_the_host_can_have_another_time_themselves(asked: Invitation) -> None:
    """And of one they agreed to with somebody else nothing is in the way."""
    path, other = make_link(asked), ask(make_seeker(), email=HOST)
    with at(later(0)):
        take(path, first_slot(asked))
        post(Client(), path, "undo")
        assert take(make_link(other), first_slot(other)).status_code == 303
        assert take(path, asked.slots.latest("starts_at").pk).status_code == 303
    assert Chat.objects.live().count() == 2


def test_after_a_quarter_of_an_hour_the_chat_stands_and_the_page_says_so(
    asked: Invitation,
) -> None:
    path = make_link(asked)
    with at(later(0)):
        take(path, first_slot(asked))
    with at(later(16)):
        assert f"{path}undo/" not in Client().get(path).content.decode()
        refused = force(path, "undo")
    assert refused.status_code == 409
    assert "more than 15 minutes ago" in refused.content.decode()
    assert Chat.objects.get().status == "scheduled"
    assert letters_to(HOST) == ["invitation", "booked_host"]
