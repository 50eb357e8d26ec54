"""Figures read from the database, counted again by hand; snapshots that keep them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, Invitation
from chats.states import ChatStatus, InvitationStatus
from contacts.models import Event
from followups import lifecycle as followups
from outcomes.lifecycle import Noted, note
from outcomes.states import Kind
from progress import tasks
from progress.counting import DAYS
from progress.figures import VERSION, figures_of
from progress.lifecycle import recount
from progress.models import Snapshot
from tests import by_link
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=20)


@pytest.fixture
def seeker():
    return make_seeker()


def test_a_newcomer_has_nothing(seeker) -> None:
    found = figures_of(seeker, NOW)
    assert found["people"] == {"met": 0, "thanked": 0, "outcome": 0}
    assert (found["weeks"], set(found["asks"].values()), set(found["days"])) == ({}, {0}, {0})


def test_each_person_counts_once_at_each_step(seeker) -> None:
    met, thanked = make_contact(seeker, "Met"), make_contact(seeker, "Thanked")
    make_ended_chat(met)
    for days in (40, 20):
        chat = make_ended_chat(thanked, ended_at=NOW - timedelta(days=days))
        followups.mark_sent_elsewhere(followups.open_thank_you(chat, now=NOW), now=NOW)
        note(seeker, Noted(Kind.LEAD, "", NOW.date(), [chat]), now=NOW)
    make_sent_invitation(make_contact(seeker, "Silent"))
    make_chat(make_contact(seeker, "To come"))
    make_ended_chat()  # of somebody else
    found = figures_of(seeker, NOW)
    assert found["people"] == {"met": 2, "thanked": 1, "outcome": 1}
    assert found["asks"] == {
        "sent": 5,
        "answered": 4,
        "waiting": 1,
        "silent": 0,
        "people": 4,
        "people_answered": 3,
    }


@pytest.mark.parametrize("status", [ChatStatus.NO_SHOW, ChatStatus.CANCELLED])
def test_a_chat_that_did_not_happen_is_no_meeting(seeker, status) -> None:
    chat = make_ended_chat(make_contact(seeker))
    Chat.objects.filter(pk=chat.pk).update(status=status)
    assert figures_of(seeker, NOW)["people"]["met"] == 0


def test_an_answer_counts_by_its_day_and_an_undone_one_does_not(seeker) -> None:
    invitation = make_sent_invitation(make_contact(seeker))
    answered_at = NOW + timedelta(days=2, hours=1)
    by_link.decline(invitation, line="", now=answered_at)
    days = [0] * (DAYS + 1)
    days[2] = 1
    assert figures_of(seeker, LATER)["days"] == days
    invitation.answers.update(undone_at=answered_at)
    assert figures_of(seeker, LATER)["days"] == [0] * (DAYS + 1)


def test_what_did_not_arrive_is_an_attempt_and_nothing_else(seeker) -> None:
    invitation = make_sent_invitation(make_contact(seeker))
    Invitation.objects.filter(pk=invitation.pk).update(status=InvitationStatus.UNDELIVERABLE)
    found = figures_of(seeker, LATER)
    assert found["asks"]["sent"] == 0
    assert sum(found["weeks"].values()) == 1


def test_words_are_counted_as_python_counts_them(seeker) -> None:
    for words in (75, 76, 100, 101):
        message = "\n".join(["word"] * (words - 1)) + "  last \t"
        make_sent_invitation(make_contact(seeker), message=message)
    assert figures_of(seeker, LATER)["kinds"]["words"] == [[1, 0], [2, 0], [1, 0]]


def test_it_is_reckoned_where_the_host_is(seeker) -> None:
    # NOW is Monday, 9:00 in UTC: 1:00 of the same day in Los Angeles, 22:00 in Auckland
    make_sent_invitation(make_contact(seeker, time_zone="America/Los_Angeles"))
    make_sent_invitation(make_contact(seeker, time_zone="Pacific/Auckland"))
    make_sent_invitation(make_contact(seeker, time_zone=None))  # Berlin, as the seeker
    kinds = figures_of(seeker, LATER)["kinds"]
    assert kinds["hour"] == [[2, 0], [0, 0], [1, 0]]
    assert kinds["weekday"] == [[3, 0], [0, 0], [0, 0]]


def test_connections_are_told_apart(seeker) -> None:
    nora = make_contact(seeker, "Nora")
    make_sent_invitation(make_contact(seeker, introduced_by=nora, connection="A talk"))
    make_sent_invitation(make_contact(seeker, connection="A talk"))
    make_sent_invitation(make_contact(seeker))
    make_sent_invitation(make_contact(seeker))
    assert figures_of(seeker, LATER)["kinds"]["connection"] == [[1, 0], [1, 0], [2, 0]]


def test_one_and_many_cost_the_same_three_queries(seeker) -> None:
    for number in (1, 6):
        for _ in range(number):
            make_sent_invitation(make_contact(seeker))
        with CaptureQueriesContext(connection) as asked:
            figures_of(seeker, LATER)
        assert len(asked) == 3


# -- Snapshots ----------------------------------------------------------------------------------


def to_count(now=NOW) -> list:
    return list(tasks.to_count(now))


def test_whoever_was_never_counted_is(seeker) -> None:
    assert to_count() == [seeker]
    tasks.sweep()
    snapshot = Snapshot.objects.get()
    assert (snapshot.seeker, snapshot.version) == (seeker, VERSION)
    assert to_count(snapshot.as_of) == []


def test_news_are_counted_soon_and_then_no_more(seeker) -> None:
    contact = make_contact(seeker)
    other = make_contact()
    for each in (seeker, other.seeker):
        recount(each, now=NOW)
    soon = NOW + timedelta(minutes=10)
    assert to_count(soon) == []
    Event.objects.create(contact=contact, at=soon, kind="note")
    assert to_count(soon) == [seeker]
    recount(seeker, now=soon + timedelta(seconds=59))
    assert to_count(soon + timedelta(seconds=59)) == [seeker]  # it may have been written late
    recount(seeker, now=soon + timedelta(seconds=61))
    assert to_count(soon + timedelta(seconds=61)) == []


def test_a_day_later_time_itself_is_the_news(seeker) -> None:
    recount(seeker, now=NOW)
    assert to_count(NOW + timedelta(hours=23, minutes=59)) == []
    assert to_count(NOW + timedelta(hours=24, minutes=1)) == [seeker]


@pytest.mark.parametrize("version", [VERSION - 1, VERSION + 1])
def test_figures_of_another_shape_are_counted_anew(seeker, version) -> None:
    recount(seeker, now=NOW)
    Snapshot.objects.update(version=version)
    assert to_count() == [seeker]


def test_the_older_count_never_has_the_last_word(seeker) -> None:
    recount(seeker, now=LATER)
    make_sent_invitation(make_contact(seeker))
    recount(seeker, now=NOW)
    snapshot = Snapshot.objects.get()
    assert (snapshot.as_of, snapshot.figures["asks"]["sent"]) == (LATER, 0)
    recount(seeker, now=LATER + timedelta(seconds=1))
    assert Snapshot.objects.get().figures["asks"]["sent"] == 1


def test_one_that_cannot_be_counted_does_not_hold_up_the_rest(seeker, monkeypatch) -> None:
    other = make_seeker()

    def fails_for_one(who, now):
        if who == seeker:
            raise RuntimeError("bad row")
        return {}

    monkeypatch.setattr("progress.lifecycle.figures_of", fails_for_one)
    tasks.sweep()
    assert Snapshot.objects.get().seeker == other
