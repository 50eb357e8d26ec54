"""The page of plots: what it shows, that it reads one row, and the target of the week."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress import lifecycle
from progress.lifecycle import recount
from progress.models import Snapshot, WeeklyTarget
from tests.factories import make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

URL = reverse("progress:how_it_goes")


@pytest.fixture(autouse=True)
def no_limits(settings):
    """Histories are made in a moment here."""
    settings.INVITATIONS_PER_DAY = settings.INVITATIONS_PER_DAY_AT_FIRST = 1000


@pytest.fixture
def seeker():
    return make_seeker()


@pytest.fixture
def page(client, seeker):
    client.force_login(seeker)
    return client


def ask(seeker, number: int, days: int = 30) -> None:
    for _ in range(number):
        make_sent_invitation(make_contact(seeker), now=timezone.now() - timedelta(days=days))


def drawings(shown: str) -> list[ET.Element]:
    """Every plot, read as the XML it is."""
    parts = shown.split('<svg class="plot"')[1:]
    return [ET.fromstring(f"<svg {part.partition('</svg>')[0]}</svg>") for part in parts]


def test_before_the_first_count_it_says_so_and_asks_again(page) -> None:
    shown = page.get(URL).text
    assert "Your numbers are being counted. Look again in a moment." in shown
    assert 'hx-trigger="every 5s"' in shown
    assert f'href="{URL}"' in shown


def test_without_an_ask_there_is_one_thing_to_do(page, seeker) -> None:
    recount(seeker, now=timezone.now())
    shown = page.get(URL).text
    assert "Your first ask begins the picture" in shown
    assert drawings(shown) == []
    assert "hx-trigger" not in shown[shown.index('id="figures"') :]


def test_figures_of_another_shape_are_not_misread(page, seeker) -> None:
    Snapshot.objects.create(seeker=seeker, figures={"odd": 1}, as_of=timezone.now(), version=0)
    assert "are being counted" in page.get(URL).text


def test_every_plot_is_named_described_and_followed_by_its_numbers(page, seeker) -> None:
    ask(seeker, 10)
    recount(seeker, now=timezone.now())
    shown = page.get(URL).text
    found = drawings(shown)
    assert len(found) == 7
    for svg in found:
        title, desc = svg.find("title"), svg.find("desc")
        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert title.text
        assert desc.text
    assert shown.count("<caption>") == 7
    assert "Of 10 people you asked, 0 answered." in shown
    assert "0 of 10" in shown


def test_too_few_are_not_compared(page, seeker) -> None:
    ask(seeker, 2)
    recount(seeker, now=timezone.now())
    shown = page.get(URL).text
    assert len(drawings(shown)) == 3
    assert "So far 2 of yours have" in shown
    assert "That is too few to read anything into." in shown


def test_it_says_as_of_when_in_the_seekers_zone(page, seeker) -> None:
    ask(seeker, 1)
    recount(seeker, now=timezone.now())
    assert "(Berlin, UTC" in page.get(URL).text


def test_it_shows_nobody_elses(page, seeker) -> None:
    other = make_seeker()
    ask(other, 10)
    recount(other, now=timezone.now())
    recount(seeker, now=timezone.now())
    assert drawings(page.get(URL).text) == []


def test_one_and_many_cost_the_same(page, seeker) -> None:
    costs = []
    for number in (1, 12):
        ask(seeker, number)
        recount(seeker, now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            page.get(URL)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert [each["sql"] for each in asked if "progress_snapshot" in each["sql"]][1:] == []


# -- The target -----------------------------------------------------------------------------------


def test_setting_changing_and_leaving_a_target(page, seeker) -> None:
    for asks in (3, 5, 5):
        assert page.post(URL, {"asks": asks}).url == URL
        assert WeeklyTarget.objects.get(seeker=seeker).asks == asks
    for _ in range(2):
        assert page.post(URL, {"none": "1"}).url == URL
        assert WeeklyTarget.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "0", "21", "many", "2.5"])
def test_a_target_is_from_one_to_twenty(page, typed) -> None:
    answer = page.post(URL, {"asks": typed})
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert '<a href="#id_asks">the marked fields</a>' in answer.text
    assert WeeklyTarget.objects.count() == 0


REACHED = "Last week you reached your target."


def target_of(seeker, days: int) -> WeeklyTarget:
    lifecycle.set_target(seeker, 2, now=timezone.now() - timedelta(days=days))
    return WeeklyTarget.objects.get()


@pytest.mark.parametrize(("days", "said"), [(0, False), (7, True)])
def test_last_week_reached_no_target_that_was_only_set_today(page, seeker, days, said) -> None:
    ask(seeker, 3, days=7)
    recount(seeker, now=timezone.now())
    target_of(seeker, days)
    assert (REACHED in page.get(URL).text) == said
    page.post(URL, {"asks": 2})  # the same once more
    assert (REACHED in page.get(URL).text) == said
    page.post(URL, {"asks": 3})
    assert REACHED not in page.get(URL).text


def test_of_a_target_from_before_its_day_was_kept_nothing_is_said(page, seeker) -> None:
    ask(seeker, 3, days=7)
    recount(seeker, now=timezone.now())
    WeeklyTarget.objects.create(seeker=seeker, asks=2)
    assert REACHED not in page.get(URL).text


def test_a_week_that_fell_short_is_met_kindly(page, seeker) -> None:
    page.post(URL, {"asks": 3})
    ask(seeker, 1, days=7)
    recount(seeker, now=timezone.now())
    shown = page.get(URL).text
    assert "Last week it was one. This week is a new one." in shown
    assert "Dotted: your target of 3" in shown


def test_today_leads_here(page, seeker) -> None:
    assert f'href="{URL}"' in page.get(reverse("today")).text
