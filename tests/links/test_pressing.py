"""Twenty buttons an hour through one private link. Looking and "never again" are not counted, and
what is taken back has a count of its own."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from chats.models import Answer
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


def test_what_was_said_with_the_last_press_can_be_taken_back(settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "2/h"
    path = make_link(ask(make_seeker()))
    declined(path, 3)
    with at(NOW):
        assert force(path, "opt-out").status_code == 303
        assert force(path, "undo").status_code == 303
    assert not is_suppressed(VICTIM)


def test_any_other_undo_is_a_press_like_others(settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "3/h"
    sent = ask(make_seeker())
    path, slot = make_link(sent), sent.slots.earliest("starts_at").pk
    with at(NOW):
        verbs = [("take", {"slot": slot, "way": "video"}), ("undo", {})] * 2
        answers = [force(path, verb, **said).status_code for verb, said in verbs]
    assert answers == [303, 303, 303, 429]


def test_never_again_and_back_in_a_loop_ends(settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "3/h"
    path, answers = make_link(ask(make_seeker())), []
    with at(NOW):
        for _ in range(5):
            force(path, "opt-out")
            answers.append(force(path, "undo").status_code)
    assert answers == [303, 303, 303, 429, 429]
    assert Answer.objects.count() == 4
    assert is_suppressed(VICTIM)


def test_later_the_page_says_whom_to_ask() -> None:
    path = make_link(ask(make_seeker()))
    with at(NOW):
        force(path, "opt-out")
        now = Client().get(f"{path}opt-out/").content.decode()
    with at(NOW + timedelta(minutes=16)):
        later = Client().get(f"{path}opt-out/").content.decode()
    assert ("Undo</button>" in now, "whoever runs this site can lift it" in now) == (True, False)
    assert "Undo</button>" not in later
    assert "If you change your mind, whoever runs this site can lift it." in later
