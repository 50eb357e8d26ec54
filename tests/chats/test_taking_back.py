"""Ten seconds to take back what was sent: nothing is lost, and nothing that was seen comes back."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from chats import lifecycle
from chats.compose import emails
from chats.compose.taking_back import TAKE_BACK_WITHIN
from chats.errors import Refused
from chats.models import Invitation, Letter, Link, Notification, Nudge, Offer, Slot
from chats.states import InvitationStatus, NudgeStatus
from chats.telling import tell
from contacts.models import Contact
from contacts.states import Stage
from outbox import delivery
from outbox.models import OutgoingEmail
from tests import by_link
from tests.expect import queued, stage, timeline
from tests.factories import (
    NOW,
    make_contact,
    make_draft,
    make_link,
    make_seeker,
    three_times,
)

pytestmark = pytest.mark.django_db

TIMES = ["2026-11-26T16:00", "2026-11-27T16:00", "2026-11-28T16:00"]


@pytest.fixture
def sent() -> Invitation:
    return send(make_draft(typed_times=TIMES, free_weeks=2))


def send(draft: Invitation) -> Invitation:
    """As the page does it."""
    return lifecycle.send(draft, times=three_times(), waits=TAKE_BACK_WITHIN, now=NOW)


def row(invitation: Invitation) -> dict[str, object]:
    return Invitation.objects.values().get(pk=invitation.pk)


def test_the_letter_waits_ten_seconds(sent: Invitation) -> None:
    assert queued(sent)["invitation"].not_before == NOW + timedelta(seconds=10)


def test_everything_is_as_it_was_before() -> None:
    draft = make_draft(typed_times=TIMES, free_weeks=2)
    before = row(draft)
    lifecycle.take_back(send(draft), now=NOW)
    assert {**row(draft), "updated_at": before["updated_at"]} == before
    for table in (Slot, Offer, Link, Letter, Notification, OutgoingEmail):
        assert not table._default_manager.exists()
    assert timeline(draft.contact)[-1] == "Took the invitation back before it left"
    assert stage(draft.contact) == Stage.DRAFT


@pytest.mark.parametrize("before", [Stage.BOOKED, Stage.THANK, Stage.ANSWERED, Stage.DRAFT])
def test_a_contact_stands_where_they_stood(before: Stage) -> None:
    """Whoever is to be thanked can be asked again, and is still to be thanked after that."""
    draft = make_draft(typed_times=TIMES)
    Contact.objects.update(stage=before)
    lifecycle.take_back(send(draft), now=NOW)
    assert stage(draft.contact) == before


def test_a_contact_who_has_come_further_since_stays_there(sent: Invitation) -> None:
    Contact.objects.update(stage=Stage.THANK)
    lifecycle.take_back(sent, now=NOW)
    assert stage(sent.contact) == Stage.THANK


def test_twice_is_quiet(sent: Invitation) -> None:
    lifecycle.take_back(sent, now=NOW)
    lines = timeline(sent.contact)
    lifecycle.take_back(sent, now=NOW)
    assert timeline(sent.contact) == lines


def test_it_is_sent_anew_like_any_other(sent: Invitation) -> None:
    lifecycle.take_back(sent, now=NOW)
    again = send(sent)
    assert (again.emails_sent, list(queued(again))) == (1, ["invitation"])
    assert queued(again)["invitation"].message_id == again.thread_id


def test_it_counts_in_no_limit(sent: Invitation, settings: Settings) -> None:
    settings.INVITATIONS_PER_DAY = 1
    lifecycle.take_back(sent, now=NOW)
    assert send(make_draft(make_contact(sent.seeker))).status == InvitationStatus.SENT


def test_a_worker_that_has_claimed_it_finds_nothing_to_send(sent: Invitation) -> None:
    (claimed,) = delivery.claim(10)
    lifecycle.take_back(sent, now=NOW)
    assert not delivery._start(claimed)


# -- What is too late -----------------------------------------------------------------------------


def begun(sent: Invitation) -> None:
    (claimed,) = delivery.claim(10)
    assert delivery._start(claimed)


def tried(sent: Invitation) -> None:
    OutgoingEmail.objects.update(attempts=1)


def answered(sent: Invitation) -> None:
    by_link.take(sent, sent.slots.earliest("starts_at").pk, way="phone", now=NOW)


def copied(sent: Invitation) -> None:
    lifecycle.copy_link(sent)


def withdrawn(sent: Invitation) -> None:
    lifecycle.withdraw(sent, now=NOW)


def reminded(sent: Invitation) -> None:
    """Weeks ago, so that the outbox keeps the letter's row no more; its reminder waits to leave."""
    OutgoingEmail.objects.all().delete()
    nudge = lifecycle.plan_nudge(sent, now=NOW)
    links = {"link": "https://x/", "one_click": "https://x/"}
    tell_of_it = emails.nudge(sent, [], message="Still?", **links, now=NOW)
    tell(sent, [tell_of_it])
    Nudge.objects.filter(pk=nudge.pk).update(status=NudgeStatus.SENT, left_at=NOW)


def written_to_twice(sent: Invitation) -> None:
    Invitation.objects.update(emails_sent=2)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (begun, "on its way"),
        (reminded, "on its way"),
        (written_to_twice, "on its way"),
        (tried, "on its way"),
        (answered, "on its way"),
        (withdrawn, "on its way"),
        (copied, "copied its link"),
    ],
)
def test_once_somebody_may_have_seen_it_nothing_changes(sent, happens, said: str) -> None:
    happens(sent)
    before = row(sent)
    with pytest.raises(Refused, match=said):
        lifecycle.take_back(sent, now=NOW)
    assert row(sent) == before
    assert sent.slots.count() == 3


# -- The page -------------------------------------------------------------------------------------


def client_of(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_offers_it_for_as_long_as_it_is_true(sent: Invitation) -> None:
    client, path = client_of(sent), sent.get_absolute_url()
    with time_machine.travel(NOW + timedelta(seconds=3), tick=False):
        page = client.get(path).content.decode()
        assert 'data-seconds="7"' in page
        assert "It leaves in 7 seconds." in page
    with time_machine.travel(NOW + TAKE_BACK_WITHIN, tick=False):
        assert "Take it back" not in client.get(path).content.decode()


def test_the_button_leads_back_to_the_letter(sent: Invitation) -> None:
    path = sent.get_absolute_url()
    response = client_of(sent).post(f"{path}take-back/")
    assert (response.status_code, response.url) == (302, f"{path}write/")


def test_a_button_that_comes_too_late_says_so(sent: Invitation) -> None:
    begun(sent)
    response = client_of(sent).post(f"{sent.get_absolute_url()}take-back/")
    assert response.status_code == 409
    assert "It is on its way by now" in response.content.decode()


def test_a_look_takes_nothing_back_and_strangers_find_nothing(sent: Invitation) -> None:
    path = f"{sent.get_absolute_url()}take-back/"
    assert client_of(sent).get(path).url == sent.get_absolute_url()
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    assert stranger.post(path).status_code == 404
    assert row(sent)["status"] == InvitationStatus.SENT


def test_the_link_of_what_was_taken_back_is_unknown(sent: Invitation) -> None:
    path = make_link(sent)
    lifecycle.take_back(sent, now=NOW)
    assert Client().get(path).status_code == 404


def test_a_draft_is_never_shown_behind_a_link(sent: Invitation) -> None:
    """Should one be left over: it says that the invitation was taken back, and shows no word."""
    lifecycle.take_back(sent, now=NOW)
    path = make_link(sent)
    with time_machine.travel(NOW, tick=False):
        responses = [Client().get(path), Client().get(f"{path}free/")]
    for response in responses:
        page = response.content.decode()
        assert response.status_code == 410
        assert "took this invitation back" in page
        assert sent.message not in page
