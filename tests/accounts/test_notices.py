"""Who owns an account hears of each change to how it is signed in to."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.accounts.door import PASSWORD, make_with_password, sign_in_just_now
from tests.accounts.test_signing_in import code_for, switch_on_authenticator_app
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

NEW = "a longer horse battery 8"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def told(to: str) -> list[str]:
    """What somebody was told; codes, which are asked for, are not among it."""
    asked_for = ["login_code", "email_confirmation", "password_reset_code"]
    emails = OutgoingEmail.objects.filter(to=to).exclude(kind__in=asked_for)
    return list(emails.order_by("pk").values_list("kind", flat=True))


def test_a_password_set_and_changed(client: Client) -> None:
    seeker = make_seeker()
    sign_in_just_now(client, seeker)
    first = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_set_password"), first)
    second = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), second)
    assert told(seeker.email) == ["password_set", "password_changed"]
    email = OutgoingEmail.objects.get(kind="password_changed")
    assert "127.0.0.1" not in email.text
    assert (email.urgent, email.expires_at) == (False, None)


def test_a_password_replaced_by_a_code(client: Client) -> None:
    seeker = make_with_password()
    asked = client.post(reverse("account_reset_password"), {"email": seeker.email})
    confirmed = client.post(asked.url, {"code": code_for(seeker.email)})
    client.post(confirmed.url, {"password1": NEW, "password2": NEW})
    assert told(seeker.email) == ["password_reset"]


def test_a_new_address_is_told_to_the_old_one(client: Client) -> None:
    seeker = make_seeker(email="old@example.org")
    sign_in_just_now(client, seeker)
    add = {"email": "new@example.org", "action_add": ""}
    asked = client.post(reverse("account_email"), add)
    assert told("old@example.org") == []
    client.post(asked.url, {"code": code_for("new@example.org")})
    assert User.objects.get(pk=seeker.pk).email == "new@example.org"
    assert told("old@example.org") == ["email_changed"]
    assert told("new@example.org") == []
    assert "to new@example.org" in OutgoingEmail.objects.get(kind="email_changed").text


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_on_and_off_and_new_recovery_codes(client: Client) -> None:
    seeker = make_seeker()
    switch_on_authenticator_app(client, seeker)
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    wanted = ["totp_activated", "recovery_codes_generated", "totp_deactivated"]
    assert told(seeker.email) == wanted


def test_a_passkey_that_was_removed(client: Client) -> None:
    seeker = make_seeker()
    sign_in_just_now(client, seeker)
    passkey = Authenticator.objects.create(user=seeker, type="webauthn", data={})
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert told(seeker.email) == ["webauthn_removed"]


def test_no_limit_to_what_may_be_asked_for_keeps_it_back(client: Client) -> None:
    seeker = make_with_password()
    for page in ["account_request_login_code", "account_reset_password"] * 3:
        Client().post(reverse(page), {"email": seeker.email})
    sign_in_just_now(client, seeker)
    change = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), change).status_code == 302
    assert told(seeker.email) == ["password_changed"]


def test_nothing_leaves_to_a_sample_seeker(client: Client) -> None:
    seeker = make_seeker(is_sample=True)
    sign_in_just_now(client, seeker)
    first = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_set_password"), first)
    assert OutgoingEmail.objects.get().status == Status.HELD
