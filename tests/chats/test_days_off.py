"""A day marked as not free closes what was offered on it before, and says what is agreed then."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from calendars import my_hours
from calendars.free import stretch_of
from calendars.models import DayException
from calendars.models.availability import MIDNIGHT
from chats import lifecycle, tasks
from chats.models import Invitation, Slot
from chats.states import Way
from chats.times import day_commitments
from followups.today import page as today
from outbox.models import OutgoingEmail
from tests import by_link
from tests.chats.hosts import at, post
from tests.expect import queued
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(minutes=1)
SWEPT = SOON + timedelta(seconds=30)
DAY = timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def mark(
    seeker: User, day: date, starts: int = 0, ends: int = MIDNIGHT, *, now: datetime = SOON
) -> DayException:
    one = {"day": day, "kind": "off", "starts": starts, "ends": ends}
    assert my_hours.add_exception(seeker, one, now=now) is None
    return DayException.objects.get(seeker=seeker, **one)


def sweep(moment: datetime = SWEPT) -> None:
    with at(moment):
        tasks.sweep()


def first_of(invitation: Invitation) -> Slot:
    return invitation.slots.offered().earliest("starts_at")


def open_days(invitation: Invitation, now: datetime = SWEPT) -> list[date]:
    slots = Slot.objects.open(now).filter(invitation=invitation)
    return [slot.day for slot in slots]


def told(invitation: Invitation) -> Counter[str]:
    emails = OutgoingEmail.objects.about(invitation.about).exclude(kind="invitation")
    return Counter(emails.values_list("kind", flat=True))


@pytest.fixture
def mine() -> Client:
    return Client()


# -- What closes ----------------------------------------------------------------------------------


def test_within_one_sweep_the_times_of_that_day_are_closed_and_the_seeker_hears(
    client: Client,
) -> None:
    sent = make_sent_invitation()
    gone, *others = (slot.day for slot in sent.slots.offered())
    path = make_link(sent)
    mark(sent.seeker, gone)
    sweep()
    assert open_days(sent) == others
    assert told(sent) == {"times_lost_seeker": 1}
    email = queued(sent)["times_lost_seeker"]
    assert "You marked that day as not free, so" in email.text
    with at(SWEPT):
        assert [one.note for one in client.get(path).context["times"]] == ["No longer free", "", ""]
        answer = post(client, path, "take", slot=first_of(sent).pk, way="video")
    assert answer.status_code == 409
    assert "That time is no longer free." in answer.content.decode()


def test_when_the_last_time_closes_the_host_can_still_propose_and_the_seeker_is_asked(
    client: Client,
) -> None:
    sent = make_sent_invitation()
    path = make_link(sent)
    for slot in sent.slots.offered():
        mark(sent.seeker, slot.day)
    sweep()
    sweep(SWEPT + timedelta(seconds=30))
    assert told(sent) == {"no_times_left_seeker": 1}
    assert "Nothing that you offered" in queued(sent)["no_times_left_seeker"].text
    with at(SWEPT):
        page = client.get(path)
        said = [item.what for item in today.items(sent.seeker, SWEPT)]
    assert [one.note for one in page.context["times"]] == ["No longer free"] * 3
    assert f'action="{path}propose/"' in page.content.decode()
    assert said == ["Offer Dana Okafor new times"]
    lifecycle.offer_times(sent, times=three_times(NOW + 7 * DAY), now=SWEPT)
    assert len(open_days(sent)) == 3


def test_a_time_offered_on_purpose_on_a_day_that_was_marked_before_stays() -> None:
    seeker = make_seeker()
    start = three_times()[0]
    mark(seeker, start.date(), now=NOW - DAY)
    sent = make_sent_invitation(make_contact(seeker), times=[start])
    sweep()
    assert (open_days(sent), told(sent)) == ([start.date()], {})
    assert by_link.take(sent, first_of(sent).pk, way=Way.VIDEO, now=SWEPT).starts_at == start


def test_marked_once_more_the_later_word_counts() -> None:
    seeker = make_seeker()
    start = three_times()[0]
    before = mark(seeker, start.date(), now=NOW - DAY)
    sent = make_sent_invitation(make_contact(seeker), times=[start])
    my_hours.remove_exception(before)
    mark(seeker, start.date())
    assert open_days(sent) == []


def test_other_times_on_purpose_after_the_day_closed_them_stay() -> None:
    sent = make_sent_invitation()
    day = first_of(sent).day
    mark(sent.seeker, day)
    lifecycle.offer_times(sent, times=three_times(), now=SWEPT)
    assert open_days(sent)[0] == day


@pytest.mark.parametrize(("gap", "is_closed"), [(-25, False), (-24, True), (24, True), (25, False)])
def test_hours_off_close_what_shares_a_minute_with_them(gap: int, is_closed: bool) -> None:
    """The time takes 25 minutes, as do the hours off."""
    sent = make_sent_invitation(make_contact(make_seeker(time_zone=ZoneInfo("UTC"))))
    slot = first_of(sent)
    begins = slot.starts_at.hour * 60 + slot.starts_at.minute + gap
    mark(sent.seeker, slot.day, begins, begins + 25)
    assert (slot.day not in open_days(sent)) == is_closed


def test_extra_hours_close_nothing() -> None:
    sent = make_sent_invitation()
    extra = {"day": first_of(sent).day, "kind": "extra", "starts": 0, "ends": MIDNIGHT}
    my_hours.add_exception(sent.seeker, extra, now=SOON)
    assert len(open_days(sent)) == 3


def test_what_was_marked_before_that_was_kept_closes_nothing() -> None:
    sent = make_sent_invitation()
    DayException.objects.create(seeker=sent.seeker, day=first_of(sent).day, kind="off")
    sweep()
    assert (len(open_days(sent)), told(sent)) == (3, {})


def test_a_day_that_is_as_usual_again_opens_its_times_without_a_word() -> None:
    sent = make_sent_invitation()
    one = mark(sent.seeker, first_of(sent).day)
    sweep()
    my_hours.remove_exception(one)
    assert len(open_days(sent)) == 3
    mark(sent.seeker, one.day, now=SWEPT)
    sweep(SWEPT + timedelta(seconds=30))
    assert told(sent) == {"times_lost_seeker": 1}  # once a day at most
    assert len(open_days(sent)) == 2


# -- Whose day it is ------------------------------------------------------------------------------


EARLY_IN_AUCKLAND = datetime(2026, 11, 26, 20, tzinfo=UTC)
"""9:00 on Friday the 27th there; Thursday the 26th in London, at 15:00 in New York."""


@pytest.mark.parametrize(("day", "is_closed"), [(26, False), (27, True)])
def test_the_day_is_that_of_the_seekers_clock(day: int, is_closed: bool) -> None:
    seeker = make_seeker(time_zone=ZoneInfo("Pacific/Auckland"))
    sent = make_sent_invitation(make_contact(seeker), times=[EARLY_IN_AUCKLAND])
    mark(seeker, date(2026, 11, day))
    assert (open_days(sent) == []) == is_closed


def test_of_whoever_moves_it_is_the_day_where_they_live_now() -> None:
    seeker = make_seeker(time_zone=ZoneInfo("Pacific/Auckland"))
    sent = make_sent_invitation(make_contact(seeker), times=[EARLY_IN_AUCKLAND])
    mark(seeker, date(2026, 11, 26))
    User.objects.filter(pk=seeker.pk).update(time_zone=ZoneInfo("America/New_York"))
    sweep()
    assert open_days(sent) == []
    assert told(sent) == {"no_times_left_seeker": 1}


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2026, 3, 29)])
def test_the_days_of_a_clock_change_are_whole(day: date) -> None:
    zone = ZoneInfo("Europe/Berlin")
    start, end = stretch_of(day, (0, MIDNIGHT), zone)
    last = (end - timedelta(minutes=1)).astimezone(zone)
    assert (start.astimezone(zone).date(), last.date()) == (day, day)
    assert end - start == timedelta(hours=25 if day.month == 10 else 23)


# -- What the page says ---------------------------------------------------------------------------


def test_the_page_says_what_is_agreed_and_what_closes(mine: Client) -> None:
    seeker = make_seeker()
    start = three_times()[0]
    chat = make_chat(make_contact(seeker, "Lena <b>Weber"), starts_at=start)
    sent = make_sent_invitation(
        make_contact(seeker, "Mei Tanaka"), times=[start + timedelta(hours=2)]
    )
    mine.force_login(seeker, BACKEND)
    with at(SOON):
        page = mine.post("/times/days/add/", {"day": start.date(), "kind": "off"}, follow=True)
    (message,) = page.context["messages"]
    shown = page.content.decode()
    assert str(message) == (
        "The day is kept. What is agreed then stands, and is listed with it. "
        "Nobody can take the times you offered then any more."
    )
    assert f'<a href="{chat.get_absolute_url()}">a chat with Lena &lt;b&gt;Weber' in shown
    assert f'<a href="{sent.get_absolute_url()}">your invitation to Mei Tanaka' in shown
    with at(SWEPT):
        seen = mine.get(sent.get_absolute_url()).content.decode()
    assert "Closed: you marked this day as not free" in seen


def test_a_chat_they_were_asked_for_is_said_too(mine: Client) -> None:
    host = make_seeker("Hanna Host")
    chat = make_chat(make_contact(make_seeker("Ana Seeker"), email=host.email))
    mark(host, chat.starts_at.date())
    mine.force_login(host, BACKEND)
    with at(SOON):
        shown = mine.get("/times/").content.decode()
    assert "a chat that Ana Seeker asked you for" in shown


def test_a_day_on_which_nothing_stands_says_nothing_of_it(mine: Client) -> None:
    other = make_sent_invitation()
    seeker = make_seeker("Ben Free")
    mark(seeker, first_of(other).day)
    mine.force_login(seeker, BACKEND)
    with at(SOON):
        shown = mine.get("/times/").content.decode()
    assert "Agreed then" not in shown
    assert "Offered before" not in shown


@pytest.mark.parametrize("moment", [SOON, SWEPT, SWEPT + timedelta(hours=1)])
def test_what_closed_is_said_in_words_that_stay_true(
    client: Client, mine: Client, moment: datetime
) -> None:
    sent = make_sent_invitation()
    path = make_link(sent)
    mark(sent.seeker, first_of(sent).day)
    if moment >= SWEPT:
        sweep()
    mine.force_login(sent.seeker, BACKEND)
    with at(moment):
        shown = mine.get("/times/").content.decode()
        answer = post(client, path, "take", slot=first_of(sent).pk, way="video")
    assert "Offered before, and nobody can take it any more" in shown
    assert answer.status_code == 409


# -- What it costs --------------------------------------------------------------------------------


def test_many_days_chats_and_offers_take_as_many_queries_as_few() -> None:
    def queries(seeker: User) -> int:
        days = list(DayException.objects.of(seeker))
        with CaptureQueriesContext(connection) as asked:
            found = day_commitments.commitments_on(seeker, days, SOON)
        assert all(one.agreed or one.closing for one in found.values())
        return len(asked)

    seeker = make_seeker()
    for number in range(6):
        start = NOW + (3 + number) * DAY
        make_chat(make_contact(seeker), starts_at=start)
        make_sent_invitation(make_contact(seeker), times=[start + timedelta(hours=1)])
        mark(seeker, start.date())
    assert queries(seeker) == 2


def test_looking_for_whoever_has_moved_reads_days_to_come_alone() -> None:
    seeker = make_seeker()
    DayException.objects.bulk_create(
        DayException(seeker=seeker, day=NOW.date() - number * DAY, kind="off", marked_at=NOW)
        for number in range(2, 9_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calendars_dayexception")
    assert "day_off" in DayException.objects.of_another_zone(NOW.date()).explain()
