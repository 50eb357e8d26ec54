"""Whoever guesses is stopped, at whatever can be guessed, and wherever they claim to come from."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outbox.models import OutgoingEmail, Suppression
from outbox.suppression import suppress
from tests.accounts.door import (
    a_while_later,
    is_signed_in,
    make_with_password,
    sign_in_just_now,
    sign_in_with_password,
)
from tests.accounts.test_signing_in import (
    code_for,
    post_totp,
    switch_on_authenticator_app,
)
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

LOGIN, SECOND_STEP = reverse("account_login"), reverse("mfa_authenticate")
ASK, CONFIRM = reverse("account_request_login_code"), reverse("account_confirm_login_code")
RESET = reverse("account_reset_password")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def forged() -> Iterator[dict[str, str]]:
    """Headers by which each request claims to come from somewhere else."""

    def headers() -> Iterator[dict[str, str]]:
        for number in range(1, 255):
            claim = f"203.0.113.{number}"
            names = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP")
            yield dict.fromkeys(names, claim)

    return headers()


def test_the_password_of_one_account(client: Client, forged) -> None:
    seeker = make_with_password()
    for _ in range(5):
        client.post(LOGIN, {"login": seeker.email, "password": "guess"}, headers=next(forged))
    refused = sign_in_with_password(client, seeker)
    assert "Too many" in refused.text
    assert not is_signed_in(client)
    with a_while_later():
        sign_in_with_password(client, seeker)
        assert is_signed_in(client)


def test_one_password_at_many_accounts(forged) -> None:
    """From a new browser, and as it claims a new place, each time."""
    for number in range(10):
        typed = {"login": f"{number}@example.org", "password": "guess"}
        Client().post(LOGIN, typed, headers=next(forged))
    client = Client()
    refused = sign_in_with_password(client, make_with_password())
    assert "Too many" in refused.text
    assert not is_signed_in(client)


def test_the_code_of_a_sign_in(client: Client, forged) -> None:
    seeker = make_seeker()
    client.post(ASK, {"email": seeker.email})
    for _ in range(3):
        client.post(CONFIRM, {"code": "WRONG-CODE"}, headers=next(forged))
    client.post(CONFIRM, {"code": code_for(seeker.email)})
    assert not is_signed_in(client)


def test_codes_sent_to_one_address(forged) -> None:
    seeker = make_seeker()
    for _ in range(4):
        Client().post(ASK, {"email": seeker.email}, headers=next(forged))
    assert OutgoingEmail.objects.count() == 3


TAGGED = [f"dana+{number}@example.org" for number in range(9)]
DOTTED = [f"{'danaokafor'[:at]}.{'danaokafor'[at:]}@gmail.com" for at in range(1, 10)]


@pytest.mark.parametrize("addresses", [TAGGED, DOTTED])
def test_e_mails_sent_to_one_mailbox(forged, addresses: list[str]) -> None:
    """Whichever page is asked, and by whichever of its addresses."""
    pages = [ASK, RESET, reverse("account_signup")] * 3
    answers = [
        Client().post(page, {"email": address}, headers=next(forged)).status_code
        for page, address in zip(pages, addresses, strict=True)
    ]
    assert (answers, OutgoingEmail.objects.count()) == ([302] * 5 + [429] * 4, 5)


def test_e_mails_sent_to_one_mailbox_in_a_day(forged) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(20):
            for page in (ASK, RESET, reverse("account_signup"), ASK):
                Client().post(page, {"email": "dana@example.org"}, headers=next(forged))
            clock.shift(timedelta(minutes=2))
    assert OutgoingEmail.objects.count() <= 60


def test_strangers_have_few_e_mails_sent_to_whoever_opted_out(forged) -> None:
    suppress("dana@example.org", Suppression.Reason.OPT_OUT)
    for page in (ASK, RESET, reverse("account_signup"), ASK, RESET):
        Client().post(page, {"email": "dana@example.org"}, headers=next(forged))
    assert OutgoingEmail.objects.count() == 3


def test_whoever_opted_out_and_has_an_account_still_signs_in(forged) -> None:
    seeker = make_seeker()
    suppress(seeker.email, Suppression.Reason.OPT_OUT)
    for page in (ASK, RESET, ASK, RESET):
        Client().post(page, {"email": seeker.email}, headers=next(forged))
    assert OutgoingEmail.objects.count() == 4


@pytest.mark.parametrize("page", [ASK, RESET])
def test_codes_sent_to_many_addresses(forged, page: str) -> None:
    for number in range(21):
        Client().post(page, {"email": f"{number}@example.org"}, headers=next(forged))
    assert OutgoingEmail.objects.count() == 20


def test_signing_in_again_and_again(forged) -> None:
    """Even with the right password: thirty a minute from one place."""
    seeker = make_with_password()
    for _ in range(30):
        assert sign_in_with_password(Client(headers=next(forged)), seeker).status_code == 302
    assert sign_in_with_password(Client(headers=next(forged)), seeker).status_code == 429


@pytest.mark.parametrize("with_recovery_code", [False, True])
def test_the_second_step(client: Client, forged, with_recovery_code: bool) -> None:
    seeker = make_seeker()
    secret, codes = switch_on_authenticator_app(client, seeker)
    client.logout()
    cache.clear()
    client.post(ASK, {"email": seeker.email})
    client.post(CONFIRM, {"code": code_for(seeker.email)})
    for _ in range(5):
        client.post(SECOND_STEP, {"code": "000000"}, headers=next(forged))
    if with_recovery_code:
        client.post(SECOND_STEP, {"code": codes[0]})
    else:
        post_totp(client, SECOND_STEP, secret)
    assert not is_signed_in(client)


def test_the_second_step_begun_anew(client: Client, forged) -> None:
    """Each time by a new browser that knows the password."""
    seeker = make_with_password()
    secret, _ = switch_on_authenticator_app(client, seeker)
    cache.clear()
    for _ in range(5):
        thief = Client(headers=next(forged))
        assert sign_in_with_password(thief, seeker).url == SECOND_STEP
        thief.post(SECOND_STEP, {"code": "000000"})
    thief = Client()
    sign_in_with_password(thief, seeker)
    post_totp(thief, SECOND_STEP, secret)
    assert not is_signed_in(thief)


def test_who_one_is_asked_again(client: Client, forged) -> None:
    """At an open laptop."""
    seeker = make_with_password()
    sign_in_just_now(client, seeker)
    private, again = reverse("archive:erase"), reverse("account_reauthenticate")
    with a_while_later():
        for _ in range(5):
            client.post(again, {"password": "guess", "next": private}, headers=next(forged))
        sign_in_with_password(Client(), seeker)
        typed = {"password": "correct horse battery 7", "next": private}
        assert client.post(again, typed).status_code == 200
        assert client.get(private).status_code == 302


def test_the_code_for_a_new_password(client: Client, forged) -> None:
    seeker = make_seeker()
    asked = client.post(RESET, {"email": seeker.email})
    code = code_for(seeker.email)
    for _ in range(3):
        client.post(asked.url, {"code": "WRONG-CODE"}, headers=next(forged))
    answered = client.post(asked.url, {"code": code})
    assert answered.url != reverse("account_complete_password_reset")


def test_the_code_for_a_new_address(client: Client, forged) -> None:
    seeker, old = make_seeker(email="old@example.org"), "old@example.org"
    sign_in_just_now(client, seeker)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    confirm = reverse("account_email_verification_sent")
    code = code_for("new@example.org")
    for _ in range(3):
        client.post(confirm, {"code": "WRONG-CODE"}, headers=next(forged))
    client.post(confirm, {"code": code})
    assert User.objects.get(pk=seeker.pk).email == old


def test_signing_up(forged) -> None:
    sign_up = reverse("account_signup")
    answers = [
        Client().post(sign_up, {"email": f"{number}@example.org"}, headers=next(forged))
        for number in range(21)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [302, 429]


def test_passkeys(client: Client, forged) -> None:
    page = reverse("mfa_login_webauthn")
    answers = [client.post(page, {"credential": "{}"}, headers=next(forged)) for _ in range(11)]
    assert [answer.status_code for answer in answers[-2:]] == [302, 429]
