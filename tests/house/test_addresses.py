"""Who may open what: every address is public by this list, or asks a stranger to sign in."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from chats.host.actions import ACTIONS
from tests.links.addresses import routes

PUBLIC = {
    "today",  # the front page for whoever is not signed in
    "sample:start",
    "accounts:confirm_sign_up",
    "accounts:code_instead",
    "accounts:confirm_sign_in",
    "accounts:confirm_new_password",
    "accounts:confirm_address",
    "host:invitation",
    *(f"host:{action.name}" for action in ACTIONS),
    "host:opt_out",
    "host:ics",
    "host:one_click",
    "chats:feed",
    "chats:rehearsal",
    "chats:rehearsal_link",
    "followups:digest_one_click",
    # allauth's own, for people who are about to sign in
    "account_signup",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
SIGN_IN = (settings.LOGIN_URL, reverse(settings.LOGIN_URL), "/admin/login/")
BY_EXPRESSION = {"mfa_remove_webauthn": ["pk"], "mfa_edit_webauthn": ["pk"]}
"""Addresses whose arguments Django does not name, because allauth writes them as expressions."""

ASKING = {
    name: arguments
    for name, arguments in routes()
    if not name.startswith("admin:") and name not in PUBLIC
}


def answer_to_a_stranger(client: Client, name: str, method: str) -> str:
    """Where they are sent; or, of an address that sends them nowhere, what it says instead."""
    arguments = BY_EXPRESSION.get(name, ASKING[name])
    try:
        path = reverse(name, kwargs=dict.fromkeys(arguments, 1))
    except NoReverseMatch as error:
        return str(error)
    client.cookies.clear()
    answer = getattr(client, method)(path)
    return answer["Location"] if answer.status_code == 302 else f"status {answer.status_code}"


def test_there_are_addresses_to_try() -> None:
    assert len(ASKING) > 100


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_everything_else_asks_to_sign_in(method: str) -> None:
    client = Client(raise_request_exception=False)
    answers = {name: answer_to_a_stranger(client, name, method) for name in ASKING}
    assert {name: said for name, said in answers.items() if not said.startswith(SIGN_IN)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/outbox/outgoingemail/"])
def test_the_admin_asks_to_sign_in(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"].startswith(SIGN_IN)) == (302, True)


def test_the_public_list_names_only_what_exists() -> None:
    assert PUBLIC - {name for name, _ in routes()} == set()
