"""The pages about passwords: in our words, each thing once, and leading on afterwards."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.sign_in import GOOD_ONE
from tests.accounts.door import PASSWORD, make_with_password, sign_in_just_now
from tests.accounts.test_signing_in import code_for
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

SET, CHANGE = reverse("account_set_password"), reverse("account_change_password")
NEW = {"password1": "a longer horse battery 8", "password2": "a longer horse battery 8"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def signed_in(client: Client, *, has_password: bool) -> None:
    sign_in_just_now(client, make_with_password() if has_password else make_seeker())


@pytest.mark.parametrize("has_password", [False, True])
def test_what_makes_a_good_one_is_a_sentence_of_ours(client: Client, has_password: bool) -> None:
    signed_in(client, has_password=has_password)
    page = client.get(CHANGE if has_password else SET).text
    assert (GOOD_ONE in page, "Your password can" in page) == (True, False)
    assert "placeholder" not in page


@pytest.mark.parametrize("page", ["account_login", "account_reauthenticate"])
def test_a_forgotten_one_is_asked_about_after_the_field(client: Client, page: str) -> None:
    if page == "account_reauthenticate":
        signed_in(client, has_password=True)
    shown = client.get(reverse(page)).text
    assert len(re.findall("Forgot your password", shown)) == 1
    assert shown.index('type="password"') < shown.index("Forgot your password")


@pytest.mark.parametrize("has_password", [False, True])
def test_it_leads_to_settings_and_says_so_once(client: Client, has_password: bool) -> None:
    signed_in(client, has_password=has_password)
    page = CHANGE if has_password else SET
    typed = {**NEW, "oldpassword": PASSWORD} if has_password else NEW
    shown = client.post(page, typed, follow=True)
    assert shown.request["PATH_INFO"] == reverse("accounts:settings")
    said = "Your password is changed." if has_password else "Your password is set."
    assert shown.text.count(said) == 1


def test_a_forgotten_one_that_was_replaced_is_said_once(client: Client) -> None:
    seeker = make_with_password()
    asked = client.post(reverse("account_reset_password"), {"email": seeker.email})
    confirmed = client.post(asked.url, {"code": code_for(seeker.email)})
    assert GOOD_ONE in client.get(confirmed.url).text
    shown = client.post(confirmed.url, NEW, follow=True)
    assert shown.text.count("our password is changed") == 1
    assert "Sign in with it" in shown.text
