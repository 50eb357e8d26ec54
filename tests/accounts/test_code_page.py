"""The page that takes a code: what it says is so for any address, known here or not."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.codes import ANOTHER, TOO_MANY
from accounts.models import User
from outbox.models import OutgoingEmail
from tests.accounts.door import sign_in_just_now
from tests.accounts.test_said_of_limits import DOORS, EMAIL, NEXT
from tests.accounts.test_signing_in import code_for
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

ASK, CONFIRM = DOORS["sign in"]
ADDRESS = reverse("account_email")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.mark.parametrize("door", DOORS)
def test_it_claims_an_e_mail_and_no_more(client: Client, door: str) -> None:
    shown = client.post(DOORS[door][0], {"email": EMAIL}, follow=True).text
    assert f"We sent an e-mail to <strong>{EMAIL}</strong>. A code in it works for 15" in shown
    assert "Check the spelling and the spam folder." in shown


@pytest.mark.parametrize("door", ["sign in", "sign up"])
@pytest.mark.parametrize("is_known", [False, True])
def test_another_e_mail_is_sent_and_said_to_be(client: Client, door: str, is_known: bool) -> None:
    if is_known:
        make_seeker(email=EMAIL)
    ask, confirm = DOORS[door]
    client.post(ask, {"email": EMAIL, "next": NEXT})
    for number in (2, 3):
        again = {"action": "resend", "next": NEXT}
        shown = client.post(confirm, again, follow=True)
        assert ANOTHER in shown.text
        assert OutgoingEmail.objects.count() == number
    assert "Send another code" not in shown.text
    assert "From here we send no further one" in shown.text


def test_the_code_from_before_is_told_that_only_the_newest_works(client: Client) -> None:
    make_seeker(email=EMAIL)
    client.post(ASK, {"email": EMAIL})
    older = code_for(EMAIL)
    client.post(CONFIRM, {"action": "resend"})
    assert "Only the newest one works." in client.post(CONFIRM, {"code": older}).text
    assert client.post(CONFIRM, {"code": code_for(EMAIL)}).url == "/"


@pytest.mark.parametrize("door", DOORS)
def test_another_address_can_be_used_and_the_page_wanted_is_kept(client: Client, door: str) -> None:
    ask, confirm = DOORS[door]
    client.post(ask, {"email": EMAIL, "next": NEXT})
    page = client.get(confirm, {"next": NEXT}).text
    assert "Use another address" in page
    begins_at = reverse("account_login") if door == "sign in" else ask
    to = f"{begins_at}?next=%2Fcontacts%2F%3Fstage%3Dmet"
    assert f'name="next" value="{to}"' in page
    shown = client.post(reverse("account_logout"), {"next": to}, follow=True)
    assert shown.request["PATH_INFO"] == begins_at
    assert f'name="next" value="{NEXT}"' in shown.text


def ask_for_new_address(client: Client) -> str:
    sign_in_just_now(client, make_seeker(email="old@example.org"))
    typed = {"email": "new@example.org", "action_add": ""}
    return client.post(ADDRESS, typed).url


def test_a_new_address_waits_for_its_code_where_the_old_one_stands(client: Client) -> None:
    confirm = ask_for_new_address(client)
    subject = OutgoingEmail.objects.get(to="new@example.org").subject
    assert subject.startswith("Your code to confirm this address: ")
    page = client.get(ADDRESS).text
    assert "<strong>new@example.org</strong> still waits for its code." in page
    assert f'href="{confirm}"' in page
    shown = client.post(confirm, {"code": code_for("new@example.org")}, follow=True)
    assert shown.request["PATH_INFO"] == ADDRESS
    assert "You now sign in with new@example.org." in shown.text
    assert "still waits" not in shown.text


def test_the_old_address_can_be_kept_while_a_new_one_waits(client: Client) -> None:
    confirm = ask_for_new_address(client)
    code = code_for("new@example.org")
    client.post(ADDRESS, {"email": "new@example.org", "action_remove": ""})
    assert "still waits" not in client.get(ADDRESS).text
    client.post(confirm, {"code": code})
    assert User.objects.get().email == "old@example.org"


def test_another_code_for_a_new_address_too_soon_is_told_when(client: Client) -> None:
    confirm = ask_for_new_address(client)
    shown = client.post(confirm, {"action": "resend"}, follow=True)
    assert (TOO_MANY in shown.text, shown.request["PATH_INFO"]) == (True, confirm)
    answered = client.post(confirm, {"code": code_for("new@example.org")})
    assert answered.status_code == 302


def test_where_no_other_e_mail_may_go_out_the_code_from_before_works(client: Client) -> None:
    ask, confirm = DOORS["sign up"]
    client.post(ask, {"email": EMAIL})
    code = code_for(EMAIL)
    for number in range(4):
        Client().post(ask, {"email": EMAIL.replace("@", f"+{number}@")})
    assert TOO_MANY in client.post(confirm, {"action": "resend"}, follow=True).text
    assert client.post(confirm, {"code": code}).url == "/welcome/"
