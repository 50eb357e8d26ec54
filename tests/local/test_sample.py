"""Sample data: every stage, nothing leaves, nothing is left."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import redis
from django.apps import apps
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from archive import samples
from archive.tasks import sweep_samples
from chats.models import Attendance, Chat, Invitation
from contacts.models import Contact
from contacts.next_step import next_step
from contacts.states import Stage
from followups.models import FollowUp
from local.sample import lifecycle
from local.sample.calendar import working_day
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from preparation.models import Note
from tests.factories import NOW, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

START, REMOVE = reverse("sample:start"), reverse("sample:remove")
OURS = ["accounts", "contacts", "chats", "followups", "outcomes", "progress", "outbox"]
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def fresh_limits():
    for _ in range(20):  # the site waits 0.2 s for it and no longer, a busy machine may need more
        with suppress(redis.TimeoutError):
            caches["limits"].clear()
            return
    pytest.fail("Valkey does not answer.")


def rows() -> dict[str, int]:
    """How many rows each model of ours has."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


def who(client) -> User | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


# -- What is in it ------------------------------------------------------------------------------


def test_there_is_a_contact_at_every_stage():
    seeker = lifecycle.build(zone=BERLIN, now=NOW)
    stages = Contact.objects.of(seeker).values_list("stage", flat=True)
    assert sorted(set(stages)) == sorted(Stage)
    assert {contact.email.partition("@")[2] for contact in Contact.objects.all()} == {"example.com"}


def test_nothing_leaves():
    seeker = lifecycle.build(zone=BERLIN, now=NOW)
    assert seeker.email.endswith("@example.invalid")
    assert set(OutgoingEmail.objects.values_list("status", flat=True)) == {Status.HELD}
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("hour", [0, 11, 23])
def test_it_can_be_made_at_any_time_of_any_day(weekday, hour):
    now = datetime(2027, 3, 22, hour, 59, tzinfo=UTC) + timedelta(days=weekday)
    seeker = lifecycle.build(zone=ZoneInfo("Pacific/Auckland"), now=now)
    assert set(Contact.objects.of(seeker).values_list("stage", flat=True)) == set(Stage)
    booked, to_thank = Chat.objects.live().get(), FollowUp.objects.open().thank_yous().get()
    assert booked.starts_at > now
    assert now < to_thank.due_at < now + timedelta(hours=22)


def test_two_samples_at_the_same_moment_do_not_meet():
    one, other = (lifecycle.build(zone=BERLIN, now=NOW) for _ in range(2))
    assert Contact.objects.of(one).count() == Contact.objects.of(other).count()
    people = Attendance.objects.values_list("person", flat=True)
    assert len(set(people)) == len(people) - 4  # each seeker attends three chats


def test_every_next_step_leads_somewhere(client):
    seeker = lifecycle.build(zone=BERLIN, now=NOW)
    urls = {contact.stage: next_step(contact).url for contact in Contact.objects.of(seeker)}
    invitation = Invitation.objects.get(contact__stage=Stage.COUNTERED)
    assert urls[Stage.COUNTERED] == invitation.get_absolute_url()
    assert urls[Stage.BOOKED] == Chat.objects.live().get().get_absolute_url()
    to_thank = FollowUp.objects.open().thank_yous().get()
    assert urls[Stage.THANK] == to_thank.get_absolute_url()


@pytest.mark.parametrize(
    ("count", "day"),
    [(1, "2026-11-30"), (2, "2026-12-01"), (-1, "2026-11-26"), (-5, "2026-11-20")],
)
def test_working_days_leave_out_the_weekend(count, day):
    friday = datetime(2026, 11, 27, 12, tzinfo=UTC)
    at = working_day(count, 15, zone=BERLIN, now=friday)
    assert at.isoformat() == f"{day}T15:00:00+01:00"


def test_no_two_contacts_of_the_sample_have_one_note() -> None:
    seeker = lifecycle.build(zone=BERLIN, now=timezone.now())
    notes = [
        *Chat.objects.of(seeker).exclude(notes="").values_list("notes", flat=True),
        *Note.objects.filter(chat__seeker=seeker).values_list("text", flat=True),
        *Contact.objects.of(seeker).exclude(research="").values_list("research", flat=True),
    ]
    assert sorted(notes) == sorted(set(notes))


# -- In and out ---------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [START, REMOVE])
def test_looking_does_nothing(client, url):
    client.force_login(make_seeker())
    before = rows()
    assert client.get(url)["Location"] == reverse("today")
    assert rows() == before


def test_a_stranger_looks_around_and_leaves_nothing_behind(client):
    assert client.post(START).url == reverse("today")
    assert who(client).is_sample
    assert (
        "This is sample data. It goes by itself after a day."
        in client.get(reverse("contacts:list")).text
    )
    assert client.post(REMOVE).url == reverse("today")
    assert who(client) is None
    assert set(rows().values()) == {0}


def test_a_seeker_comes_back_to_their_own_account(client):
    seeker = make_seeker(time_zone="Asia/Tokyo")
    make_sent_invitation(Contact.objects.create(seeker=seeker, name="Mine", email="m@example.com"))
    client.force_login(seeker)
    before = rows()
    client.post(START)
    assert who(client).time_zone == ZoneInfo("Asia/Tokyo")
    assert rows() != before
    client.post(REMOVE)
    assert who(client) == seeker
    assert rows() == before


@pytest.mark.parametrize("change", ["password", "closed"])
def test_nobody_comes_back_to_an_account_that_has_changed_its_lock(client, change):
    seeker = make_seeker()
    client.force_login(seeker)
    client.post(START)
    seeker.set_password("correct horse battery 7") if change == "password" else None
    seeker.is_active = change != "closed"
    seeker.save()
    client.post(REMOVE)
    assert who(client) is None


def test_starting_again_inside_the_sample_changes_nothing(client):
    client.post(START)
    before = rows()
    assert client.post(START).url == reverse("today")
    assert rows() == before


def test_a_real_seeker_is_never_removed(client):
    seeker = make_seeker()
    client.force_login(seeker)
    assert client.post(REMOVE).url == reverse("today")
    samples.remove(seeker)
    assert User.objects.get() == seeker
    assert who(client) == seeker


def test_removing_needs_somebody_signed_in(client):
    assert client.post(REMOVE).url == f"{reverse('account_login')}?next={REMOVE}"


def test_ten_starts_an_hour_from_one_address(client):
    with patch("local.sample.views.lifecycle.build", side_effect=lambda **_: make_seeker()):
        answers = [client.post(START).status_code for _ in range(11)]
        assert answers == [302] * 10 + [429]
        assert client.post(START, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_without_redis_nobody_is_turned_away(client):
    with patch("local.sample.views.is_ratelimited", side_effect=redis.ConnectionError):
        assert client.post(START).status_code == 302
    assert who(client).is_sample


def test_yesterdays_samples_are_swept_and_nothing_else():
    seeker = make_seeker()
    fresh = lifecycle.build(zone=BERLIN, now=NOW)
    before = rows()
    old = lifecycle.build(zone=BERLIN, now=NOW)
    made = timezone.now()
    User.objects.filter(pk=old.pk).update(date_joined=made - timedelta(hours=24, minutes=1))
    User.objects.filter(pk=fresh.pk).update(date_joined=made - timedelta(hours=23, minutes=59))
    sweep_samples()
    assert rows() == before
    assert set(User.objects.all()) == {seeker, fresh}


# -- Where it is not offered --------------------------------------------------------------------


@pytest.mark.urls("coffeechat.urls")
def test_an_instance_offers_it_by_its_settings_alone(client: Client) -> None:
    assert client.post(START).status_code == 404
    assert "Look around" not in client.get("/").text
    client.force_login(make_seeker(welcomed_at=NOW))
    page = client.get("/").text
    assert "Write your first invitation" in page
    assert "Look around" not in page


@pytest.mark.urls("coffeechat.urls")
def test_who_looks_around_when_it_ends_is_told_that_it_goes(client: Client) -> None:
    client.force_login(lifecycle.build(zone=BERLIN, now=NOW))
    page = client.get("/").text
    assert "This is sample data. It goes by itself after a day." in page
    assert "Remove it" not in page
