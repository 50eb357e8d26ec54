"""A letter that leaves by itself: at the hour that was chosen, and only as it was meant."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import Settings

from calendars import clock
from calendars.models import Availability
from chats import lifecycle, tasks
from chats.compose import planning
from chats.errors import Refused
from chats.models import Invitation, Plan
from chats.states import InvitationStatus
from contacts.models import Contact
from outbox.models import OutgoingEmail, Suppression
from outbox.suppression import suppress
from tests.chats.busy import make_busy
from tests.expect import queued, timeline
from tests.factories import NOW, make_contact, make_draft, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

TIMES = ["2026-12-03T16:00", "2026-12-04T16:00", "2026-12-07T16:00"]
"""As typed in Berlin."""
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""Nine o'clock in New York, the day after NOW."""


@pytest.fixture
def planned() -> Invitation:
    return lifecycle.plan(make_draft(typed_times=TIMES), send_at=TUESDAY, now=NOW)


def leave(invitation: Invitation, now: datetime = TUESDAY) -> Invitation:
    """As the sweep of that moment does it."""
    with time_machine.travel(now, tick=False):
        tasks.send_planned()
    return Invitation.objects.get(pk=invitation.pk)


def why(invitation: Invitation) -> str:
    return Plan.objects.get(invitation=invitation).why


def test_a_planned_letter_keeps_everything_and_leaves_nothing_behind(planned: Invitation) -> None:
    assert planned.status == InvitationStatus.SCHEDULED
    assert (planned.typed_times, planned.slots.count()) == (TIMES, 0)
    assert not OutgoingEmail.objects.exists()
    plan = planned.plan
    assert (plan.local_time, plan.zone.key) == ("2026-11-24T09:00", "America/New_York")
    assert timeline(planned.contact)[-1] == "Planned the invitation for a good hour of theirs"


def test_it_leaves_at_its_moment_and_not_before(planned: Invitation) -> None:
    assert leave(planned, TUESDAY - timedelta(minutes=1)).status == InvitationStatus.SCHEDULED
    sent = leave(planned)
    assert (sent.status, sent.sent_at, sent.emails_sent) == ("sent", TUESDAY, 1)
    assert [f"{slot.starts_at:%d %H:%M}" for slot in sent.slots.all()] == [
        "03 15:00",
        "04 15:00",
        "07 15:00",
    ]
    assert list(queued(sent)) == ["invitation"]
    assert not Plan.objects.exists()


def test_planning_twice_is_quiet_and_another_moment_takes_its_place(planned: Invitation) -> None:
    lines = timeline(planned.contact)
    later = TUESDAY + timedelta(days=1)
    lifecycle.plan(planned, send_at=TUESDAY, now=NOW)
    lifecycle.plan(planned, send_at=later, now=NOW)
    assert (Plan.objects.get().send_at, timeline(planned.contact)) == (later, lines)


def test_back_in_the_seekers_hands_everything_is_as_it_was(planned: Invitation) -> None:
    lifecycle.unplan(planned, now=NOW)
    lifecycle.unplan(planned, now=NOW)
    draft = leave(planned)
    assert (draft.status, draft.typed_times) == (InvitationStatus.DRAFT, TIMES)
    assert Plan.objects.get().send_at == TUESDAY, "the moment is kept to begin with"


def test_it_can_leave_now_after_all(planned: Invitation) -> None:
    sent = lifecycle.send_planned(planned, now=NOW)
    assert (sent.status, lifecycle.send_planned(planned, now=NOW)) == ("sent", sent)
    assert not Plan.objects.exists()


def test_starting_again_comes_back_to_the_planned_letter(planned: Invitation) -> None:
    assert lifecycle.start(planned.seeker, planned.contact, now=NOW) == planned


def test_a_planned_letter_is_not_thrown_away_unasked(planned: Invitation) -> None:
    with pytest.raises(Refused, match="a draft again"):
        lifecycle.discard(planned, now=NOW)


# -- What cannot be planned ----------------------------------------------------------------------


def refuse_plan(draft: Invitation, said: str, send_at: datetime = TUESDAY) -> None:
    with pytest.raises(Refused, match=said):
        lifecycle.plan(draft, send_at=send_at, now=NOW)
    assert Invitation.objects.get(pk=draft.pk).status == InvitationStatus.DRAFT


def test_without_an_address_nothing_leaves_by_itself() -> None:
    refuse_plan(make_draft(make_contact(email=""), typed_times=TIMES), "Without an e-mail address")


def test_a_moment_that_has_passed_is_no_plan() -> None:
    refuse_plan(make_draft(typed_times=TIMES), "passed already", NOW)


def test_times_that_will_be_too_near_by_then_are_said_at_once() -> None:
    near = datetime(2026, 12, 2, 20, tzinfo=UTC)
    refuse_plan(make_draft(typed_times=TIMES), "past or closer than the notice", near)


def test_a_last_day_to_answer_before_it_leaves_is_said_at_once() -> None:
    draft = make_draft(typed_times=TIMES, expires_on=date(2026, 11, 24))
    refuse_plan(draft, "a day after today")


def test_too_few_times_are_said_at_once() -> None:
    refuse_plan(make_draft(typed_times=TIMES[:1]), "three times or more")


def test_whoever_is_not_written_to_gets_no_planned_letter_either() -> None:
    draft = make_draft(typed_times=TIMES)
    suppress(draft.contact.email, Suppression.Reason.OPT_OUT)
    refuse_plan(draft, "do not write to")


# -- What has changed by the time it leaves --------------------------------------------------------


def change_address(planned: Invitation) -> None:
    Contact.objects.filter(pk=planned.contact_id).update(email="other@example.com")


def opt_out(planned: Invitation) -> None:
    suppress(planned.contact.email, Suppression.Reason.OPT_OUT)


def correct_their_zone(planned: Invitation) -> None:
    Contact.objects.filter(pk=planned.contact_id).update(time_zone="Asia/Tokyo")


def tell_their_zone(planned: Invitation) -> None:
    Invitation.objects.filter(pk=planned.pk).update(host_zone="Asia/Tokyo")


def move_away(planned: Invitation) -> None:
    planned.seeker.time_zone = "America/New_York"
    planned.seeker.save()


def fill_calendar(planned: Invitation) -> None:
    for day in (3, 4, 7):
        start = datetime(2026, 12, day, 14, tzinfo=UTC)
        make_busy(planned.seeker, start, minutes=180)


def want_more_notice(planned: Invitation) -> None:
    Availability.objects.create(seeker=planned.seeker, notice_hours=14 * 24)


def ask_beside(planned: Invitation) -> None:
    Invitation.objects.create(
        seeker=planned.seeker,
        contact=planned.contact,
        status=InvitationStatus.COUNTERED,
        sent_at=NOW,
        expires_at=NOW + timedelta(days=20),
    )


STOPS: dict[str, tuple[Callable[[Invitation], object], str]] = {
    "another address": (change_address, "The address of Dana was changed"),
    "another time zone of theirs": (correct_their_zone, "The time zone of Dana was changed"),
    "a time zone they chose": (tell_their_zone, "The time zone of Dana was changed"),
    "an opt-out": (opt_out, "We do not write to"),
    "another time zone of the seeker": (move_away, "Your time zone was changed"),
    "every time lost": (fill_calendar, "None of its times is free any more."),
    "the first too near": (want_more_notice, "closer than the notice"),
    "another open ask": (ask_beside, "already another open invitation"),
}


@pytest.mark.parametrize("name", STOPS)
def test_what_may_not_leave_stays_a_draft_and_says_why(planned: Invitation, name: str) -> None:
    change, said = STOPS[name]
    change(planned)
    draft = leave(planned)
    assert (draft.status, draft.typed_times) == (InvitationStatus.DRAFT, TIMES)
    assert said in why(draft)
    assert not OutgoingEmail.objects.exists()
    assert said in timeline(draft.contact)[-1]


def test_what_is_hours_late_waits_for_another_hour(planned: Invitation) -> None:
    """As after the workers were away: it may be night there by now."""
    draft = leave(planned, TUESDAY + planning.LATE_AFTER + timedelta(minutes=1))
    assert (draft.status, draft.typed_times) == (InvitationStatus.DRAFT, TIMES)
    assert "could not leave at its hour" in why(draft)
    assert not OutgoingEmail.objects.exists()


def test_what_is_a_little_late_leaves(planned: Invitation) -> None:
    assert leave(planned, TUESDAY + planning.LATE_AFTER).status == InvitationStatus.SENT


def test_limits_count_as_it_leaves(planned: Invitation, settings: Settings) -> None:
    make_sent_invitation(make_contact(planned.seeker), now=TUESDAY - timedelta(hours=1))
    settings.INVITATIONS_PER_DAY = 1
    assert leave(planned).status == InvitationStatus.DRAFT
    assert "in 24 hours" in why(planned)


def test_it_leaves_with_what_is_left_of_its_times(planned: Invitation) -> None:
    start = datetime(2026, 12, 4, 15, tzinfo=UTC)
    make_busy(planned.seeker, start)
    assert leave(planned).slots.count() == 2


def test_with_any_free_time_it_leaves_without_a_picked_one() -> None:
    draft = make_draft(typed_times=[], free_weeks=2)
    planned = lifecycle.plan(draft, send_at=TUESDAY, now=NOW)
    assert leave(planned).status == InvitationStatus.SENT


# -- Clocks ----------------------------------------------------------------------------------------


def test_nine_in_kolkata_stays_nine_over_a_clock_change_in_berlin() -> None:
    """Planned on a Friday in summer time, for a Tuesday after Berlin has gone back."""
    friday = datetime(2026, 10, 23, 9, tzinfo=UTC)
    seeker = make_seeker(date_joined=friday - timedelta(days=30))
    contact = make_contact(seeker, time_zone="Asia/Kolkata")
    draft = make_draft(
        contact,
        now=friday,
        typed_times=["2026-11-05T10:00", "2026-11-06T10:00", "2026-11-10T10:00"],
    )
    nine = datetime(2026, 10, 27, 3, 30, tzinfo=UTC)
    planned = lifecycle.plan(draft, send_at=nine, now=friday)
    plan = planned.plan
    assert (plan.local_time, plan.moment) == ("2026-10-27T09:00", nine)
    assert (
        clock.say(plan.send_at, plan.zone) == "Tuesday 27 October 2026, 09:00 (Kolkata, UTC+5:30)"
    )
    assert clock.say(plan.send_at, seeker.time_zone) == (
        "Tuesday 27 October 2026, 04:30 (Berlin, UTC+1)"
    )
    assert leave(planned, nine - timedelta(seconds=1)).status == InvitationStatus.SCHEDULED
    sent = leave(planned, nine)
    assert (sent.status, sent.slots.earliest("starts_at").starts_at) == (
        InvitationStatus.SENT,
        datetime(2026, 11, 5, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize("hours", [-1, 1])
def test_under_new_rules_the_hour_of_theirs_stays(planned: Invitation, hours: int) -> None:
    """As if it had been worked out by other rules: what the clocks show is what was promised."""
    Plan.objects.update(send_at=TUESDAY + timedelta(hours=hours))
    assert leave(planned, TUESDAY - timedelta(minutes=1)).status == InvitationStatus.SCHEDULED
    assert leave(planned).status == InvitationStatus.SENT


def test_an_hour_that_the_clocks_skip_is_the_first_after() -> None:
    plan = Plan(local_time="2027-03-28T02:30", zone=ZoneInfo("Europe/Berlin"), send_at=NOW)
    assert plan.moment == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_one_that_was_chosen_counts() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    plan = Plan(local_time="2026-10-25T02:30", zone=ZoneInfo("Europe/Berlin"), send_at=second)
    assert plan.moment == second
