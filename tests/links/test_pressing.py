"""Twenty buttons an hour through one private link; looking, and "never again", are not counted."""

import pytest
from django.test import Client
from pytest_django import Settings

from outbox.suppression import is_suppressed
from tests.chats.hosts import at
from tests.factories import NOW, make_link, make_seeker
from tests.links.copied import VICTIM, ask, copy_link, force, signed_in

pytestmark = pytest.mark.django_db


def declined(path: str, times: int) -> list[int]:
    with at(NOW):
        return [force(path, "decline").status_code for _ in range(times)]


def test_the_twenty_first_button_in_an_hour_does_nothing() -> None:
    assert declined(make_link(ask(make_seeker())), 21) == [303] * 20 + [429]


def test_the_page_stays_with_what_was_typed(settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "1/h"
    path = make_link(ask(make_seeker()))
    with at(NOW):
        force(path, "propose")
        page = force(path, "propose", line="Thursdays suit me best")
    assert "Thursdays suit me best" in page.content.decode()
    assert "come back in an hour" in page.content.decode()


def test_another_link_has_its_own_and_copies_share_theirs(settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "1/h"
    seeker = make_seeker()
    sent = ask(seeker)
    with at(NOW):
        client = signed_in(seeker)
        copies = [copy_link(client, sent) for _ in range(2)]
    assert [declined(path, 1) for path in copies] == [[303], [429]]
    assert declined(make_link(sent), 1) == [303]


def test_looking_and_never_again_are_not_counted(settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "1/h"
    path = make_link(ask(make_seeker()))
    declined(path, 2)
    with at(NOW):
        assert Client().get(path).status_code == 200
        assert force(path, "opt-out").status_code == 303
    assert is_suppressed(VICTIM)
