"""Signing up says nothing of who has an account: same pages, same work, and a code either way."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.models import User
from outbox.models import OutgoingEmail
from tests.accounts.door import is_signed_in
from tests.accounts.test_signing_in import code_for, switch_on_authenticator_app
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

SIGN_UP, CONFIRM = reverse("account_signup"), reverse("accounts:confirm_sign_up")
NEW = "new@example.org"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def ask(client: Client, email: str = NEW, **more: str) -> HttpResponse:
    return client.post(SIGN_UP, {"email": email, **more})


def test_it_takes_an_address_and_a_code_and_leads_to_the_welcome(client: Client) -> None:
    assert ask(client).url == CONFIRM
    assert client.get(CONFIRM).status_code == 200
    assert not is_signed_in(client)
    assert client.post(CONFIRM, {"code": code_for(NEW)}).url == "/welcome/"
    assert is_signed_in(client)
    user = User.objects.get(email=NEW)
    assert (user.has_verified_email, user.has_usable_password()) == (True, False)


def test_it_goes_on_where_one_wanted_to_after_the_welcome(client: Client) -> None:
    """Whoever is asked would otherwise read the first part of an address as a name."""
    ask(client, next="/contacts/?page=2")
    welcome = client.post(CONFIRM, {"code": code_for(NEW)}).url
    assert welcome == "/welcome/?next=%2Fcontacts%2F%3Fpage%3D2"
    form = client.get(welcome)
    assertContains(form, '<input type="hidden" name="next" value="/contacts/?page=2">', html=True)
    said = {"name": "Ben", "time_zone": "Europe/Berlin", "next": "/contacts/?page=2"}
    assert client.post(welcome, said).url == "/contacts/?page=2"
    assert client.post(welcome, {"skip": "yes", "next": "/contacts/"}).url == "/contacts/"
    other = Client()
    ask(other, "other@example.org", next="https://evil.example/")
    assert other.post(CONFIRM, {"code": code_for("other@example.org")}).url == "/welcome/"


def test_no_account_is_made_before_the_code_came_back(client: Client) -> None:
    ask(client)
    client.post(CONFIRM, {"code": "WRONG-CODE"})
    assert not User.objects.exists()


def test_whoever_has_an_account_signs_in_with_the_code(client: Client) -> None:
    seeker = make_seeker()
    ask(client, seeker.email.upper())
    kinds = OutgoingEmail.objects.values_list("kind", flat=True)
    assert list(kinds) == ["account_already_exists"]
    assert client.post(CONFIRM, {"code": code_for(seeker.email)}).url == reverse("today")
    assert client.session["_auth_user_id"] == str(seeker.pk)
    assert User.objects.count() == 1


def test_the_second_step_is_asked_for_here_too(client: Client) -> None:
    seeker = make_seeker()
    switch_on_authenticator_app(client, seeker)
    client.logout()
    cache.clear()
    ask(client, seeker.email)
    asked = client.post(CONFIRM, {"code": code_for(seeker.email)})
    assert asked.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_an_address_left_unconfirmed_long_ago_is_confirmed_by_the_code(client: Client) -> None:
    seeker = make_seeker(verified=False)
    seeker.emailaddress_set.create(email=seeker.email, primary=True)
    ask(client, seeker.email)
    client.post(CONFIRM, {"code": code_for(seeker.email)})
    assert is_signed_in(client)
    assert seeker.has_verified_email


def test_two_windows_make_one_account() -> None:
    one, other = Client(), Client()
    ask(one)
    first = code_for(NEW)
    ask(other)
    assert one.post(CONFIRM, {"code": first}).url == "/welcome/"
    assert other.post(CONFIRM, {"code": code_for(NEW)}).url == reverse("today")
    assert User.objects.count() == 1


def test_an_account_made_in_the_same_moment_is_used(client: Client, monkeypatch) -> None:
    ask(client)
    seeker = make_seeker(email=NEW)
    monkeypatch.setattr("accounts.signing_up._owner", lambda email: None)
    client.post(CONFIRM, {"code": code_for(NEW)})
    assert client.session["_auth_user_id"] == str(seeker.pk)


def test_another_code_can_be_asked_for_twice(client: Client) -> None:
    ask(client)
    codes = [code_for(NEW)]
    for _ in range(2):
        assert client.post(CONFIRM, {"action": "resend"}).url == CONFIRM
        codes.append(code_for(NEW))
    cache.clear()
    client.post(CONFIRM, {"action": "resend"})
    assert OutgoingEmail.objects.count() == len(set(codes)) == 3
    assert client.post(CONFIRM, {"code": codes[-1]}).url == "/welcome/"


def test_a_code_is_dead_after_three_wrong_tries(client: Client) -> None:
    ask(client)
    code = code_for(NEW)
    answers = [client.post(CONFIRM, {"code": "WRONG-CODE"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 302]
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_a_code_is_dead_after_a_quarter_of_an_hour(client: Client) -> None:
    ask(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert client.post(CONFIRM, {"code": code_for(NEW)}).url == SIGN_UP
        assert not is_signed_in(client)


def test_no_address_is_sent_more_than_three_codes_a_minute_by_either_door() -> None:
    for _ in range(3):
        assert ask(Client()).status_code == 302
    assert ask(Client()).status_code == 429
    Client().post(reverse("account_request_login_code"), {"email": NEW})
    assert OutgoingEmail.objects.count() == 3


# -- Who looks from outside ----------------------------------------------------------------------


def begin(client: Client, email: str) -> HttpResponse:
    return ask(client, email)


def look(client: Client, email: str) -> HttpResponse:
    ask(client, email)
    return client.get(CONFIRM)


def ask_for_another(client: Client, email: str) -> HttpResponse:
    ask(client, email)
    return client.post(CONFIRM, {"action": "resend"}, follow=True)


def guess(client: Client, email: str) -> HttpResponse:
    ask(client, email)
    return client.post(CONFIRM, {"code": "WRONG-CODE"})


def guess_thrice(client: Client, email: str) -> HttpResponse:
    guess(client, email)
    client.post(CONFIRM, {"code": "WRONG-CODE"})
    return client.post(CONFIRM, {"code": "WRONG-CODE"}, follow=True)


def ask_too_often(client: Client, email: str) -> HttpResponse:
    return [ask(client, email) for _ in range(4)][-1]


SEEN = [begin, look, ask_for_another, guess, guess_thrice, ask_too_often]


def seen_by_a_stranger(act: Callable[[Client, str], HttpResponse], email: str) -> dict[str, object]:
    """The answer and, for the time it takes, each statement that was run for it."""
    cache.clear()
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        answer = act(client, email)
    return {
        "status": answer.status_code,
        "headers": sorted(answer.headers),
        "to": answer.headers.get("Location"),
        "body": without_names(answer.text, email),
        "cookies": sorted(client.cookies),
        "statements": [without_values(query["sql"]) for query in asked.captured_queries],
    }


def without_names(body: str, email: str) -> str:
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    return token.sub("", body).replace(email, "ADDRESS")


def without_values(statement: str) -> str:
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b|\bs\d+_x\d+\b", "?", statement)


@pytest.mark.parametrize("act", SEEN)
def test_a_stranger_sees_the_same_and_the_same_work_is_done(act) -> None:
    make_seeker(email="known@example.org")
    make_seeker(email="closed@example.org", is_active=False)
    fresh = seen_by_a_stranger(act, "fresh@example.org")
    assert seen_by_a_stranger(act, "known@example.org") == fresh
    assert seen_by_a_stranger(act, "closed@example.org") == fresh
    assert len(fresh["statements"]) > 3


OTHER_DOORS = [reverse("account_request_login_code"), reverse("account_reset_password")]


@pytest.mark.parametrize("door", OTHER_DOORS)
def test_the_other_doors_show_the_same_too(door: str) -> None:
    def knock(client: Client, email: str) -> HttpResponse:
        return client.post(door, {"email": email}, follow=True)

    def knock_and_guess(client: Client, email: str) -> HttpResponse:
        page = client.post(door, {"email": email}).url
        return client.post(page, {"code": "WRONG-CODE"})

    make_seeker(email="known@example.org")
    for act in (knock, knock_and_guess):
        known = seen_by_a_stranger(act, "known@example.org")
        fresh = seen_by_a_stranger(act, "fresh@example.org")
        del known["statements"], fresh["statements"]
        assert known == fresh
