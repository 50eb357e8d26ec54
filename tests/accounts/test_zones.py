"""Which time zones are offered, and which are taken."""

import re
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client
from django.urls import reverse

from accounts import zones
from accounts.cities import ALSO, CITIES, SHORT
from accounts.models import User
from accounts.provinces import PROVINCES
from accounts.zone_finding import Choices, choices, found
from contacts.models import Contact
from tests.factories import make_contact, make_seeker

pytestmark = pytest.mark.django_db

ODD = ["localtime", "Factory", "Etc/GMT+5", "EST5EDT", "Zulu", "ROC", "W-SU", "US/Eastern"]
WINTER, SUMMER = date(2026, 11, 29), date(2026, 7, 1)

PAGES = ["accounts:welcome", "accounts:settings", "contacts:add"]


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def offered(choices: Choices) -> set[str]:
    return {
        name
        for value, zones in choices
        for name in ([value] if isinstance(zones, str) else [name for name, _ in zones])
    }


def test_what_is_offered_is_a_place_each_named_once() -> None:
    names = offered(choices(WINTER))
    assert {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"} <= names
    assert not names & {*ODD, "Asia/Calcutta", "Europe/Belfast"}
    assert all(zones.read(name) == ZoneInfo(name) for name in names)
    assert 380 < len(names) < 450


def test_a_zone_is_said_by_its_city() -> None:
    said = dict(dict(choices(WINTER))["America"])
    assert said["America/Sao_Paulo"] == "Sao Paulo, Brazil, UTC−3"
    assert said["America/Indiana/Knox"] == "Knox, Indiana, United States, UTC−6"
    assert [label[0] for label in said.values()] == sorted(label[0] for label in said.values())


def test_the_offset_is_that_of_the_day() -> None:
    for day, said in ((WINTER, "Berlin, Germany, UTC+1"), (SUMMER, "Berlin, Germany, UTC+2")):
        assert dict(dict(choices(day))["Europe"])["Europe/Berlin"] == said


def test_the_list_has_large_cities_and_countries_too() -> None:
    groups = dict(choices(WINTER))
    assert ("Asia/Kolkata", "Mumbai, UTC+5:30") in groups["Large cities"]
    assert ("Europe/Berlin", "Munich, UTC+1") in groups["Large cities"]
    assert ("America/Los_Angeles", "San Francisco, UTC−8") in groups["Large cities"]
    assert ("Asia/Kolkata", "India: Kolkata, UTC+5:30") in groups["Countries"]


def test_a_stored_zone_is_chosen_once_where_it_is_at_home() -> None:
    page = client_of(make_seeker(time_zone="Asia/Kolkata")).get(reverse("accounts:settings")).text
    assert re.findall("<option[^>]* selected>Kolkata, India, UTC.5:30<", page)
    assert page.count('value="Asia/Kolkata" selected') == 1


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Mumbai", "Asia/Kolkata"),
        ("munich", "Europe/Berlin"),
        ("MÜNCHEN", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Calcutta", "Asia/Kolkata"),
        ("India", "Asia/Kolkata"),
        ("england", "Europe/London"),
        ("Bengal", "Asia/Kolkata"),
        ("Frankfurt am Main", "Europe/Berlin"),
        ("Newcastle upon Tyne, UK", "Europe/London"),
        ("Muenchen", "Europe/Berlin"),
        ("Munchen", "Europe/Berlin"),
        ("Århus", "Europe/Copenhagen"),
        ("Wroclaw", "Europe/Warsaw"),
        ("Lodz", "Europe/Warsaw"),
        ("Sankt Gallen", "Europe/Zurich"),
        ("The Netherlands", "Europe/Amsterdam"),
        ("NYC", "America/New_York"),
        ("New York City", "America/New_York"),
        ("Mexico City", "America/Mexico_City"),
        ("Österreich", "Europe/Vienna"),
        ("Oesterreich", "Europe/Vienna"),
        ("Suisse", "Europe/Zurich"),
        ("Roma", "Europe/Rome"),
        ("東京", "Asia/Tokyo"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new_york", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("UTC", "UTC"),
        ("Marrakech", "Africa/Casablanca"),
        ("Pusan", "Asia/Seoul"),
        ("CDMX", "America/Mexico_City"),
        ("Odessa", "Europe/Kyiv"),
        ("Mallorca", "Europe/Madrid"),
        ("Ibiza", "Europe/Madrid"),
        ("Luebeck", "Europe/Berlin"),
        ("Kassel", "Europe/Berlin"),
        ("Rostock", "Europe/Berlin"),
        ("Magdeburg", "Europe/Berlin"),
        ("Chemnitz", "Europe/Berlin"),
        ("Bochum", "Europe/Berlin"),
        ("Duisburg", "Europe/Berlin"),
        ("Wiesbaden", "Europe/Berlin"),
        ("Erlangen", "Europe/Berlin"),
        ("Cochin", "Asia/Kolkata"),
        ("Trivandrum", "Asia/Kolkata"),
        ("Mysuru", "Asia/Kolkata"),
        ("Vizag", "Asia/Kolkata"),
        ("Bharat", "Asia/Kolkata"),
        ("मुंबई", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_found_by_city_or_country(typed: str, zone: str) -> None:
    assert found(typed) == [zone]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Munich, Germany", "Europe/Berlin"),
        ("Munich, Bavaria, Germany", "Europe/Berlin"),
        ("Deutschland, München", "Europe/Berlin"),
        ("Frankfurt (Oder)", "Europe/Berlin"),
        ("München DE", "Europe/Berlin"),
        ("Paris France", "Europe/Paris"),
        ("London, UK", "Europe/London"),
        ("London, England, United Kingdom", "Europe/London"),
        ("Zürich, Schweiz", "Europe/Zurich"),
        ("San Francisco, CA", "America/Los_Angeles"),
        ("austin tx", "America/Chicago"),
        ("Portland, Maine", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("Cambridge, MA", "America/New_York"),
        ("Toronto, Ontario, Canada", "America/Toronto"),
        ("Santa Cruz de Tenerife", "Atlantic/Canary"),
        ("Kreuzberg, Berlin", "Europe/Berlin"),
        ("Ghent, Flanders", "Europe/Brussels"),
    ],
)
def test_what_stands_behind_a_city_narrows_it(typed: str, zone: str) -> None:
    assert found(typed) == [zone]


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Garching, Germany", ["Europe/Berlin"]),
        ("Paris, Texas", ["America/Chicago", "America/Denver"]),
        ("Lubbock TX", ["America/Chicago", "America/Denver"]),
        ("Georgia", ["America/New_York", "Asia/Tbilisi"]),
        ("Hyderabad", ["Asia/Karachi", "Asia/Kolkata"]),
    ],
)
def test_a_town_nobody_knows_is_found_by_what_it_lies_in(typed: str, zones: list[str]) -> None:
    assert found(typed) == zones


@pytest.mark.parametrize("typed", ["Georgia Tech", "call me", "in", "Europe", "any time,", ", ,"])
def test_words_that_are_no_place_find_none(typed: str) -> None:
    assert found(typed) == []


def test_looking_costs_little_however_it_is_typed() -> None:
    assert found("Germany, " * 1_000) == ["Europe/Berlin"]


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Germany", ["Europe/Berlin"]),
        ("Deutschland", ["Europe/Berlin"]),
        ("Malaysia", ["Asia/Kuala_Lumpur"]),
        ("Uzbekistan", ["Asia/Tashkent"]),
        ("Büsingen, Germany", ["Europe/Busingen"]),
        ("Portugal", ["Atlantic/Azores", "Europe/Lisbon", "Atlantic/Madeira"]),
        ("Ukraine", ["Europe/Kyiv", "Europe/Simferopol"]),
    ],
)
def test_a_country_of_one_clock_is_its_main_zone(typed: str, zones: list[str]) -> None:
    assert found(typed) == zones


@pytest.mark.parametrize("typed", ["UTC+1", "GMT+5:30", "+02:00"])
def test_an_offset_is_no_place(typed: str) -> None:
    assert found(typed) == []


def test_a_city_of_two_zones_and_a_wide_country_are_several() -> None:
    assert found("Birmingham") == ["America/Chicago", "Europe/London"]
    assert {"America/New_York", "America/Chicago"} <= set(found("USA"))
    assert found("zzz") == found("") == found("x") == []


def test_the_facts_name_zones_and_countries_that_are_in_use() -> None:
    assert {*CITIES, *SHORT, *PROVINCES} <= set(zones.countries())
    assert set(ALSO) <= set(zones.countries().values())


def test_every_name_of_a_place_leads_to_one_in_use() -> None:
    places = {name for name in available_timezones() if name.partition("/")[0] in zones.REGIONS}
    assert [name for name in places if zones.present(name) not in zones.countries()] == []
    assert zones.country_of("Asia/Calcutta") == "IN"
    assert zones.country_of("Atlantic/Jan_Mayen") == zones.country_of("Arctic/Longyearbyen") == "SJ"
    assert zones.country_of("Pacific/Truk") == "FM"
    assert zones.names_of("Asia/Kolkata") == ["Asia/Kolkata", "Asia/Calcutta"]


@pytest.mark.parametrize("name", [*ODD, "", "../etc/passwd", "posix/Europe/Berlin", "Nowhere/X"])
def test_what_is_no_place_is_not_read(name: str) -> None:
    assert zones.read(name) is None


@pytest.mark.parametrize("name", ["Asia/Calcutta", "Europe/Kiev", "UTC"])
def test_older_names_of_a_place_are_read(name: str) -> None:
    assert zones.read(name) == ZoneInfo(zones.present(name))


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


def test_an_older_name_that_is_stored_is_chosen_under_its_present_one() -> None:
    seeker = make_seeker(time_zone="Asia/Calcutta")
    page = client_of(seeker).get(reverse("accounts:settings")).text
    assert 'value="Asia/Kolkata" selected' in page
    assert "Asia/Calcutta" not in page


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


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Tirana", ["Europe/Tirane"]),
        ("Pristina", ["Europe/Belgrade"]),
        ("Kosovo", ["Europe/Belgrade"]),
        ("East Timor", ["Asia/Dili"]),
        ("GMT", ["UTC"]),
        ("IST", ["Europe/Dublin", "Asia/Jerusalem", "Asia/Kolkata"]),
        ("Portland ME", ["America/New_York"]),
        ("Vancouver, WA", ["America/Los_Angeles", "Australia/Perth"]),
        ("Bandar Seri Begawan", ["Asia/Brunei"]),
        ("Torshavn", ["Atlantic/Faroe"]),
        ("Kishinev", ["Europe/Chisinau"]),
        ("JST", ["Asia/Tokyo"]),
        ("SAST", ["Africa/Johannesburg"]),
        ("AEST", ["Australia/Brisbane", "Australia/Sydney"]),
        ("DRC", ["Africa/Kinshasa", "Africa/Lubumbashi"]),
        ("Luzern", ["Europe/Zurich"]),
        ("Venedig, Italien", ["Europe/Rome"]),
    ],
)
def test_capitals_clocks_and_provinces_are_found_each_once(typed: str, zones: list[str]) -> None:
    assert found(typed) == zones


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Moskau", ["Europe/Moscow"]),
        ("Varsovie", ["Europe/Warsaw"]),
        ("Kopenhagen", ["Europe/Copenhagen"]),
        ("Kijów", ["Europe/Kyiv"]),
        ("Bucarest, Roumanie", ["Europe/Bucharest"]),
        ("Frankreich", ["Europe/Paris"]),
        ("Allemagne", ["Europe/Berlin"]),
        ("Granada", ["Europe/Madrid"]),  # Spanish for Grenada, and a town of that very name
        ("Reino Unido", ["Europe/London"]),
    ],
)
def test_places_are_found_by_what_neighbours_call_them(typed: str, zones: list[str]) -> None:
    assert found(typed) == zones
