"""Two buttons that promise a code send one, to nobody but whose session it is."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.accounts.door import is_signed_in, make_with_password, sign_in_with_password
from tests.accounts.test_signing_in import code_for
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

AGAIN, INSTEAD = reverse("accounts:again"), reverse("accounts:code_instead")
CONFIRM, SECOND_STEP = reverse("account_confirm_login_code"), reverse("mfa_authenticate")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def make_with_passkey() -> User:
    seeker = make_with_password()
    Authenticator.objects.create(user=seeker, type="webauthn", data={})
    return seeker


def at_the_second_step(client: Client, seeker: User, page: str) -> None:
    assert sign_in_with_password(client, seeker, next=page).url == SECOND_STEP


def test_signing_in_once_more_takes_one_press_and_the_code(client: Client) -> None:
    seeker = make_seeker(is_staff=True, is_superuser=True)
    client.force_login(seeker)
    asked = client.post(AGAIN, {"next": "/admin/outbox/"})
    assert not is_signed_in(client)
    answered = client.post(asked.url, {"code": code_for(seeker.email)})
    assert (answered.url, is_signed_in(client)) == ("/admin/outbox/", True)


def test_without_the_passkey_one_press_sends_a_code(client: Client) -> None:
    seeker = make_with_passkey()
    at_the_second_step(client, seeker, "/contacts/")
    asked = client.post(INSTEAD)
    assert asked.url == f"{CONFIRM}?next=%2Fcontacts%2F"
    answered = client.post(asked.url, {"code": code_for(seeker.email)})
    assert (answered.url, is_signed_in(client)) == ("/contacts/", True)


def test_a_press_counts_as_a_code_asked_for_and_too_many_change_nothing(client: Client) -> None:
    seeker = make_with_passkey()
    for _ in range(3):
        Client().post(reverse("account_request_login_code"), {"email": seeker.email})
    at_the_second_step(client, seeker, "/contacts/")
    assert client.post(INSTEAD).url == SECOND_STEP
    signed_in = Client()
    signed_in.force_login(seeker)
    refused = signed_in.post(AGAIN, {"next": "/contacts/"}, follow=True)
    assert refused.redirect_chain == [(f"{AGAIN}?next=%2Fcontacts%2F", 302)]
    assert "enough codes for a moment" in refused.text
    assert is_signed_in(signed_in)
    assert OutgoingEmail.objects.count() == 3


def test_whoever_has_begun_nothing_has_nothing_sent(client: Client) -> None:
    make_with_passkey()
    assert client.post(INSTEAD).url == reverse("account_login")
    assert client.get(INSTEAD)["Location"] == reverse("mfa_authenticate")
    assert not OutgoingEmail.objects.exists()


def test_nothing_leaves_for_a_sample_seeker(client: Client) -> None:
    client.force_login(make_seeker(is_sample=True))
    client.post(AGAIN)
    assert OutgoingEmail.objects.get().status == Status.HELD
