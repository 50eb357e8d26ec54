"""A link never acts: every address by every safe method leaves the database as it was."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from archive.models import Export
from archive.states import Status
from calendars.lifecycle import add_feed
from chats.models import Invitation, Link
from chats.states import Side
from chats.tokens import mint
from followups import lifecycle
from followups.lifecycle import keeping
from followups.lifecycle.debriefing import Promised
from followups.models import Promise
from followups.states import Kind
from followups.tokens import stop_url
from outcomes.lifecycle import Noted, note
from outcomes.states import Kind as OutcomeKind
from preparation import lifecycle as preparation
from tests.factories import (
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_link,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db

SAFE = ["get", "head", "options"]
NOT_OURS = ("admin:", "account", "mfa", "socialaccount", "google", "openid", "static")
"""Django's and allauth's own pages write sessions when they are looked at; they hold no object."""


@dataclass
class World:
    """A seeker with one of everything, and the private links of their hosts."""

    seeker: User
    contact: int
    draft: int
    invitation: int
    chat: int
    upcoming: int
    calendar_account: int
    export: int
    promise: int
    follow_up: int
    outcome: int
    tokens: list[str]


@pytest.fixture
def world(settings) -> World:
    settings.UNKNOWN_LINKS_RATE = "100000/s"
    seeker, now = make_seeker(), timezone.now()
    draft = make_draft(make_contact(seeker, "Ada Draft"))
    sent = make_sent_invitation(make_contact(seeker, "Ben Sent"), now=now)
    upcoming = make_chat(
        make_contact(seeker, "Cleo Next"), starts_at=now + timedelta(days=2), now=now
    )
    preparation.fill(upcoming)
    ended = make_ended_chat(make_contact(seeker, "Dan Met"), ended_at=now - timedelta(hours=1))
    one_click = mint(sent, purpose=Link.Purpose.OPT_OUT, after=now, to=sent.contact.email)
    paths = [make_link(sent), make_link(upcoming.invitation), one_click]
    tokens = [path.partition("/i/")[2].partition("/")[0] for path in paths]
    tokens.append(stop_url(seeker).removesuffix("/").rpartition("/")[2])
    account = add_feed(seeker, "https://calendar.example.com/work.ics", "Work", now=now)
    export = Export.objects.create(
        seeker=seeker, status=Status.READY, ready_at=now, expires_at=now + timedelta(days=1)
    )
    lifecycle.add_promises(ended, [Promised(Side.SEEKER, "Send the article")])
    update = keeping.begin(ended.contact, Kind.UPDATE, now=now)
    outcome = note(seeker, Noted(OutcomeKind.OFFER, "", now.date(), [ended]), now=now)
    chats = (ended.pk, upcoming.pk)
    others = (account.pk, export.pk, Promise.objects.get().pk, update.pk, outcome.pk)
    return World(seeker, draft.contact_id, draft.pk, sent.pk, *chats, *others, tokens)


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, namespace: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """The name and the arguments of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield namespace + pattern.name, list(pattern.pattern.converters)


OURS = [(name, args) for name, args in routes() if not name.startswith(NOT_OURS)]


def paths_of(world: World, name: str, arguments: list[str]) -> list[str]:
    """The address with every object it can be about."""
    if arguments == ["token"]:
        return [reverse(name, args=[token]) for token in [*world.tokens, "unknown-token"]]
    if arguments == ["contact_pk"] or (arguments == ["pk"] and name.startswith("contacts:")):
        return [reverse(name, args=[world.contact])]
    if arguments == ["pk"] and name.startswith("outcomes:"):
        return [reverse(name, args=[world.outcome])]
    if arguments == ["pk"]:
        chats = {world.chat, world.upcoming}
        others = {world.calendar_account, world.export, world.promise, world.follow_up}
        objects = {world.draft, world.invitation, *chats, *others}
        return [reverse(name, args=[pk]) for pk in sorted(objects)]
    assert arguments == [], f"say what {name} is about"
    return [reverse(name)]


def fingerprint() -> dict[str, str]:
    """Every row of every table, as one hash for each table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def test_there_are_addresses_to_try() -> None:
    assert len(OURS) > 40


@pytest.mark.parametrize(("name", "arguments"), OURS, ids=[name for name, _ in OURS])
def test_looking_changes_nothing(world: World, name: str, arguments: list[str]) -> None:
    client = Client()
    client.force_login(world.seeker, "django.contrib.auth.backends.ModelBackend")
    paths = paths_of(world, name, arguments)
    before = fingerprint()
    answers = [getattr(client, method)(path).status_code for path in paths for method in SAFE]
    assert fingerprint() == before
    assert max(answers) < 500 or name == "healthz"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [(name, args) for name, args in OURS if args in (["pk"], ["contact_pk"])],
    ids=[name for name, args in OURS if args in (["pk"], ["contact_pk"])],
)
def test_strangers_get_404_for_every_object(world: World, name: str, arguments: list[str]) -> None:
    """The method that an address does not take may say 405: that tells nothing either."""
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    before = fingerprint()
    for path in paths_of(world, name, arguments):
        assert {stranger.get(path).status_code, stranger.post(path).status_code} <= {404, 405}
        assert 404 in {stranger.get(path).status_code, stranger.post(path).status_code}
    after = fingerprint()
    assert {table for table in after if after[table] != before[table]} <= {"django_session"}


def test_a_link_of_one_invitation_opens_no_other(world: World) -> None:
    other = Invitation.objects.get(pk=world.draft)
    for token in world.tokens:
        page = Client().get(reverse("host:invitation", args=[token])).content.decode()
        assert other.contact.name not in page
