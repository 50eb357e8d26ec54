"""The answer of a button never stands under an address that leads nowhere: whoever reloads it, or
comes by a copy of it, gets the page that the button stands on."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tests.links.rows import undone
from tests.links.test_safe_methods import OURS, all_paths, answers, signed_in
from tests.links.test_safe_methods import world as world  # the fixture
from tests.links.world import World

pytestmark = pytest.mark.django_db

LONG = "x" * 9000
PRESSED = [{}, {"send": "yes", "text": LONG, "message": LONG, "line": LONG, "slot": "0"}]
"""What makes forms refuse, or answer with their page."""
REFUSED = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
LETTERS = {  # whatever is pressed, under one address
    "chats:write",
    "followups:thank_you",
    "followups:follow_up",
}
A_LETTER = re.compile(r'data-autosave="(/invitations/[^"]+|/follow-ups/[^"]+|[^"]+/thank-you/)"')
IS_THE_PAGE_OF = re.compile(r'data-page="([^"]+)"')


def pages_answered(client: Client, paths: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """Each press meets the world as it was, by whoever is signed in still."""
    cookies = client.cookies.copy()
    for path in paths:
        for typed in PRESSED:
            with undone():
                answer = client.post(path, typed)
            client.cookies = cookies.copy()
            if b"<html" in answer.content[:200] and answer.status_code in {*REFUSED, HTTPStatus.OK}:
                yield path, answer


def looked_at(client: Client, path: str) -> tuple[str, int]:
    """Where a look at the address ends, and how."""
    with undone():
        answer = client.get(path, follow=True)
    *_, (last, _) = [(path, 0), *answer.redirect_chain]
    return last, answer.status_code


def test_every_address_can_be_looked_at(world: World) -> None:
    looked = answers(signed_in(world.seeker), all_paths(world, OURS), ["get", "head"])
    assert [answer.path for answer in looked if answer.status == 405] == []


def test_what_a_button_answers_with_stands_where_the_button_stood(world: World) -> None:
    """With script under the address of the page, without at least where a look leads there. The
    page of a letter is looked for by its form."""
    client, wrong, refused = signed_in(world.seeker), [], set()
    for path, answer in pages_answered(client, all_paths(world, OURS)):
        name = resolve(path).view_name
        page = IS_THE_PAGE_OF.search(answer.text)
        found = looked_at(client, path)
        there = looked_at(client, page[1]) if page else (path, HTTPStatus.OK)
        is_right = name.startswith("host:") or found == there
        letter = A_LETTER.search(answer.text)
        if found[1] != HTTPStatus.OK or not is_right or (letter and path != letter[1]):
            wrong.append((path, answer.status_code, found))
        if answer.status_code in REFUSED:
            refused.add(name)
    assert wrong == []
    assert refused >= LETTERS
    assert len(refused) > 30
