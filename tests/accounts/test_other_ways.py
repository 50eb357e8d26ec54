"""Google and LinkedIn appear when their keys are in the environment, and only then."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection

ASK = """
import django
django.setup()
from django.test import Client
response = Client().get("/accounts/login/", headers={"host": "localhost"})
assert response.status_code == 200, response.status_code
print("Google" in response.text, "LinkedIn" in response.text)
print(response.headers["Content-Security-Policy"])
"""
GOOGLE = {"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret"}
LINKEDIN = {"LINKEDIN_CLIENT_ID": "id", "LINKEDIN_CLIENT_SECRET": "secret"}


def run(*arguments: str, **environment: str) -> str:
    """What another Python said that shares the tests' database."""
    database = urlsplit(os.environ["DATABASE_URL"])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coffeechat.settings",
        "DATABASE_URL": database._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DEBUG": "true",  # static files under plain names
        **environment,
    }
    asked = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


@pytest.mark.django_db
@pytest.mark.parametrize("google", [False, True])
@pytest.mark.parametrize("linkedin", [False, True])
def test_the_buttons_follow_the_environment(google, linkedin):
    said = run("-c", ASK, **(GOOGLE if google else {}), **(LINKEDIN if linkedin else {}))
    shown, policy = said.strip().splitlines()[-2:]
    assert shown == f"{google} {linkedin}"
    assert ("https://accounts.google.com" in policy) == google
    assert ("https://www.linkedin.com" in policy) == linkedin


NAMED = {"given_name": "Zoë", "family_name": "Van  Dyk"}
FROM_GOOGLE = {"id": "1", "email": "Zoe@example.org", "verified_email": True, **NAMED}
FROM_LINKEDIN = {
    "sub": "1",
    "email": "Zoe@example.org",
    "email_verified": True,
    "name": "Zoë Van Dyk",
}
VERIFIED = {"google": FROM_GOOGLE, "linkedin": FROM_LINKEDIN}
UNVERIFIED = {
    "google": {**FROM_GOOGLE, "verified_email": False},
    "linkedin": {**FROM_LINKEDIN, "email_verified": False},
}
NOBODY, OWNER = "", "zoe@example.org"
PEOPLE = {
    **{(provider, "verified", NOBODY): person for provider, person in VERIFIED.items()},
    **{(provider, "verified", OWNER): person for provider, person in VERIFIED.items()},
    **{(provider, "unverified", NOBODY): person for provider, person in UNVERIFIED.items()},
    **{(provider, "unverified", OWNER): person for provider, person in UNVERIFIED.items()},
    ("linkedin", "without an address", NOBODY): {"sub": "1"},
}
"""By provider, by what it says of the address, and by whose account there is before."""

Said = dict[tuple[str, str, str], dict[str, object]]


@pytest.fixture(scope="module")
def said(django_db_setup: None) -> Said:
    """What came of each, in one program: to start it takes longer than they all do."""
    cases = [(provider, person, owner) for (provider, _, owner), person in PEOPLE.items()]
    program = ("-m", "tests.accounts.provider", json.dumps(cases))
    printed = run(*program, **GOOGLE, **LINKEDIN)
    return dict(zip(PEOPLE, json.loads(printed.strip().splitlines()[-1]), strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("provider", VERIFIED)
def test_a_new_seeker_comes_in_with_their_name_and_is_welcomed(said: Said, provider: str):
    assert said[provider, "verified", NOBODY] == {
        "ended": "/welcome/",
        "status": 200,
        "signed_in": True,
        "name": "Zoë Van Dyk",
        "email": "zoe@example.org",
        "verified": True,
        "connected": ["zoe@example.org"],
    }


@pytest.mark.django_db
def test_whoever_comes_without_an_address_is_asked_for_one(said: Said):
    asked = said["linkedin", "without an address", NOBODY]
    assert (asked["ended"], asked["status"]) == ("/accounts/3rdparty/signup/", 200)
    assert asked["signed_in"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("provider", UNVERIFIED)
def test_an_address_that_nobody_verified_signs_in_only_with_its_code(said: Said, provider: str):
    came = said[provider, "unverified", NOBODY]
    assert (came["signed_in"], came["ended"]) == (False, "/accounts/confirm-email/")


@pytest.mark.django_db
@pytest.mark.parametrize("provider", VERIFIED)
@pytest.mark.parametrize("address", ["verified", "unverified"])
def test_an_account_is_not_entered_by_claiming_its_address(said: Said, provider: str, address: str):
    """Whatever the other site says of it: the account never said that it trusts that site."""
    came = said[provider, address, OWNER]
    assert (came["signed_in"], came["connected"]) == (False, [])
    assert came["status"] == 200
