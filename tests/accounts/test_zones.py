"""Which time zones are offered, and which are taken."""

from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts import zones
from accounts.models import User
from contacts.models import Contact
from tests.factories import make_contact, make_seeker

pytestmark = pytest.mark.django_db

ODD = ["localtime", "Factory", "Etc/GMT+5", "EST5EDT", "Zulu", "ROC", "W-SU", "US/Eastern"]
PAGES = ["accounts:welcome", "accounts:settings", "contacts:add"]


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def offered(choices: zones.Choices) -> set[str]:
    return {
        name
        for value, zones in choices
        for name in ([value] if isinstance(zones, str) else [name for name, _ in zones])
    }


def test_what_is_offered_is_a_place_each_named_once() -> None:
    names = offered(zones.choices())
    assert {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"} <= names
    assert not names & {*ODD, "Asia/Calcutta", "Europe/Belfast"}
    assert all(zones.read(name) == ZoneInfo(name) for name in names)
    assert 380 < len(names) < 450


def test_a_zone_is_said_by_its_city() -> None:
    said = dict(dict(zones.choices())["America"])
    assert said["America/Sao_Paulo"] == "Sao Paulo"
    assert said["America/Indiana/Knox"] == "Knox, Indiana"
    assert list(said.values()) == sorted(said.values())


@pytest.mark.parametrize("name", [*ODD, "", "../etc/passwd", "posix/Europe/Berlin", "Nowhere/X"])
def test_what_is_no_place_is_not_read(name: str) -> None:
    assert zones.read(name) is None


@pytest.mark.parametrize("name", ["Asia/Calcutta", "Europe/Kiev", "UTC"])
def test_older_names_of_a_place_are_read(name: str) -> None:
    assert zones.read(name) == ZoneInfo(name)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_takes_an_odd_zone(page: str) -> None:
    seeker = make_seeker(welcomed_at=None)
    client = client_of(seeker)
    shown = client.get(reverse(page)).content.decode()
    assert [odd for odd in ODD if f'value="{odd}"' in shown] == []
    refused = {odd: refusal(client, page, odd) for odd in ODD}
    assert refused == dict.fromkeys(ODD, (422, ["time_zone"]))
    seeker.refresh_from_db()
    assert seeker.time_zone == ZoneInfo("Europe/Berlin")
    assert not Contact.objects.exists()


def refusal(client: Client, page: str, zone: str) -> tuple[int, list[str]]:
    """The status, and the fields at which something is said."""
    answer = client.post(reverse(page), {"name": "Sam", "time_zone": zone})
    form = answer.context["form"] if answer.context else None
    return answer.status_code, list(form.errors) if form else []


def test_an_odd_zone_that_is_stored_already_stays() -> None:
    seeker = make_seeker(time_zone="EST5EDT")
    contact = make_contact(seeker, time_zone="Etc/GMT+5")
    client = client_of(seeker)
    for page, zone in (
        (reverse("accounts:settings"), "EST5EDT"),
        (reverse("contacts:edit", args=[contact.pk]), "Etc/GMT+5"),
    ):
        assert f'value="{zone}" selected' in client.get(page).content.decode()
        assert client.post(page, {"name": "Sam", "time_zone": zone}).status_code == 302
    seeker.refresh_from_db()
    contact.refresh_from_db()
    assert (seeker.time_zone.key, contact.time_zone.key) == ("EST5EDT", "Etc/GMT+5")
