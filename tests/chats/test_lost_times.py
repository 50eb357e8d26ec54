"""An offered time that stops being free is closed at once, and the seeker hears of it once."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.models import User
from calendars.models import Availability, BusyTime
from chats import lifecycle, tasks
from chats.errors import Refused, TimeTaken
from chats.models import Answer, Chat, Invitation, Slot
from chats.states import Side, Way
from followups.today import page as today
from outbox.models import OutgoingEmail
from tests import by_link
from tests.chats.busy import make_busy
from tests.chats.hosts import at, form_token_in, post
from tests.expect import queued
from tests.factories import (
    NOW,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(minutes=1)
NEXT_WEEK = three_times(NOW + timedelta(days=7))


def first_of(invitation: Invitation) -> Slot:
    return invitation.slots.offered().earliest("starts_at")


def busy_then(invitation: Invitation, *places: int) -> None:
    for place in places:
        make_busy(invitation.seeker, invitation.slots.offered()[place].starts_at)


def sweep(moment: datetime = SOON) -> None:
    with at(moment):
        tasks.follow_offered_times()


def told(invitation: Invitation) -> Counter[str]:
    emails = OutgoingEmail.objects.about(invitation.about).exclude(kind="invitation")
    return Counter(emails.values_list("kind", flat=True))


# -- On the host's page ----------------------------------------------------------------------------


def test_a_busy_entry_closes_the_time_on_the_page_at_once(client: Client) -> None:
    sent = make_sent_invitation()
    busy_then(sent, 0)
    with at(SOON):
        page = client.get(make_link(sent))
    assert [time.note for time in page.context["times"]] == ["Just taken", "", ""]


def test_what_was_typed_is_kept_when_the_time_went_meanwhile(client: Client) -> None:
    sent = make_sent_invitation()
    path = make_link(sent)
    with at(SOON):
        form_token = form_token_in(client.get(path))
        busy_then(sent, 0)
        fields = {"slot": first_of(sent).pk, "way": "phone", "phone": "0123", "line": "I am late."}
        answer = client.post(f"{path}take/", {"form_token": form_token, **fields})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "That time has just been taken" in page
    assert "I am late.</textarea>" in page
    assert 'value="0123"' in page
    assert [time.note for time in answer.context["times"]] == ["Just taken", "", ""]
    assert (Chat.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_yes_pressed_twice_stands_whatever_came_between() -> None:
    sent = make_sent_invitation()
    slot = first_of(sent)
    chat = by_link.take(sent, slot.pk, way=Way.VIDEO, now=SOON)
    busy_then(sent, 0)
    assert by_link.take(sent, slot.pk, way=Way.VIDEO, now=SOON) == chat


def test_a_full_day_closes_its_other_times() -> None:
    first = make_sent_invitation()
    seeker = first.seeker
    Availability.objects.create(seeker=seeker, most_per_day=1)
    later_that_day = [three_times()[0] + timedelta(hours=2)]
    second = make_sent_invitation(make_contact(seeker), times=later_that_day)
    by_link.take(first, first_of(first).pk, way=Way.VIDEO, now=SOON)
    with pytest.raises(TimeTaken):
        by_link.take(second, first_of(second).pk, way=Way.VIDEO, now=SOON)


def careful_seeker() -> User:
    """Keeps half an hour free before a chat, and a quarter after it."""
    seeker = make_seeker()
    Availability.objects.create(seeker=seeker, buffer_before=30, buffer_after=15)
    return seeker


@pytest.mark.parametrize(("gap", "is_lost"), [(29, True), (30, False)])
def test_a_chat_in_the_buffer_of_an_offered_time_closes_it_and_the_seeker_hears(
    gap: int, is_lost: bool
) -> None:
    seeker, start = careful_seeker(), three_times()[0]
    first = make_sent_invitation(make_contact(seeker), times=[start])
    later = start + first.length + timedelta(minutes=gap)
    second = make_sent_invitation(make_contact(seeker), times=[later])
    by_link.take(first, first_of(first).pk, way=Way.VIDEO, now=SOON)
    assert told(second) == ({"no_times_left_seeker": 1} if is_lost else {})
    with pytest.raises(TimeTaken) if is_lost else nullcontext():
        by_link.take(second, first_of(second).pk, way=Way.VIDEO, now=SOON)


@pytest.mark.parametrize(
    ("begins", "note"), [(-90, ""), (-89, "Just taken"), (39, "Just taken"), (40, "")]
)
def test_a_calendar_entry_in_a_buffer_closes_the_time(
    client: Client, begins: int, note: str
) -> None:
    """An hour long; the chat takes 25 minutes."""
    sent = make_sent_invitation(make_contact(careful_seeker()))
    path = make_link(sent)
    make_busy(sent.seeker, first_of(sent).starts_at + timedelta(minutes=begins))
    with at(SOON):
        assert client.get(path).context["times"][0].note == note


def test_a_time_offered_close_to_something_on_purpose_stays_open() -> None:
    seeker, start = careful_seeker(), three_times()[0]
    make_busy(seeker, start - timedelta(hours=1))
    sent = make_sent_invitation(make_contact(seeker), times=[start])
    sweep()
    assert told(sent) == {}
    assert by_link.take(sent, first_of(sent).pk, way=Way.VIDEO, now=SOON).starts_at == start


def test_a_time_closes_when_the_notice_is_gone(client: Client) -> None:
    sent = make_sent_invitation()
    slot = first_of(sent)
    assert slot.closes_at == slot.starts_at - timedelta(hours=24)
    path = make_link(sent)
    with at(slot.closes_at - timedelta(minutes=1)):
        assert client.get(path).context["times"][0].note == ""
    with at(slot.closes_at):
        answer = post(client, path, "take", slot=slot.pk, way="video")
    assert answer.status_code == 409
    assert "That time is too soon for Sam by now" in answer.content.decode()
    assert answer.context["times"][0].note == "Too soon by now"


def test_a_time_offered_at_short_notice_on_purpose_stays_open() -> None:
    start = NOW + timedelta(hours=5)
    sent = make_sent_invitation(times=[start])
    now = start - timedelta(minutes=1)
    chat = by_link.take(sent, first_of(sent).pk, way=Way.VIDEO, now=now)
    assert chat.starts_at == start


# -- What the seeker hears -------------------------------------------------------------------------


def test_one_email_tells_of_all_that_went_and_of_what_is_left() -> None:
    sent = make_sent_invitation()
    busy_then(sent, 0, 1)
    for _ in range(3):
        sweep()
    assert told(sent) == {"times_lost_seeker": 1}
    email = queued(sent)["times_lost_seeker"]
    gone, left = email.text.split("Still free to choose:")
    assert (gone.count("\n- "), left.count("\n- ")) == (2, 1)
    assert f"/invitations/{sent.pk}/times/" in email.text
    assert email.to == sent.seeker.email


def test_when_none_is_left_it_is_the_other_email_and_never_both() -> None:
    sent = make_sent_invitation()
    busy_then(sent, 0, 1, 2)
    sweep()
    sweep()
    assert told(sent) == {"no_times_left_seeker": 1}


def test_a_booking_that_took_the_last_time_is_told_of_once() -> None:
    first = make_sent_invitation(times=three_times()[:1])
    rival = make_sent_invitation(make_contact(first.seeker), times=three_times()[:1])
    by_link.take(first, first_of(first).pk, way=Way.VIDEO, now=SOON)
    sweep()
    assert told(rival) == {"no_times_left_seeker": 1}


def test_times_lost_later_are_told_of_then() -> None:
    sent = make_sent_invitation()
    busy_then(sent, 0)
    sweep()
    busy_then(sent, 1)
    sweep(SOON + timedelta(seconds=30))
    assert told(sent) == {"times_lost_seeker": 2}


def test_a_time_that_is_free_again_is_offered_again_without_a_word() -> None:
    sent = make_sent_invitation()
    busy_then(sent, 0)
    sweep()
    assert first_of(sent).lost_at == SOON
    BusyTime.objects.all().delete()
    sweep(SOON + timedelta(seconds=30))
    assert told(sent) == {"times_lost_seeker": 1}
    assert today.items(sent.seeker, SOON) == []
    by_link.take(sent, first_of(sent).pk, way=Way.VIDEO, now=SOON)


def test_a_time_that_comes_and_goes_is_told_of_once_a_day() -> None:
    sent = make_sent_invitation(times=three_times(NOW + timedelta(days=7)))
    for turn in range(10):
        busy_then(sent, 0)
        sweep(SOON + turn * timedelta(minutes=30))
        BusyTime.objects.all().delete()
        sweep(SOON + turn * timedelta(minutes=30) + timedelta(minutes=15))
    assert told(sent) == {"times_lost_seeker": 1}

    tomorrow = SOON + timedelta(days=1)
    sweep(tomorrow)
    busy_then(sent, 0)
    sweep(tomorrow + timedelta(minutes=15))
    assert told(sent) == {"times_lost_seeker": 2}


@pytest.mark.parametrize("verb", [by_link.decline, lifecycle.withdraw])
def test_nobody_hears_of_times_of_a_closed_ask(verb: Callable[..., None]) -> None:
    sent = make_sent_invitation()
    verb(sent, now=NOW)
    busy_then(sent, 0)
    sweep()
    assert "times_lost_seeker" not in told(sent)


def test_a_time_that_could_not_be_taken_any_more_anyhow_is_no_news() -> None:
    sent = make_sent_invitation()
    busy_then(sent, 0)
    sweep(first_of(sent).closes_at)
    assert told(sent) == {}


def test_the_look_costs_one_query_whatever_there_is(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        make_sent_invitation(now=timezone.now())
        with django_assert_num_queries(1):
            tasks.follow_offered_times()


def test_the_look_goes_by_the_index_of_times_in_question() -> None:
    sent = make_sent_invitation()
    day, hour = timedelta(days=1), timedelta(hours=1)
    Slot.objects.bulk_create(
        Slot(
            invitation=sent,
            by=Side.SEEKER,
            starts_at=NOW - n * hour,
            ends_at=NOW - n * hour + hour,
            day=NOW.date(),
            closes_at=NOW - n * hour - day,
            clear_from=NOW - n * hour,
            clear_until=NOW - n * hour + hour,
        )
        for n in range(1, 12_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chats_slot")
    assert "slot_in_question" in Slot.objects.changed(NOW).values("invitation").explain()


# -- What the seeker sees and may do ---------------------------------------------------------------


def test_today_and_the_invitation_say_that_times_are_gone(client: Client) -> None:
    sent = make_sent_invitation()
    client.force_login(sent.seeker, "django.contrib.auth.backends.ModelBackend")
    busy_then(sent, 0)
    sweep()
    with at(SOON):
        said = [item.what for item in today.items(sent.seeker, SOON)]
        page = client.get(sent.get_absolute_url()).content.decode()
    assert said == ["Some times you offered Dana Okafor are gone"]
    assert "No longer free: something else of yours has come up" in page
    assert "Some of the times you offered can no longer be taken" in page


def test_other_times_may_be_offered_once_one_is_lost() -> None:
    sent = make_sent_invitation()
    with pytest.raises(Refused, match="There are still free times"):
        lifecycle.offer_times(sent, times=NEXT_WEEK, now=SOON)
    busy_then(sent, 0)
    lifecycle.offer_times(sent, times=NEXT_WEEK, now=SOON)
    assert list(sent.slots.offered().values_list("starts_at", flat=True)) == NEXT_WEEK


def test_other_times_may_be_offered_once_one_has_closed() -> None:
    sent = make_sent_invitation()
    sent.slots.update(closes_at=F("starts_at") - timedelta(days=2, hours=20))
    lifecycle.offer_times(sent, times=NEXT_WEEK, now=NOW + timedelta(hours=11))
    assert sent.slots.offered().count() == 3
