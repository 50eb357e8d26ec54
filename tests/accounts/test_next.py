"""Where a page goes on to is a page of ours, whatever `?next=` says."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.html import escape

from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    r"/\evil.example/",
    r"\\evil.example/",
    "http:evil.example",
    "https:///evil.example/",
    "javascript:alert(1)",
    "data:text/html,hello",
    "https://localhost@evil.example/",
    "\thttps://evil.example/",
]
PASSWORD = "a long enough word"


def is_ours(address: str) -> bool:
    to = urlsplit(address)
    return not to.scheme and not to.netloc and not to.path.startswith(("//", "/\\", "\\"))


@pytest.fixture
def signed_in(client: Client) -> Client:
    seeker = make_seeker()
    seeker.set_password(PASSWORD)
    seeker.save()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_leads_to_a_page_of_ours(client: Client, elsewhere: str) -> None:
    seeker = make_seeker()
    seeker.set_password(PASSWORD)
    seeker.save()
    form = {"login": seeker.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post(f"/accounts/login/?next={elsewhere}", form)
    assert answer.status_code == 302
    assert is_ours(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/again/",
        "/accounts/login/",
        "/welcome/",
    ],
)
def test_what_goes_on_afterwards_leads_to_a_page_of_ours(
    signed_in: Client, path: str, elsewhere: str
) -> None:
    form = {"next": elsewhere, "password": PASSWORD, "skip": "yes"}
    answer = signed_in.post(path, form, query_params={"next": elsewhere})
    assert answer.status_code == 302
    assert is_ours(answer["Location"]), answer["Location"]
    assert "evil.example" not in answer["Location"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/again/", "/"]
)
def test_no_page_holds_a_link_that_leads_away(signed_in: Client, path: str, elsewhere: str) -> None:
    if path != "/again/":
        signed_in.logout()
    page = signed_in.get(path, {"next": elsewhere}).content.decode()
    targets = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert [target for target in targets if target.startswith(escape(elsewhere))] == []


def test_a_page_of_ours_is_gone_on_to(client: Client) -> None:
    """So that the others can fail."""
    seeker = make_seeker()
    seeker.set_password(PASSWORD)
    seeker.save()
    form = {"login": seeker.email, "password": PASSWORD, "next": "/contacts/"}
    assert client.post("/accounts/login/", form)["Location"] == "/contacts/"
