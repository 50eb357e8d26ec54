"""Welcome and settings: method, stranger, effect."""

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.forms import ProfileForm
from accounts.models import User
from tests.factories import make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

PAGES = ["welcome", "settings"]


@pytest.fixture
def seeker():
    return make_seeker(name="", welcomed_at=None, time_zone="UTC")


@pytest.fixture
def page(client, seeker):
    client.force_login(seeker)
    return client


def fields(**changes: str) -> dict[str, str]:
    return {"name": "Sam Rivera", "time_zone": "Europe/Berlin", **changes}


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_is_sent_to_sign_in(client, name):
    url = reverse(f"accounts:{name}")
    for ask in (client.get, client.post):
        assert ask(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("name", PAGES)
def test_looking_changes_nothing(page, seeker, name):
    before = User.objects.values().get(pk=seeker.pk)
    assert page.get(reverse(f"accounts:{name}")).status_code == 200
    assert User.objects.values().get(pk=seeker.pk) == before


def test_the_first_run_keeps_who_one_is_and_goes_on_to_today(page, seeker):
    response = page.post(
        "/welcome/",
        fields(
            about=" Data\x00 analyst\n",
            video_link="meet.example.org/sam",
            phone="+49 30 1",
            place="Café Kranzler",
        ),
    )
    assert response.url == reverse("today")
    seeker.refresh_from_db()
    assert (seeker.name, seeker.about) == ("Sam Rivera", "Data analyst")
    assert seeker.time_zone == ZoneInfo("Europe/Berlin")
    assert seeker.video_link == "https://meet.example.org/sam"
    assert (seeker.phone, seeker.place) == ("+49 30 1", "Café Kranzler")
    assert seeker.welcomed_at is not None


def test_the_first_run_can_be_skipped_and_keeps_nothing_that_was_typed(page, seeker):
    response = page.post("/welcome/", fields(skip="yes"))
    assert response.url == reverse("today")
    seeker.refresh_from_db()
    assert (seeker.name, seeker.time_zone) == ("", ZoneInfo("UTC"))
    assert seeker.welcomed_at is not None


def test_only_an_untouched_welcome_page_asks_the_device_for_its_zone(page):
    assert "data-detect-zone" in page.get("/welcome/").text
    assert "data-detect-zone" not in page.post("/welcome/", fields(name="")).text


@pytest.mark.parametrize(
    ("chosen", "language", "said"),
    [
        ("", "en-US", "3:00 pm"),
        ("", "de", "15:00"),
        ("24", "en-US", "15:00"),
        ("12", "", "3:00 pm"),
    ],
)
def test_hours_are_said_as_chosen_or_as_the_browser_reads_them(client, chosen, language, said):
    chat = make_chat(make_contact(make_seeker(time_zone="UTC")))
    client.force_login(chat.seeker)
    client.post("/settings/", fields(time_zone="UTC", hour_cycle=chosen))
    page = client.get(chat.get_absolute_url(), headers={"Accept-Language": language}).text
    assert f"<dd>Thursday 26 November 2026, {said} (UTC)</dd>" in page


def test_settings_keep_the_same_things(page, seeker):
    assert page.post("/settings/", fields()).url == "/settings/"
    seeker.refresh_from_db()
    assert (seeker.name, seeker.time_zone) == ("Sam Rivera", ZoneInfo("Europe/Berlin"))
    assert seeker.welcomed_at is None


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x" * 101, "Please keep this to 100 characters; it has 101."),
        ("video_link", "no link", "Please give the whole link, as you would open it."),
        ("video_link", "javascript:alert(1)", "Please give the whole link, as you would open it."),
        ("time_zone", "Nowhere/Else", None),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(page, seeker, name, field, typed, sentence):
    response = page.post(reverse(f"accounts:{name}"), fields(**{field: typed}, about="Kept"))
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert sentence is None or form.errors[field] == [sentence]
    assert form["about"].value() == "Kept"
    seeker.refresh_from_db()
    assert (seeker.about, seeker.welcomed_at) == ("Data analyst, on my way to climate work", None)


def test_a_sample_seeker_is_offered_no_way_to_sign_in(page, seeker):
    assert reverse("account_email") in page.get("/settings/").text
    User.objects.update(is_sample=True)
    assert reverse("account_email") not in page.get("/settings/").text


@pytest.mark.parametrize("name", PAGES)
def test_what_others_change_meanwhile_stays(page, seeker, name, monkeypatch):
    """Such as the operator closing the account between the page's look and its save."""

    def meanwhile(form):
        User.objects.filter(pk=seeker.pk).update(is_active=False, email="new@example.org")

    monkeypatch.setattr(ProfileForm, "clean", meanwhile)
    assert page.post(reverse(f"accounts:{name}"), fields()).status_code == 302
    seeker.refresh_from_db()
    assert (seeker.name, seeker.is_active) == ("Sam Rivera", False)
    assert seeker.email == "new@example.org"


def test_whoever_signs_in_is_found_by_an_index():
    """In any case of letters, among as many as there may be."""
    User.objects.bulk_create(User(email=f"seeker{n}@example.org") for n in range(5_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
    with CaptureQueriesContext(connection) as asked:
        found = User.objects.get_by_natural_key("Seeker4999@Example.org")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = str(cursor.fetchall())
    assert found.email == "seeker4999@example.org"
    assert "Index Scan using user_email_unique" in plan
