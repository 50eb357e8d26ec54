"""Nobody else's page acts for whoever reads it: every POST asks for a form token or stands here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from chats.host.actions import ACTIONS
from tests.factories import make_seeker
from tests.house.test_addresses import BY_EXPRESSION
from tests.links.addresses import routes
from tests.links.rows import undone
from tests.links.world import World, make_world

pytestmark = pytest.mark.django_db

PROVED = {
    "host:invitation",
    *(f"host:{action.name}" for action in ACTIONS),
    "host:opt_out",
    "host:ics",
}
"""Behind a private link there is no cookie that somebody else's page could lean on: the link is the
key, and the form holds a signed form token."""

ONE_CLICK = {"host:one_click", "followups:digest_one_click"}
"""RFC 8058: a mail program posts by itself, and the link can do nothing but end e-mails."""

EVIL = "https://evil.example"
NAMED_BY_EXPRESSION = {**BY_EXPRESSION, "admin:app_list": ["app_label"]}
WORDS = {"app_label": "auth"}


@pytest.fixture
def world(settings) -> World:
    settings.UNKNOWN_LINKS_RATE = "100000/s"
    return make_world()


@pytest.fixture
def seeker() -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    return client


def addresses() -> Iterator[tuple[str, str]]:
    """Every name with a path; of whom a path is does not matter to whoever never gets there."""
    for name, arguments in routes():
        names = NAMED_BY_EXPRESSION.get(name, arguments)
        yield name, reverse(name, kwargs={each: WORDS.get(each, 1) for each in names})


def exempt() -> set[str]:
    return {name for name, path in addresses() if getattr(resolve(path).func, "csrf_exempt", False)}


def _views(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern


def test_what_is_exempt_stands_here_with_its_reason() -> None:
    assert exempt() == PROVED | ONE_CLICK
    assert [view for view in _views(get_resolver().url_patterns) if _is_exempt_unnamed(view)] == []


def _is_exempt_unnamed(view: URLPattern) -> bool:
    return not view.name and getattr(view.callback, "csrf_exempt", False)


def test_every_post_without_the_secret_of_its_form_is_refused(seeker: Client) -> None:
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    asked = {(name, path) for name, path in addresses() if name not in exempt()}
    assert len(asked) > 150
    taken = {
        path: answer.status_code
        for _, path in asked
        for answer in (seeker.post(path), stranger.post(path))
        if answer.status_code != 403
    }
    assert taken == {}


def test_the_secret_helps_no_other_site(seeker: Client) -> None:
    page = seeker.get("/settings/")
    form = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "name": "Ana"}
    for headers in ({"Origin": EVIL}, {"Origin": "null"}):
        assert seeker.post("/settings/", form, headers=headers).status_code == 403
    assert seeker.post("/settings/", form).status_code == 422


def test_what_is_exempt_changes_nothing_without_its_form_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    changed = {}
    for name in PROVED:
        for token in world.tokens:
            with undone() as tables:
                client.post(reverse(name, args=[token]), {"form_token": "made up"})
            if tables:
                changed[name] = sorted(tables)
    assert changed == {}


def test_one_click_only_ends_e_mails(world: World) -> None:
    """To a host it also closes what is open, as their wish says."""
    client = Client(enforce_csrf_checks=True)
    [*_, by_host, by_seeker] = world.tokens
    with undone() as tables:
        assert client.post(reverse("host:one_click", args=[by_host])).status_code == 200
    assert "outbox_suppression" in tables
    with undone() as tables:
        path = reverse("followups:digest_one_click", args=[by_seeker])
        assert client.post(path).status_code == 200
    assert tables == {"followups_digest"}
