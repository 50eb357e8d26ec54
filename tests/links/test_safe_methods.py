"""A link never acts: every address by every safe method leaves the database as it was."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chats.models import Invitation
from tests.factories import make_seeker
from tests.links.addresses import Route, routes
from tests.links.rows import undone
from tests.links.world import World, make_world, paths_of

pytestmark = pytest.mark.django_db

SAFE = ["get", "head", "options"]
NOT_OURS = (
    *("admin:", "account_", "mfa", "usersessions", "socialaccount", "google", "openid"),
    "accounts:address",
    "static",
)
"""Django's and allauth's own pages write sessions when they are looked at; they hold no object."""

OURS = [(name, args) for name, args in routes() if not name.startswith(NOT_OURS)]
ABOUT_ONE = [(name, args) for name, args in OURS if args in (["pk"], ["contact_pk"])]


class Answer(NamedTuple):
    """To one request; with the tables that were written to until then."""

    method: str
    path: str
    status: int
    tables: list[str]


@pytest.fixture
def world(settings) -> World:
    settings.UNKNOWN_LINKS_RATE = "100000/s"
    return make_world()


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def answers(client: Client, paths: list[str], methods: list[str]) -> Iterator[Answer]:
    """Each request meets the world as it was: what the one before wrote is taken back."""
    for path in paths:
        for method in methods:
            with undone() as tables:
                status = getattr(client, method)(path).status_code
            yield Answer(method, path, status, sorted(tables))


def all_paths(world: World, routes: list[Route]) -> list[str]:
    return [path for name, args in routes for path in paths_of(world, name, args)]


def test_there_are_addresses_to_try(world: World) -> None:
    assert len(OURS) > 40
    assert [name for name, args in OURS if not paths_of(world, name, args)] == []


def test_looking_changes_nothing(world: World) -> None:
    looked = answers(signed_in(world.seeker), all_paths(world, OURS), SAFE)
    assert [answer for answer in looked if answer.tables or answer.status >= 500] == []


def test_strangers_get_404_for_every_object(world: World) -> None:
    """The method that an address does not take may say 405: that tells nothing either."""
    tried = list(answers(signed_in(make_seeker()), all_paths(world, ABOUT_ONE), ["get", "post"]))
    statuses: dict[str, set[int]] = defaultdict(set)
    for answer in tried:
        statuses[answer.path].add(answer.status)
    telling = {path: said for path, said in statuses.items() if said not in ({404}, {404, 405})}
    assert telling == {}
    assert [answer for answer in tried if set(answer.tables) - {"django_session"}] == []


def test_a_link_of_one_invitation_opens_no_other(world: World) -> None:
    other = Invitation.objects.get(pk=world.draft)
    for token in world.tokens:
        page = Client().get(reverse("host:invitation", args=[token])).content.decode()
        assert other.contact.name not in page
