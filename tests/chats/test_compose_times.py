"""The times of an invitation: suggested, kept, counted against every calendar, in few queries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calendars.models import Availability, WeeklyHours
from chats import lifecycle
from chats.models import Invitation, Offer
from chats.states import InvitationStatus, Way
from tests import by_link
from tests.chats.busy import make_busy
from tests.factories import NOW, make_chat, make_contact, make_sent_invitation

pytestmark = pytest.mark.django_db

TIMES = ["2026-11-26T16:00", "2026-11-27T16:00", "2026-11-30T16:00"]


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft() -> Invitation:
    contact = make_contact()
    return lifecycle.start(contact.seeker, contact, now=NOW)


def signed_in(seeker) -> Client:
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(draft: Invitation, **data):
    client = signed_in(draft.seeker)
    return client.post(f"/invitations/{draft.pk}/write/", {"minutes": "25", **data})


def days_of(desk) -> set:
    return {start.astimezone(desk.mine).date() for start in desk.good}


def test_suggesting_picks_five_free_times_on_as_many_days_and_keeps_them(draft):
    response = post(draft, suggest="1")
    desk = response.context["desk"]
    draft.refresh_from_db()
    assert (desk.suggested, len(desk.good), len(days_of(desk))) == (5, 5, 5)
    assert [time.raw for time in desk.times] == draft.typed_times
    assert [time.conflicts for time in desk.times] == [()] * 5
    assert all(note.endswith("notice.") for _, note in desk.picked)
    assert "5 times picked for you." in response.content.decode()


def test_suggesting_keeps_what_was_picked_and_goes_to_other_days(draft):
    desk = post(draft, times=TIMES[:2], suggest="1").context["desk"]
    assert set(TIMES[:2]) < {time.raw for time in desk.times}
    assert (desk.suggested, len(days_of(desk))) == (3, 5)


@pytest.mark.parametrize(("zone", "said"), [("Europe/Berlin", True), ("", False)])
def test_daytime_for_them_is_said_where_their_zone_is_known(zone, said):
    contact = make_contact(time_zone=zone)
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    page = post(draft, suggest="1", times=["2026-11-28T20:00"]).content.decode()
    for words in ("daytime for", "for both of you", "weekend for them"):
        assert (words in page) is said


def test_nothing_to_suggest_is_said_kindly(draft):
    Availability.objects.create(seeker=draft.seeker)  # and no hours at all
    response = post(draft, suggest="1", times=TIMES[:1])
    page = response.content.decode()
    assert response.context["desk"].suggested == 0
    assert "No more times were found in the next three weeks" in page
    assert "Three are needed: you can pick any other half hour below on purpose." in page


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", " that are free for you and by day on a working day for Dana."),
        ("UTC", " that are free for you and daytime for Dana."),
        ("", " that are free for you."),
    ],
)
def test_what_was_not_found_is_said_as_it_was_looked_for(zone, said):
    contact = make_contact(time_zone=zone)
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    Availability.objects.create(seeker=draft.seeker)
    WeeklyHours.objects.create(seeker=draft.seeker, weekday=5, starts=600, ends=615)
    assert f"in the next three weeks{said}" in post(draft, suggest="1").content.decode()


def test_a_time_outside_my_hours_is_offered_on_purpose(draft):
    page = post(draft, times=["2026-11-28T20:00"]).content.decode()
    assert "Outside your hours, weekend for them. Offered on purpose." in page


def test_a_busy_time_cannot_be_picked_and_says_so(draft):
    start = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    make_busy(draft.seeker, start)
    desk = post(draft, times=TIMES).context["desk"]
    assert [time.problem for time in desk.times] == [
        "Something is in your calendar then. Please choose another time.", "", "",
    ]  # fmt: skip
    assert TIMES[0] not in desk.week.values


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("3", 3), ("9", None), ("x", None)])
def test_any_free_time_of_the_next_weeks_is_kept_with_the_draft(draft, typed, kept):
    post(draft, free_weeks=typed)
    draft.refresh_from_db()
    assert draft.free_weeks == kept


def test_early_and_late_hours_stay_in_view_over_a_change_of_week(draft):
    page = post(draft, all_hours="yes", go="2026-12-07").content.decode()
    assert 'name="all_hours" value="yes" checked' in page


def test_the_page_asks_as_many_questions_for_many_entries_as_for_one(draft):
    client = signed_in(draft.seeker)
    assert queries(client, draft) == queries_with_many(client, draft)


def queries_with_many(client: Client, draft: Invitation) -> int:
    for number in range(12):
        start = NOW + timedelta(days=1 + number)
        make_busy(draft.seeker, start)
        make_chat(make_contact(draft.seeker, f"Mei {number}"), starts_at=start + timedelta(hours=3))
    draft.typed_times = TIMES
    draft.save()
    return queries(client, draft)


def queries(client: Client, draft: Invitation) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(f"/invitations/{draft.pk}/write/").status_code == 200
    return len(seen)


def countered() -> Invitation:
    sent = make_sent_invitation()
    start = datetime(2026, 12, 2, 19, 0, tzinfo=UTC)
    by_link.propose(sent, times=[start], way=Way.VIDEO, now=NOW)
    return sent


def test_offering_other_times_shows_what_was_proposed_and_sends_the_line():
    sent = countered()
    client, path = signed_in(sent.seeker), f"/invitations/{sent.pk}/times/"
    page = client.post(path, {"week": "2026-12-02"})
    [marked] = [cell for cell in page.context["desk"].week.cells if cell.is_proposed]
    assert marked.value == "2026-12-02T20:00"
    assert "Outside your hours." in page.content.decode()
    line = "Evenings are hard for me just now."
    few = client.post(path, {"offer": "1", "line": line, "times": TIMES[:1]})
    assert (few.status_code, line in few.content.decode()) == (422, True)
    client.post(path, {"offer": "1", "line": line, "times": TIMES})
    sent.refresh_from_db()
    assert (sent.status, Offer.objects.latest("pk").line) == (InvitationStatus.SENT, line)


def test_a_half_hour_that_cannot_be_picked_says_why_where_nothing_runs(draft):
    make_busy(draft.seeker, datetime(2026, 11, 26, 13, 0, tzinfo=UTC))
    page = signed_in(draft.seeker).get(f"/invitations/{draft.pk}/write/").content.decode()
    said = "Thu 26 Nov, 14:00 Berlin (UTC+1) / 08:00 New York (UTC−5). Busy in your calendar"
    assert f'cell--hard" title="{said}' in page
    assert page.count('cell--free" title=') == 0


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("2027-10-31T02:30", "Sunday 31 October 2027, 02:30 (Berlin)"),
        ("2027-03-28T02:30", "Sunday 28 March 2027, 02:30 (Berlin)"),
        ("2999-01-01T10:00", "Tuesday 1 January 2999, 10:00 (Berlin)"),
        ("next week", "next week"),
    ],
)
def test_a_time_that_is_no_moment_yet_is_said_as_people_say_it(draft, raw, said):
    page = post(draft, times=[raw]).content.decode()
    picked = page.partition('id="picked"')[2].partition('class="compose__rows"')[0]
    assert f'<span class="slot__day">{said}</span>' in picked
    assert f'name="remove" value="{raw}"' in picked
    assert f'Remove<span class="visually-hidden"> {said}</span>' in picked


def test_a_holiday_of_both_is_said_to_be_of_both(draft):
    page = post(draft, week="2026-12-21").content.decode()
    assert "Friday 25 December is Christmas Day where you both are." in page
    assert "Saturday 26 December is Second Day of Christmas where you are." in page
    assert page.count("is Christmas Day where") == 1


def test_a_time_that_is_fine_looks_fine_and_others_stand_out(draft):
    make_busy(draft.seeker, datetime(2026, 11, 26, 15, 0, tzinfo=UTC))
    times = [TIMES[0], TIMES[1], "2026-11-28T20:00"]
    page = post(draft, times=times).content.decode()
    assert re.findall(r'<li class="slot (slot--\w+)">', page) == [
        "slot--wrong",
        "slot--fine",
        "slot--against",
    ]


def test_times_a_host_proposed_show_the_same(draft):
    seeker = draft.seeker
    ask = make_sent_invitation(make_contact(seeker, "Jonas Weber"), now=NOW)
    fine, odd = (datetime(2026, 11, day, 15, 0, tzinfo=UTC) for day in (27, 28))
    by_link.propose(ask, times=[fine, odd], way=Way.VIDEO, now=NOW)
    page = signed_in(seeker).get(f"/invitations/{ask.pk}/times/").content.decode()
    assert re.findall(r'<li class="slot (slot--\w+)">', page) == ["slot--fine", "slot--against"]
