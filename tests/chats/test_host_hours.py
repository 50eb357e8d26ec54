"""Hosts read hours as they like: as their browser does, until they say otherwise."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chats.models import Invitation
from outbox.models import OutgoingEmail
from tests.chats.hosts import at, post, soon
from tests.chats.test_host_answers import everything_stored
from tests.factories import make_link, make_sent_invitation

pytestmark = pytest.mark.django_db

BERLIN = {"zone": "Europe/Berlin"}
AMERICAN = {"Accept-Language": "en-US"}
IN_12, IN_24 = "Thursday 26 November, 4:00 pm", "Thursday 26 November, 16:00"


def test_the_browser_says_it_until_the_host_does(client: Client) -> None:
    path = make_link(make_sent_invitation())
    with at(soon()):
        assert IN_24 in client.get(path, BERLIN).content.decode()
        assert IN_12 in client.get(path, BERLIN, headers=AMERICAN).content.decode()


@pytest.mark.parametrize(("hours", "said"), [("12", IN_12), ("24", IN_24), ("25", IN_24)])
def test_the_switch_shows_and_stores_nothing(client: Client, hours: str, said: str) -> None:
    path = make_link(make_sent_invitation())
    before = everything_stored()
    with at(soon()):
        page = client.get(path, BERLIN | {"hours": hours}).content.decode()
    assert said in page
    assert everything_stored() == before


def test_the_switch_stands_beside_the_zone_and_costs_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = make_link(make_sent_invitation(free_weeks=2))
    with at(soon()), django_assert_num_queries(2):
        page = client.get(path, BERLIN | {"hours": "12"}).content.decode()
    assert '<option value="12" selected>3:00 pm</option>' in page
    assert '<input type="hidden" name="hours" value="12">' in page


@pytest.mark.parametrize("action", ["take", "propose"])
def test_an_answer_keeps_it_for_the_page_and_the_emails(client: Client, action: str) -> None:
    invitation = make_sent_invitation()
    slot, path = invitation.slots.earliest("starts_at"), make_link(invitation)
    fields = BERLIN | {"slot": str(slot.pk), "way": "video", "time_1": "2026-12-01T16:00"}
    with at(soon()):
        assert post(client, path, action, hours="12", **fields).status_code == 303
        page = client.get(path).content.decode()
    invitation.refresh_from_db()
    assert invitation.host_hour_cycle == "12"
    assert "4:00 pm" in page
    if action == "take":
        booked = OutgoingEmail.objects.get(kind="booked_host")
        assert "4:00 pm Berlin" in booked.subject


def test_a_page_that_comes_back_says_hours_as_before(client: Client) -> None:
    path = make_link(make_sent_invitation())
    with at(soon()):
        response = post(client, path, "take", hours="12", slot="", way="", **BERLIN)
    assert response.status_code == 422
    assert IN_12 in response.content.decode()


def test_every_way_to_the_free_times_and_back_takes_it_along(client: Client) -> None:
    invitation = make_sent_invitation()
    Invitation.objects.update(free_weeks=2, free_until=invitation.expires_at)
    path = make_link(invitation)
    with at(soon()):
        page = client.get(path, BERLIN | {"hours": "12"}).content.decode()
        kept = "?zone=Europe%2FBerlin&amp;hours=12"
        assert f"{path}free/{kept}" in page
        free = client.get(f"{path}free/", BERLIN | {"hours": "12"}).content.decode()
    assert f"{path}{kept}" in free
