"""Behind a proxy: whom a limit counts, whatever the headers say, and whom no header lets in."""

import logging
from random import randrange, sample

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from coffeechat.visitors import VisitorMiddleware, is_of_this_machine
from tests.chats.hosts import at, soon

PROXY = "10.0.0.2"
UNKNOWN = "/i/" + "0" * 43 + "/"


def request_with(peer: str = PROXY, **headers: str) -> HttpRequest:
    """What the views get of it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().get("/", headers=named, REMOTE_ADDR=peer)
    VisitorMiddleware(lambda request: HttpResponse())(request)
    return request


@pytest.fixture
def hops(request: pytest.FixtureRequest, settings: Settings) -> int:
    settings.BEHIND_PROXY, settings.PROXY_HOPS = True, getattr(request, "param", 1)
    return settings.PROXY_HOPS


@pytest.mark.parametrize(
    ("hops", "headers", "visitor"),
    [
        (1, {"X_Forwarded_For": "203.0.113.7"}, "203.0.113.7"),
        (1, {"X_Forwarded_For": "1.1.1.1, 203.0.113.7"}, "203.0.113.7"),
        (1, {"X_Forwarded_For": "203.0.113.7", "X_Real_IP": "1.1.1.1"}, "203.0.113.7"),
        (1, {"X_Real_IP": "203.0.113.7"}, "203.0.113.7"),
        (1, {"X_Forwarded_For": "203.0.113.7:4711"}, "203.0.113.7"),
        (1, {"X_Forwarded_For": "[2001:db8::7]:4711"}, "2001:db8::7"),
        (1, {"X_Forwarded_For": "::ffff:203.0.113.7"}, "203.0.113.7"),
        (2, {"X_Forwarded_For": "1.1.1.1, 203.0.113.7, 10.0.0.9"}, "203.0.113.7"),
        (2, {"X_Forwarded_For": "203.0.113.7"}, "203.0.113.7"),
        (0, {"X_Forwarded_For": "1.1.1.1", "X_Real_IP": "203.0.113.7"}, "203.0.113.7"),
        (1, {}, PROXY),
        (1, {"X_Forwarded_For": "unknown"}, PROXY),
        (1, {"X_Forwarded_For": "203.0.113.7, "}, PROXY),
        (0, {"X_Forwarded_For": "1.1.1.1"}, PROXY),
    ],
    indirect=["hops"],
)
def test_the_visitor_is_whom_the_proxy_saw(
    hops: int, headers: dict[str, str], visitor: str
) -> None:
    assert request_with(**headers).META["REMOTE_ADDR"] == visitor


def test_a_socket_of_the_machine_has_an_address_too(hops: int) -> None:
    """Through a Unix socket nobody has one, and a limit that asks for it would fail."""
    assert request_with(peer="").META["REMOTE_ADDR"] == "127.0.0.1"


def test_what_is_missing_is_said_once(hops: int, caplog: pytest.LogCaptureFixture) -> None:
    middleware = VisitorMiddleware(lambda request: HttpResponse())
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            middleware(RequestFactory().get("/", REMOTE_ADDR=PROXY))
    [said] = [record.getMessage() for record in caplog.records]
    assert said.startswith(f"The proxy named no visitor, so all of them count as one ({PROXY}): ")
    assert "PROXY_HOPS" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{}, {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "nobody, '"}]
)
def test_every_limit_works_without_x_real_ip(hops: int, headers: dict[str, str]) -> None:
    client = Client(headers=headers)
    answers = {
        "an unknown link": client.get(UNKNOWN).status_code,
        "sample data": client.post("/sample/start/").status_code,
        "a password": client.post(
            "/accounts/login/", {"login": "ana@example.org", "password": "wrong"}
        ).status_code,
        "a code": client.post("/accounts/login/code/", {"email": "ana@example.org"}).status_code,
        "signing up": client.post("/accounts/signup/", {"email": "a@example.org"}).status_code,
    }
    assert {what: status for what, status in answers.items() if status in {403, 500}} == {}


@pytest.mark.django_db
def test_made_up_hops_are_counted_as_one_visitor(hops: int, settings: Settings) -> None:
    settings.UNKNOWN_LINKS_RATE = "3/5m"

    def seen(hops: str) -> int:
        return Client().get(UNKNOWN, headers={"X-Forwarded-For": hops}).status_code

    # Addresses of this run alone: what an earlier one counted is still there.
    one, other = (f"198.18.{half}.{randrange(256)}" for half in sample(range(256), 2))
    with at(soon()):  # standing still: the five minutes must not begin anew in between
        statuses = [seen(f"192.0.2.{number}, {one}") for number in range(4)]
        assert statuses == [404, 404, 404, 429]
        assert seen(other) == 404


@pytest.mark.django_db
def test_without_a_proxy_no_header_is_believed(client: Client) -> None:
    request = client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"}).wsgi_request
    assert request.META["REMOTE_ADDR"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("peer", "forwarded", "ours"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("::ffff:127.0.0.1", "", True),
        ("", "", False),  # through a Unix socket anybody may come
        ("127.0.0.1", "203.0.113.7", False),
        ("127.0.0.1", "127.0.0.1, 203.0.113.7", False),
        ("203.0.113.7", "", False),
        ("203.0.113.7", "127.0.0.1", False),
    ],
)
def test_only_the_connection_says_that_somebody_sits_at_this_machine(
    hops: int, peer: str, forwarded: str, ours: bool
) -> None:
    headers = {"X_Forwarded_For": forwarded} if forwarded else {}
    assert is_of_this_machine(request_with(peer, **headers)) is ours
