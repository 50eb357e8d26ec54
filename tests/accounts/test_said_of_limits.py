"""What is said of tries that ran out is so, says what to do, and loses neither address nor page."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.codes import SPENT, TOO_MANY
from tests.accounts.door import make_with_password, sign_in_just_now, sign_in_with_password
from tests.accounts.test_signing_in import code_for
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

EMAIL, NEXT = "ana@example.org", "/contacts/?stage=met"
DOORS = {
    "sign in": (reverse("account_request_login_code"), reverse("account_confirm_login_code")),
    "sign up": (reverse("account_signup"), reverse("accounts:confirm_sign_up")),
    "new password": (
        reverse("account_reset_password"),
        reverse("account_confirm_password_reset_code"),
    ),
}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("is_known", [False, True])
def test_after_three_wrong_codes_another_one_is_a_press_away(
    client: Client, door: str, is_known: bool
) -> None:
    if is_known:
        make_seeker(email=EMAIL)
    ask, confirm = DOORS[door]
    client.post(ask, {"email": EMAIL, "next": NEXT})
    typed = {"code": "WRONG-CODE", "next": NEXT}
    assert [client.post(confirm, typed).status_code for _ in range(2)] == [422, 422]
    shown = client.post(confirm, typed, follow=True)
    assert shown.request["PATH_INFO"] == ask
    assert SPENT in shown.text
    assert f'value="{EMAIL}"' in shown.text
    assert f'name="next" value="{NEXT}"' in shown.text


def test_after_three_wrong_codes_for_a_new_address_one_is_where_it_is_asked_for(
    client: Client,
) -> None:
    sign_in_just_now(client, make_seeker())
    page = reverse("account_email")
    asked = client.post(page, {"email": "new@example.org", "action_add": ""})
    for _ in range(2):
        client.post(asked.url, {"code": "WRONG-CODE"})
    shown = client.post(asked.url, {"code": "WRONG-CODE"}, follow=True)
    assert (shown.request["PATH_INFO"], SPENT in shown.text) == (page, True)


def test_whoever_asks_for_too_many_codes_is_told_when_to_ask_again(client: Client) -> None:
    ask, _ = DOORS["sign in"]
    for _ in range(3):
        Client().post(ask, {"email": EMAIL})
    refused = client.post(ask, {"email": EMAIL, "next": NEXT})
    assert TOO_MANY in refused.text
    assert f'value="{EMAIL}"' in refused.text
    assert f'name="next" value="{NEXT}"' in refused.text


def test_another_code_too_soon_keeps_the_page_that_takes_one(client: Client) -> None:
    ask, confirm = DOORS["sign up"]
    for _ in range(2):
        Client().post(ask, {"email": EMAIL})
    client.post(ask, {"email": EMAIL})
    code = code_for(EMAIL)
    shown = client.post(confirm, {"action": "resend"}, follow=True)
    assert (shown.request["PATH_INFO"], TOO_MANY in shown.text) == (confirm, True)
    assert client.post(confirm, {"code": code}).url == "/welcome/"


def test_too_many_wrong_passwords_say_when_and_what_else(client: Client) -> None:
    seeker = make_with_password()
    login, wrong = reverse("account_login"), {"login": seeker.email, "password": "guess"}
    assert "do not fit. A code by e-mail signs you in" in client.post(login, wrong).text
    for _ in range(4):
        client.post(login, wrong)
    refused = sign_in_with_password(client, seeker)
    said = "Too many wrong tries. Please wait five minutes. A code by e-mail signs you in"
    assert said in refused.text
