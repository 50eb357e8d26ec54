"""A new session at each sign-in, a dead one after signing out, none for ever, and all in a list."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.devices import device_of
from accounts.models import User
from tests.accounts.door import (
    PASSWORD,
    make_with_password,
    sign_in_just_now,
    sign_in_with_password,
)
from tests.accounts.test_signing_in import code_for
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

LIST = reverse("usersessions_list")
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = value
    return client


def is_let_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def test_signing_in_begins_a_new_session_and_the_old_one_opens_nothing(client: Client) -> None:
    """Whoever put their own cookie into this browser before is not signed in along."""
    seeker = make_seeker()
    client.post(reverse("account_request_login_code"), {"email": seeker.email})
    planted = client.cookies[COOKIE].value
    code = code_for(seeker.email)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_let_in(client)
    assert client.cookies[COOKIE].value != planted
    assert not is_let_in(with_cookie(planted))


def test_a_session_that_was_made_up_is_not_taken_over(client: Client) -> None:
    made_up = "a" * 32
    client.cookies[COOKIE] = made_up
    sign_in_with_password(client, make_with_password())
    assert is_let_in(client)
    assert client.cookies[COOKIE].value != made_up


def test_after_signing_out_the_session_is_dead(client: Client) -> None:
    client.force_login(make_seeker())
    kept = client.cookies[COOKIE].value
    client.post(reverse("account_logout"))
    assert not is_let_in(with_cookie(kept))
    assert not Session.objects.filter(pk=kept).exists()


def test_a_link_signs_nobody_out(client: Client) -> None:
    """Somebody else's page could hold it, as a picture."""
    client.force_login(make_seeker())
    client.get(reverse("account_logout"))
    assert is_let_in(client)


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    seeker = make_seeker()
    other = Client()
    other.force_login(seeker)
    sign_in_just_now(client, seeker)
    new = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_set_password"), new)
    assert (is_let_in(client), is_let_in(other)) == (True, False)


# -- How long ------------------------------------------------------------------------------------


def on_day(number: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(days=number))


def use(client: Client) -> None:
    """In a way that keeps something in the session."""
    session = client.session
    session["used"] = timezone.now().isoformat()
    session.save()


def test_a_session_ends_after_two_weeks_without_its_owner(client: Client) -> None:
    client.force_login(make_seeker())
    with on_day(13.9):
        assert is_let_in(client)
    with on_day(14.1):
        assert not is_let_in(client)


def test_a_session_in_use_ends_thirty_days_after_signing_in(client: Client) -> None:
    client.force_login(make_seeker())
    for day in (10, 20, 29):
        with on_day(day):
            use(client)
            assert is_let_in(client)
    with on_day(30.1):
        assert not is_let_in(client)


def test_the_cookie_ends_with_its_session(client: Client) -> None:
    client.force_login(make_seeker())
    for day in (13, 26):
        with on_day(day):
            use(client)
    with on_day(29):
        assert 86_000 < client.session.get_expiry_age() <= 86_400


def test_signing_in_once_more_begins_anew(client: Client) -> None:
    seeker = make_with_password()
    client.force_login(seeker)
    with on_day(13):
        asked = client.post(reverse("accounts:again"))
        client.post(asked.url, {"code": code_for(seeker.email)})
    with on_day(26):
        use(client)
    with on_day(39):
        assert is_let_in(client)
    with on_day(41):
        assert not is_let_in(client)


# -- The list ------------------------------------------------------------------------------------

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


def test_the_list_shows_a_seekers_own_sessions_and_nobody_elses(client: Client) -> None:
    seeker = make_with_password()
    sign_in_with_password(Client(headers={"User-Agent": PHONE}), seeker)
    stranger = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})
    sign_in_with_password(stranger, make_with_password())
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in_with_password(client, seeker)
    page = client.get(LIST).text
    assert page.count("Firefox on Linux") == 1
    assert "Safari on an iPhone" in page
    assert "from 127.0.0.1" in page
    assert "Windows" not in page


def test_the_red_button_is_there_where_there_is_something_to_end(client: Client) -> None:
    """Also where this one is older than the list, and others may be."""
    button = "Sign out everywhere else"
    seeker = make_with_password()
    client.force_login(seeker)
    assert button in client.get(LIST).text
    client.logout()
    sign_in_with_password(client, seeker)
    assert UserSession.objects.filter(user=seeker).count() == 1
    assert button not in client.get(LIST).text
    sign_in_with_password(Client(), seeker)
    assert button in client.get(LIST).text


def test_since_when_is_said_to_the_minute(client: Client) -> None:
    seeker = make_with_password(time_zone="Europe/Berlin")
    sign_in_with_password(client, seeker)
    with time_machine.travel("2026-11-24T14:00Z", tick=False):
        UserSession.objects.create(
            user=seeker, ip="127.0.0.1", session_key=another_session(seeker), user_agent=PHONE
        )
    assert "Since Tuesday 24 November 2026, 15:00 (Berlin, UTC+1), from" in client.get(LIST).text


def another_session(seeker: User) -> str:
    other = Client()
    other.force_login(seeker)
    UserSession.objects.filter(session_key=other.session.session_key).delete()
    return other.session.session_key


def test_a_session_older_than_the_list_is_named_too(client: Client) -> None:
    client.force_login(make_seeker())
    assert "Firefox on Linux" in client.get(LIST, headers={"User-Agent": FIREFOX}).text


def test_one_press_ends_all_others_listed_or_not(client: Client) -> None:
    seeker, stranger = make_with_password(), Client()
    listed, unlisted = Client(), Client()
    sign_in_with_password(listed, seeker)
    unlisted.force_login(seeker)
    stranger.force_login(make_seeker())
    sign_in_with_password(client, seeker)
    ended = client.post(LIST, follow=True)
    assert "You are signed out everywhere else." in ended.text
    assert [is_let_in(each) for each in (client, stranger)] == [True, True]
    assert [is_let_in(each) for each in (listed, unlisted)] == [False, False]
    assert UserSession.objects.filter(user=seeker).count() == 1


def test_from_where_somebody_was_signed_in_is_forgotten_with_the_session(client: Client) -> None:
    other, seeker = Client(), make_with_password()
    sign_in_with_password(client, seeker)
    sign_in_with_password(other, seeker)
    other.post(reverse("account_logout"))
    tasks.sweep()
    assert UserSession.objects.get().session_key == client.session.session_key
    with on_day(15):
        tasks.sweep()
    assert not UserSession.objects.exists()


def test_operators_do_not_see_from_where_people_sign_in(client: Client) -> None:
    client.force_login(make_seeker(is_staff=True, is_superuser=True))
    assert client.get("/admin/usersessions/usersession/").status_code == 404


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel) Version/18 Safari/605.1.15", "Safari on a Mac"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_named_as_its_owner_would(user_agent: str, said: str) -> None:
    assert device_of(user_agent) == said
