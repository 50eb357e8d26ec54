"""What every answer says to the browser: what may run, who may keep it, who may frame it."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from chats.meeting import feed
from chats.models import Chat
from tests.factories import make_seeker
from tests.house.test_addresses import BY_EXPRESSION
from tests.links.addresses import routes
from tests.links.world import World, make_world, paths_of

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
REFERRER = {"same-origin", "no-referrer"}
FRAMED = {"chats:preview_email", "chats:preview_page"}
"""What the host will see, in a frame of ours: there no form acts, and in e-mail no script runs."""
IN_OUR_FRAME = {"frame-ancestors": "'self'", "form-action": "'none'"}
OF_AN_EMAIL = {"style-src": "'unsafe-inline'", "script-src": "'none'"}
LONG = "/contacts/"


@dataclass(frozen=True)
class Answered:
    """Somebody's answer at an address."""

    who: str
    name: str
    path: str
    said: HttpResponse


@pytest.fixture
def world(settings) -> World:
    settings.UNKNOWN_LINKS_RATE = "100000/s"
    return make_world()


@pytest.fixture
def seeker() -> Client:
    client = Client(raise_request_exception=False, headers={"Accept-Encoding": "gzip"})
    client.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Answered]:
    """Asked for once, in a world that is gone again: they are looked at from several sides."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(UNKNOWN_LINKS_RATE="100000/s"):
            world = make_world()
            answers = [*_answers_to(world, "seeker"), *_answers_to(world, "stranger")]
        transaction.set_rollback(True)
    return answers


def _answers_to(world: World, who: str) -> Iterator[Answered]:
    client = Client(raise_request_exception=False)
    for name, arguments in routes():
        if name.startswith("admin:") or name in BY_EXPRESSION:
            continue
        if who == "seeker":
            client.force_login(world.seeker, "django.contrib.auth.backends.ModelBackend")
        else:
            client.cookies.clear()
        for path in paths_of(world, name, arguments):
            yield Answered(who, name, path, client.get(path))


def test_every_answer_says_the_same_of_what_may_run_and_who_may_frame_it(
    answers: list[Answered],
) -> None:
    assert len(answers) > 150
    wrong = {
        (each.who, each.path, name): each.said.headers.get(name)
        for each in answers
        for name, value in HEADERS.items()
        if each.said.headers.get(name) != value and each.name not in FRAMED
    }
    assert wrong == {}
    policies = {each.path: _policy(each.said) for each in answers if each.name not in FRAMED}
    assert {path: policy for path, policy in policies.items() if policy != POLICY} == {}
    assert {each.said.headers.get("Referrer-Policy") for each in answers} == REFERRER


def test_what_the_host_will_see_stands_in_our_frame_alone(answers: list[Answered]) -> None:
    framed = [each for each in answers if each.name in FRAMED and each.said.status_code == 200]
    assert {each.said.headers["X-Frame-Options"] for each in framed} == {"SAMEORIGIN"}
    assert {each.name: _policy(each.said) for each in framed} == {
        "chats:preview_email": {**POLICY, **IN_OUR_FRAME, **OF_AN_EMAIL},
        "chats:preview_page": {**POLICY, **IN_OUR_FRAME},
    }


def _policy(answer: HttpResponse) -> dict[str, str]:
    words = answer.headers.get("Content-Security-Policy", "").split(";")
    return dict(each.strip().split(" ", 1) for each in words if each.strip())


def test_nobody_keeps_an_answer(answers: list[Answered]) -> None:
    kept = {
        each.name: each.said.headers.get("Cache-Control")
        for each in answers
        if "no-store" not in each.said.headers.get("Cache-Control", "")
    }
    assert kept == {}
    kinds = {each.said.headers.get("Content-Type", "").partition(";")[0] for each in answers}
    assert {"text/html", "application/pdf", "text/calendar"} <= kinds


def test_a_calendar_program_alone_keeps_what_it_follows(world: World) -> None:
    """It asks over and over, and has the answer already while that is the same."""
    followed = Client().get(urlsplit(feed.make(world.seeker, now=timezone.now())).path)
    assert followed.status_code == 200
    assert followed.headers["Cache-Control"] == "private, no-cache"


def test_nobody_keeps_a_page_of_an_error(client: Client) -> None:
    client.raise_request_exception = False
    for answer in (client.get("/nowhere/"), client.post("/settings/"), client.put("/healthz")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert _policy(answer) == POLICY


def test_pages_are_compressed_behind_random_padding(seeker: Client) -> None:
    packed = [seeker.get(LONG) for _ in range(12)]
    assert {answer.headers["Content-Encoding"] for answer in packed} == {"gzip"}
    assert b"</html>" in gzip.decompress(packed[0].content)
    assert len({_padding(answer.content) for answer in packed}) > 3


def _padding(packed: bytes) -> int:
    """How long the name in the head of the gzip is, which nobody reads (RFC 1952, 2.3)."""
    has_name = packed[3] & 8
    return packed.index(b"\0", 10) - 10 if has_name else 0


def test_what_another_site_asks_for_is_as_long_as_it_is(seeker: Client) -> None:
    plain = seeker.get(LONG, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Content-Encoding" not in plain.headers
    for said in ("same-origin", "same-site", "none"):
        packed = seeker.get(LONG, headers={"Sec-Fetch-Site": said})
        assert packed.headers["Content-Encoding"] == "gzip"


def test_the_secret_of_a_form_is_never_written_the_same_way_twice(seeker: Client) -> None:
    pages = [seeker.get("/settings/", headers={"Accept-Encoding": "identity"}) for _ in range(2)]
    one, other = (str(page.context["csrf_token"]) for page in pages)
    assert one != other


def test_what_is_packed_already_is_not_packed_again(world: World) -> None:
    client = Client(headers={"Accept-Encoding": "gzip"})
    client.force_login(world.seeker, "django.contrib.auth.backends.ModelBackend")
    chat = Chat.objects.of(world.seeker)[0]
    pdf = client.get(reverse("preparation:sheet_pdf", args=[chat.pk]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "Content-Encoding" not in pdf.headers
