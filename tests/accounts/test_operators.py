"""The operator comes in by the same door as everybody, and says who they are before they act."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.door import (
    PASSWORD,
    a_while_later,
    is_signed_in,
    make_operator,
    sign_in_just_now,
    sign_in_with_password,
)
from tests.accounts.test_signing_in import post_totp, switch_on_authenticator_app
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

INDEX, DOOR = reverse("admin:index"), reverse("admin:login")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_password_is_taken_at_the_admins_own_door(client: Client, method: str) -> None:
    operator = make_operator()
    typed = {"username": operator.email, "password": PASSWORD, "next": INDEX}
    answer = getattr(client, method)(DOOR, typed)
    assert answer.url.startswith(reverse("account_login"))
    assert not is_signed_in(client)


def test_whoever_is_in_already_is_led_on_and_a_seeker_is_refused(client: Client) -> None:
    client.force_login(make_operator())
    assert client.post(DOOR, {"username": "other@example.org", "password": "guess"}).url == INDEX
    client.force_login(make_seeker())
    assert client.get(DOOR).status_code == 403


def test_an_operators_password_cannot_be_tried_for_ever(client: Client) -> None:
    operator = make_operator()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": operator.email, "password": "guess"})
    refused = sign_in_with_password(client, operator, next=INDEX)
    assert "Too many" in refused.text
    assert not is_signed_in(client)


def test_an_operators_second_step_is_asked_for(client: Client) -> None:
    operator = make_operator()
    secret, _ = switch_on_authenticator_app(client, operator)
    client.logout()
    cache.clear()
    asked = sign_in_with_password(client, operator, next=INDEX)
    assert asked.url == reverse("mfa_authenticate")
    assert client.get(INDEX).status_code == 302
    assert post_totp(client, asked.url, secret).url == INDEX
    assert client.get(INDEX).status_code == 200


def test_what_acts_asks_again_and_then_happens(client: Client) -> None:
    operator, seeker = make_operator(), make_seeker()
    sign_in_just_now(client, operator)
    with a_while_later():
        assert client.get(page_of(seeker)).status_code == 200
        asked = client.post(page_of(seeker), {"is_active": ""})
        assert asked.url.startswith(reverse("account_reauthenticate"))
        seeker.refresh_from_db()
        assert seeker.is_active is True
        client.post(asked.url, {"password": PASSWORD})
    seeker.refresh_from_db()
    assert seeker.is_active is False


def test_an_operator_without_a_password_signs_in_once_more(client: Client) -> None:
    seeker = make_seeker()
    client.force_login(make_seeker(is_staff=True, is_superuser=True))
    asked = client.post(page_of(seeker), {"is_active": ""})
    assert asked.url.startswith(reverse("accounts:again"))
    seeker.refresh_from_db()
    assert seeker.is_active is True


def test_signing_out_asks_for_nothing(client: Client) -> None:
    client.force_login(make_operator())
    assert client.post(reverse("admin:logout")).status_code == 200
    assert not is_signed_in(client)


def test_a_superuser_made_by_command_needs_no_e_mail_to_come_in(client: Client) -> None:
    """It may be e-mail that they come to look after."""
    operator = User.objects.create_superuser("ops@example.org", PASSWORD)
    assert sign_in_with_password(client, operator, next=INDEX).url == INDEX
    assert client.get(INDEX).status_code == 200
