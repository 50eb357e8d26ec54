"""The one reminder: at a good hour after five working days, and not once anything has come."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from archive import lifecycle as archive
from calendars.free import Host
from calendars.good_hours import business_day_after
from chats import lifecycle, tasks
from chats.compose.nudge_stops import STOPS
from chats.errors import Refused
from chats.models import Chat, Invitation, Letter, Nudge
from chats.states import InvitationStatus, NudgeStatus
from followups.today import page as today
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
from tests import by_link
from tests.chats.busy import make_busy
from tests.expect import let_leave, queued, timeline
from tests.factories import NOW, make_contact, make_draft, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
"""Tuesday, nine in New York: NOW is the Monday before last, and Thursday was Thanksgiving."""
LATE = [datetime(2026, 12, day, 15, tzinfo=UTC) for day in (14, 15, 16)]


@pytest.fixture(autouse=True)
def _somebody_reads(settings: Settings) -> None:
    """The inbox, so that nobody has to be asked."""
    settings.REPLY_ADDRESS = "coffee+{}@example.org"


@pytest.fixture
def asked() -> Invitation:
    """Sent, arrived, and to be reminded of."""
    draft = make_draft(wants_nudge=True)
    sent = lifecycle.send(draft, times=LATE, now=NOW)
    let_leave(sent, "invitation")
    return sent


def pass_time(now: datetime = DUE) -> None:
    """As the sweep of that moment does."""
    with time_machine.travel(now, tick=False):
        tasks.remind_of_asks()


def nudge_of(invitation: Invitation) -> Nudge:
    return Nudge.objects.get(invitation=invitation)


def reminders() -> list[str]:
    return list(OutgoingEmail.objects.filter(kind="nudge").values_list("status", flat=True))


def test_five_working_days_of_theirs_pass() -> None:
    """A Thanksgiving and a weekend lie between; without a country, the weekend alone."""
    monday = date(2026, 11, 23)
    from tests.calendars.test_good_hours import NEW_YORK

    assert business_day_after(monday, 5, Host(NEW_YORK)) == date(2026, 12, 1)
    assert business_day_after(monday, 5, Host(NEW_YORK, is_guess=True)) == date(2026, 11, 30)


def test_it_is_planned_with_the_letter_where_that_was_chosen(asked: Invitation) -> None:
    nudge = nudge_of(asked)
    assert (nudge.send_at, nudge.local_time) == (DUE, "2026-12-01T09:00")
    assert "only this once" in nudge.message
    assert not Nudge.objects.exclude(pk=nudge.pk).exists()
    make_sent_invitation(make_contact(asked.seeker))
    assert Nudge.objects.count() == 1, "who did not choose it has none"


def test_it_leaves_once_in_the_thread_with_what_is_free(asked: Invitation) -> None:
    make_busy(asked.seeker, LATE[0])
    pass_time(DUE - timedelta(minutes=1))
    assert reminders() == []
    pass_time()
    pass_time()
    email = queued(asked)["nudge"]
    assert email.headers["References"] == asked.thread_id
    assert (email.repeatable, email.outreach, email.subject[:4]) == (False, True, "Re: ")
    assert "only this once" in email.text
    assert "15 December 2026" in email.text
    assert "14 December 2026" not in email.text
    assert nudge_of(asked).status == NudgeStatus.SENT
    assert timeline(asked.contact)[-1] == "Reminded them once"


def test_there_is_never_a_second_one(asked: Invitation) -> None:
    pass_time()
    with pytest.raises(Refused, match="that is enough"):
        lifecycle.plan_nudge(asked, now=DUE)
    lifecycle.skip_nudge(asked, now=DUE)
    pass_time(DUE + timedelta(days=7))
    assert reminders() == [Status.PENDING]


def test_it_counts_as_a_letter_to_them(asked: Invitation) -> None:
    pass_time()
    assert list(Letter.objects.values_list("is_first", flat=True)) == [True, False]


# -- Every stop ------------------------------------------------------------------------------------


def take(asked: Invitation) -> None:
    by_link.take(asked, asked.slots.latest("starts_at").pk, way="phone", now=NOW)


def decline(asked: Invitation) -> None:
    by_link.decline(asked, now=NOW)


def counter(asked: Invitation) -> None:
    by_link.propose(asked, times=[LATE[2] + timedelta(days=1)], now=NOW)


def in_state(status: InvitationStatus) -> Callable[[Invitation], object]:
    """As it is once the seeker noted what they said elsewhere."""
    return lambda asked: Invitation.objects.filter(pk=asked.pk).update(status=status)


def write_back(asked: Invitation) -> None:
    Invitation.objects.filter(pk=asked.pk).update(heard_at=NOW)


def leave_the_company(asked: Invitation) -> None:
    Invitation.objects.filter(pk=asked.pk).update(gone=True)


def add_chat(asked: Invitation) -> None:
    """Of another ask: as one that was agreed by other means."""
    other = Invitation.objects.create(
        seeker=asked.seeker,
        contact=asked.contact,
        status=InvitationStatus.BOOKED,
        sent_at=NOW - timedelta(days=1),
        expires_at=DUE,
    )
    Chat.objects.create(
        seeker=asked.seeker,
        contact=asked.contact,
        invitation=other,
        starts_at=DUE + timedelta(days=3),
        ends_at=DUE + timedelta(days=3, minutes=25),
        day=date(2026, 12, 4),
        way="phone",
        booked_at=NOW,
        seeker_zone="Europe/Berlin",
        host_zone="America/New_York",
        seeker_local_time="2026-12-04T15:00",
        host_local_time="2026-12-04T09:00",
    )


def withdraw(asked: Invitation) -> None:
    lifecycle.withdraw(asked, now=NOW)


def expire(asked: Invitation) -> None:
    Invitation.objects.filter(pk=asked.pk).update(expires_at=DUE)


def opt_out(asked: Invitation) -> None:
    suppress(asked.contact.email, Suppression.Reason.OPT_OUT)


def bounce(asked: Invitation) -> None:
    lifecycle.undeliverable(asked, reason="550 5.1.1", now=NOW)


def bounce_unseen(asked: Invitation) -> None:
    """The next sweep alone closes the ask."""
    OutgoingEmail.objects.filter(kind="invitation").update(status=Status.DEAD)


def another_address(asked: Invitation) -> None:
    asked.contact.email = "elsewhere@example.com"
    asked.contact.save()


def offer_new_times(asked: Invitation) -> None:
    make_busy(asked.seeker, LATE[0])
    lifecycle.offer_times(asked, times=LATE[1:], now=NOW + timedelta(hours=1))


def ask_anew(asked: Invitation) -> None:
    Invitation.objects.create(
        seeker=asked.seeker,
        contact=asked.contact,
        status=InvitationStatus.EXPIRED,
        sent_at=NOW + timedelta(hours=1),
        expires_at=DUE,
    )


def be_asked_by_many(asked: Invitation) -> None:
    for number in range(5):
        letter = {"seeker": f"other-{number}", "is_first": True, "sent_at": DUE}
        Letter.objects.create(host=Letter.objects.earliest("pk").host, **letter)


def switch_off(asked: Invitation) -> None:
    """By the operator."""
    asked.seeker.is_active = False
    asked.seeker.save()


MEANWHILE: list[tuple[str, Callable[[Invitation], object]]] = [
    ("answered", take),
    ("answered", decline),
    ("answered", counter),
    ("answered", in_state(InvitationStatus.ANSWERED)),
    ("answered", in_state(InvitationStatus.DEFERRED)),
    ("heard", write_back),
    ("booked", add_chat),
    ("withdrawn", withdraw),
    ("over", expire),
    ("over", in_state(InvitationStatus.EXPIRED)),
    ("unwanted", opt_out),
    ("gone", leave_the_company),
    ("undelivered", bounce),
    ("undelivered", bounce_unseen),
    ("undelivered", another_address),
    ("newer", offer_new_times),
    ("newer", ask_anew),
    ("switched_off", switch_off),
    ("at_rest", be_asked_by_many),
]


@pytest.mark.parametrize(("stop", "happens"), MEANWHILE)
def test_whatever_comes_keeps_it_back_for_good(
    asked: Invitation, stop: str, happens: Callable[[Invitation], object]
) -> None:
    happens(asked)
    pass_time()
    pass_time(DUE + timedelta(days=1))
    assert (reminders(), nudge_of(asked).status) == ([], NudgeStatus.STOPPED)
    assert nudge_of(asked).stop == stop


def test_every_row_of_the_table_is_tried() -> None:
    assert {name for name, _ in MEANWHILE} == {stop.name for stop in STOPS}


def test_with_an_erased_account_it_is_gone(asked: Invitation) -> None:
    archive.erase(asked.seeker, now=NOW)
    pass_time()
    assert (reminders(), Nudge.objects.exists()) == ([], False)


def test_what_is_skipped_stays(asked: Invitation) -> None:
    lifecycle.skip_nudge(asked, now=NOW)
    pass_time()
    assert (reminders(), nudge_of(asked).status) == ([], NudgeStatus.SKIPPED)
    lifecycle.plan_nudge(asked, now=NOW)
    assert nudge_of(asked).is_waiting, "skipped is not sent: it can be chosen again"


def test_taking_the_letter_back_takes_it_along() -> None:
    draft = make_draft(wants_nudge=True)
    sent = lifecycle.send(draft, times=LATE, waits=timedelta(seconds=10), now=NOW)
    lifecycle.take_back(sent, now=NOW)
    assert not Nudge.objects.exists()


# -- What puts it off ------------------------------------------------------------------------------


def test_who_is_away_is_reminded_after_their_return(asked: Invitation) -> None:
    """Back on Friday 4 December: a good hour after the working day that follows."""
    Invitation.objects.filter(pk=asked.pk).update(away_until=date(2026, 12, 4))
    pass_time()
    nudge = nudge_of(asked)
    assert (nudge.is_waiting, nudge.local_time) == (True, "2026-12-08T09:00")
    pass_time(datetime(2026, 12, 8, 14, tzinfo=UTC))
    assert reminders() == [Status.PENDING]


def test_without_a_free_time_it_waits_for_new_ones(asked: Invitation) -> None:
    for start in LATE:
        make_busy(asked.seeker, start)
    pass_time()
    assert (reminders(), nudge_of(asked).is_waiting) == ([], True)
    whats = [item.what for item in today.items(asked.seeker, DUE)]
    assert "Offer Dana Okafor new times" in whats


def test_it_waits_for_the_letter_itself() -> None:
    """Should the mail server have been away for a week."""
    sent = lifecycle.send(make_draft(wants_nudge=True), times=LATE, now=NOW)
    pass_time()
    assert (reminders(), nudge_of(sent).is_waiting) == ([], True)
    let_leave(sent, "invitation")
    pass_time(nudge_of(sent).moment)
    assert reminders() == [Status.PENDING]


def test_it_is_not_sent_before_its_day(asked: Invitation) -> None:
    with pytest.raises(Refused, match="five working days"):
        lifecycle.send_nudge(asked, now=DUE - timedelta(days=1))
    lifecycle.send_nudge(asked, now=DUE - timedelta(hours=1))
    assert reminders() == [Status.PENDING]


# -- Where nobody reads the inbox ------------------------------------------------------------------


def test_the_seeker_is_asked_first(asked: Invitation, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    pass_time()
    assert (reminders(), nudge_of(asked).is_waiting) == ([], True)
    (item,) = [one for one in today.items(asked.seeker, DUE) if one.kind == "Before a reminder"]
    assert item.what == "Has Dana Okafor written to you?"
    client = client_of(asked)
    client.post(item.presses[0].url, {"from": "today"})
    assert nudge_of(asked).unheard_at is not None


def test_no_before_its_hour_lets_it_leave_then(asked: Invitation, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    lifecycle.nothing_came(asked, now=DUE - timedelta(hours=5))
    pass_time()
    assert reminders() == [Status.PENDING]


def test_a_late_no_waits_for_the_next_good_hour(asked: Invitation, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    lifecycle.nothing_came(asked, now=DUE + timedelta(hours=9))
    pass_time(DUE + timedelta(hours=10))
    assert (reminders(), nudge_of(asked).local_time) == ([], "2026-12-02T09:00")


# -- The pages -------------------------------------------------------------------------------------


@pytest.fixture
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        yield


def client_of(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def path(invitation: Invitation, rest: str = "") -> str:
    return f"{invitation.get_absolute_url()}nudge/{rest}"


@pytest.mark.usefixtures("_at_noon")
def test_the_page_says_when_on_both_clocks(asked: Invitation) -> None:
    page = client_of(asked).get(asked.get_absolute_url()).content.decode()
    assert "leaves on Tuesday 1 December 2026, 09:00 (New York, UTC−5)" in page
    assert "For you: Tuesday 1 December 2026, 15:00 (Berlin, UTC+1)." in page


@pytest.mark.usefixtures("_at_noon")
def test_a_button_plans_it_and_leads_to_its_words() -> None:
    sent = make_sent_invitation(times=LATE)
    response = client_of(sent).post(path(sent, "plan/"))
    assert (response.status_code, response.url) == (302, path(sent))
    assert nudge_of(sent).is_waiting


@pytest.mark.usefixtures("_at_noon")
def test_its_words_are_kept_and_what_would_embarrass_is_not(asked: Invitation) -> None:
    client = client_of(asked)
    good = {"message": "Hello Dana,\n\nonce more, and no is fine."}
    assert client.post(path(asked), good).status_code == 302
    assert nudge_of(asked).message == good["message"]
    for wrong, said in [
        ("Hello Bob,\n\nonce more.", "Is that the right name?"),
        ("Hello Dana, {{your question}}", "A placeholder is left"),
        ("", "Please fill this in."),
        ("x" * 1001, "Please keep this to 1000 characters"),
    ]:
        response = client.post(path(asked), {"message": wrong})
        assert response.status_code == 422
        assert said in response.content.decode()
        assert wrong in response.content.decode()
    assert nudge_of(asked).message == good["message"]


@pytest.mark.usefixtures("_at_noon")
def test_a_text_to_begin_from_is_put_in_and_not_kept_yet(asked: Invitation) -> None:
    page = client_of(asked).post(path(asked), {"starter": "something-new"}).content.decode()
    assert "since I wrote I have" in page
    assert "only this once" in nudge_of(asked).message


@pytest.mark.usefixtures("_at_noon")
def test_sending_too_early_says_so_and_keeps_the_words(asked: Invitation) -> None:
    words = {"message": "Hello Dana, mine.", "send": "yes"}
    response = client_of(asked).post(path(asked), words)
    assert response.status_code == 409
    assert "five working days" in response.content.decode()


@pytest.mark.usefixtures("_at_noon")
def test_skipping_is_one_press(asked: Invitation) -> None:
    assert client_of(asked).post(path(asked, "skip/")).url == asked.get_absolute_url()
    assert nudge_of(asked).status == NudgeStatus.SKIPPED


@pytest.mark.parametrize("rest", ["", "plan/", "skip/", "nothing-came/"])
def test_strangers_find_nothing(asked: Invitation, rest: str) -> None:
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    assert stranger.post(path(asked, rest), {"message": "Mine"}).status_code == 404
    assert nudge_of(asked).is_waiting
