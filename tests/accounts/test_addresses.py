"""However an address is spelt, it is one account's."""

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from outbox.models import OutgoingEmail
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

KEPT = "ana@xn--bcher-kva.example"
SPELLINGS = ["Ana@Bücher.example", "ana@b\u200bücher.example\u200b", " ANA@xn--bcher-kva.EXAMPLE"]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_signing_up_keeps_it_in_one_form(client: Client, typed: str) -> None:
    client.post(reverse("account_signup"), {"email": typed})
    assert OutgoingEmail.objects.get().to == KEPT


@pytest.mark.parametrize("typed", SPELLINGS)
@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_a_code_goes_to_whoever_has_the_account(client: Client, page: str, typed: str) -> None:
    make_seeker(email=KEPT, password="a long one of theirs")
    client.post(reverse(page), {"email": typed})
    sent = OutgoingEmail.objects.get()
    assert (sent.to, "unknown" in sent.kind) == (KEPT, False)


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_password_signs_in_by_each_spelling(client: Client, typed: str) -> None:
    seeker = make_seeker(email=KEPT, password="a long one of theirs")
    values = {"login": typed, "password": "a long one of theirs"}
    client.post(reverse("account_login"), values)
    assert client.session["_auth_user_id"] == str(seeker.pk)


def test_an_account_has_one_spelling() -> None:
    assert make_seeker(email=SPELLINGS[0]).email == "Ana@xn--bcher-kva.example"
    assert User.objects.get_by_natural_key(SPELLINGS[1]).person_key
    assert authenticate(username="nobody@Bücher.example", password="x") is None


def test_all_spellings_share_the_tries_of_one_account(rf: RequestFactory) -> None:
    request, adapter = rf.post("/"), get_adapter()
    for spelling in [*SPELLINGS, '"ana"@bücher.example', "ANA@bücher.EXAMPLE"]:
        assert adapter.authenticate(request, email=spelling, password="guess") is None
    with pytest.raises(ValidationError, match="Too many"):
        adapter.authenticate(request, email=KEPT, password="guess")


@pytest.mark.parametrize("typed", ['"an na"@example.com', "ana@company․co.uk"])
@pytest.mark.parametrize(
    "page", ["account_signup", "account_request_login_code", "account_reset_password"]
)
def test_an_address_with_more_than_one_spelling_is_nobodys(
    client: Client, page: str, typed: str
) -> None:
    assert client.post(reverse(page), {"email": typed}).context["form"].errors["email"]
    assert not OutgoingEmail.objects.exists()
