"""The pages of a letter that leaves by itself: planned beside Send, changed, called off."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from chats import lifecycle, tasks
from chats.models import Invitation, Plan
from chats.states import InvitationStatus
from followups.today import page as today
from tests.chats.busy import make_busy
from tests.factories import NOW, make_contact, make_draft, make_seeker

pytestmark = pytest.mark.django_db

TIMES = ["2026-12-03T16:00", "2026-12-04T16:00", "2026-12-07T16:00"]
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
FORM = {
    "subject": "25 minutes about wind?",
    "message": "Hello Dana,\n\nyour talk stayed with me. Could we talk for 25 minutes?",
    "minutes": "25",
    "ways": ["phone"],
    "phone": "+49 30 1234567",
    "times": TIMES,
}


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft() -> Invitation:
    return make_draft(typed_times=TIMES)


@pytest.fixture
def client(draft: Invitation) -> Client:
    return signed_in(draft)


def signed_in(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def path(invitation: Invitation, *rest: str) -> str:
    return "/".join(["/invitations", str(invitation.pk), *rest, ""])


def status(invitation: Invitation) -> str:
    return Invitation.objects.values_list("status", flat=True).get(pk=invitation.pk)


def planned(draft: Invitation) -> Invitation:
    return lifecycle.plan(draft, send_at=TUESDAY, now=NOW)


def test_the_composer_offers_good_hours_on_both_clocks(client: Client, draft: Invitation) -> None:
    page = client.get(path(draft, "write")).content.decode()
    assert "Tuesday 24 November 2026, 09:00 (New York, UTC−5)" in page
    assert "For you: Tuesday 24 November 2026, 15:00 (Berlin, UTC+1)" in page


def test_a_host_without_an_address_is_offered_none() -> None:
    draft = make_draft(make_contact(email=""))
    assert "good hour" not in signed_in(draft).get(path(draft, "write")).content.decode()


def test_a_good_hour_is_one_press(client: Client, draft: Invitation) -> None:
    response = client.post(path(draft, "write"), {**FORM, "at": "2026-11-24T14:00:00+00:00"})
    assert (response.status_code, response.url) == (302, path(draft))
    assert (Plan.objects.get().send_at, status(draft)) == (TUESDAY, "scheduled")
    page = client.get(path(draft)).content.decode()
    assert "It leaves by itself on <strong>Tuesday 24 November 2026, 09:00 (New York" in page
    assert "For you that is Tuesday 24 November 2026, 15:00 (Berlin, UTC+1)." in page


def test_a_typed_hour_is_read_on_their_clock(client: Client, draft: Invitation) -> None:
    typed = {"send_then": "yes", "send_at": "2026-11-25T10:30"}
    assert client.post(path(draft, "write"), {**FORM, **typed}).status_code == 302
    assert Plan.objects.get().send_at == datetime(2026, 11, 25, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("send_at", "said"),
    [
        ("", "Please choose a day and an hour."),
        ("soon", "Please give a day and an hour"),
        ("2026-11-20T09:00", "That time has passed already"),
        ("2029-11-20T09:00", "This is more than a year away"),
    ],
)
def test_what_is_wrong_with_the_moment_stands_beside_it_and_nothing_is_lost(
    client: Client, draft: Invitation, send_at: str, said: str
) -> None:
    typed = {**FORM, "message": "Hello Dana, kept.", "send_then": "yes", "send_at": send_at}
    response = client.post(path(draft, "write"), typed)
    page = response.content.decode()
    assert (response.status_code, status(draft)) == (422, "draft")
    assert "Hello Dana, kept." in page
    assert said in page
    assert f'href="#id_send_at">{said}' in page


def test_what_a_letter_lacks_is_said_before_it_is_planned(client: Client, draft: Invitation):
    typed = {**FORM, "subject": "", "at": "2026-11-24T14:00:00+00:00"}
    assert client.post(path(draft, "write"), typed).status_code == 422
    assert status(draft) == "draft"


def test_times_too_near_by_then_are_refused_above_the_letter(client: Client, draft: Invitation):
    typed = {**FORM, "send_then": "yes", "send_at": "2026-12-03T09:00"}
    response = client.post(path(draft, "write"), typed)
    assert response.status_code == 409
    assert "closer than the notice you want" in response.content.decode()


def test_another_hour_takes_its_place(draft: Invitation, client: Client) -> None:
    planned(draft)
    typed = {"send_then": "yes", "send_at": "2026-11-25T09:00"}
    response = client.post(path(draft, "replan"), typed)
    assert (response.status_code, response.url) == (302, path(draft))
    assert Plan.objects.get().local_time == "2026-11-25T09:00"


def test_a_wrong_hour_stays_as_it_was_typed(draft: Invitation, client: Client) -> None:
    planned(draft)
    response = client.post(path(draft, "replan"), {"send_then": "yes", "send_at": "someday"})
    page = response.content.decode()
    assert (response.status_code, Plan.objects.get().send_at) == (422, TUESDAY)
    assert 'value="someday"' in page
    late = {"send_then": "yes", "send_at": "2026-12-03T09:00"}
    assert client.post(path(draft, "replan"), late).status_code == 409


def test_changing_it_leads_back_to_the_letter(draft: Invitation, client: Client) -> None:
    planned(draft)
    response = client.post(path(draft, "unplan"))
    assert (response.url, status(draft)) == (path(draft, "write"), "draft")
    assert 'value="2026-11-24T09:00"' in client.get(path(draft, "write")).content.decode()


def test_it_can_be_sent_now(draft: Invitation, client: Client) -> None:
    planned(draft)
    assert client.post(path(draft, "send-now")).url == path(draft)
    assert status(draft) == "sent"


def test_what_is_sent_now_can_be_taken_back_like_any_other(
    draft: Invitation, client: Client
) -> None:
    planned(draft)
    page = client.post(path(draft, "send-now"), follow=True).content.decode()
    assert "It leaves in 10 seconds." in page
    assert client.post(path(draft, "take-back")).url == path(draft, "write")
    assert status(draft) == "draft"


def test_sending_now_says_what_is_in_the_way(draft: Invitation, client: Client) -> None:
    planned(draft)
    for day in (3, 4, 7):
        make_busy(draft.seeker, datetime(2026, 12, day, 15, tzinfo=UTC))
    response = client.post(path(draft, "send-now"))
    assert (response.status_code, status(draft)) == (409, "scheduled")
    assert "None of its times is free any more." in response.content.decode()


def test_what_another_tab_types_after_that_leads_to_the_planned_letter(
    draft: Invitation, client: Client
) -> None:
    planned(draft)
    response = client.post(path(draft, "write"), {**FORM, "message": "Another"})
    assert (response.status_code, response.url) == (302, path(draft))
    assert Invitation.objects.get(pk=draft.pk).message != "Another"


@pytest.mark.parametrize("verb", ["replan", "unplan", "send-now"])
def test_a_look_acts_on_nothing_and_strangers_find_nothing(draft: Invitation, verb: str) -> None:
    planned(draft)
    assert signed_in(draft).get(path(draft, verb)).url == path(draft)
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    assert stranger.post(path(draft, verb)).status_code == 404
    assert status(draft) == InvitationStatus.SCHEDULED


def test_today_says_what_leaves_and_what_could_not(draft: Invitation, client: Client) -> None:
    planned(draft)
    said = [(item.what, item.note) for item in today.items(draft.seeker, NOW)]
    leaves = "On Tuesday 24 November 2026, 09:00 (New York, UTC−5)."
    assert said == [("Your invitation to Dana Okafor leaves by itself", leaves)]
    for day in (3, 4, 7):
        make_busy(draft.seeker, datetime(2026, 12, day, 15, tzinfo=UTC))
    with time_machine.travel(TUESDAY, tick=False):
        tasks.send_planned()
    said = [(item.what, item.note) for item in today.items(draft.seeker, TUESDAY)]
    why = "None of its times is free any more."
    assert said == [("Your invitation to Dana Okafor did not leave", why)]
    assert why in client.get(path(draft, "write")).content.decode()


def test_the_list_has_a_place_for_them_at_the_same_cost(
    draft: Invitation, client: Client, django_assert_num_queries
) -> None:
    planned(draft)
    with django_assert_num_queries(5) as one:
        assert "Leaves " in client.get("/invitations/?show=planned").content.decode()
    for number in range(3):
        contact = make_contact(draft.seeker, email=f"h{number}@example.com")
        planned(make_draft(contact, typed_times=TIMES))
    with django_assert_num_queries(len(one)):
        client.get("/invitations/?show=planned")
