"""Today in a real browser: the buttons of a row stand side by side."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from chats.states import Side
from followups.keep_in_touch import keeping
from followups.models import Promise
from tests.browser.checks import context_of, faults_of
from tests.browser.sessions import sign_in
from tests.factories import make_contact, make_ended_chat, make_seeker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = """() => [...document.querySelectorAll(".today__item .actions, .today__item .later")]
  .map(row => [...row.querySelectorAll("button, a")]
    .map(each => { const box = each.getBoundingClientRect(); return (box.top + box.bottom) / 2; })
    .sort((one, other) => one - other)
    .filter((middle, place, all) => !place || middle - all[place - 1] > 1.5).length)"""
"""How many lines the buttons of each row stand on: whose middles are apart by more than a pixel."""


def somebody_with_much_to_do() -> User:
    seeker, now = make_seeker(), timezone.now()
    make_ended_chat(make_contact(seeker, "Dana Okafor"), ended_at=now - timedelta(hours=1))
    chat = make_ended_chat(make_contact(seeker, "Jonas Weber"), ended_at=now - timedelta(days=20))
    owes = {"seeker": seeker, "contact": chat.contact, "chat": chat, "due_on": now.date()}
    Promise.objects.create(by=Side.SEEKER, text="Send the article", **owes)
    Promise.objects.create(by=Side.HOST, text="Name two papers", **owes)
    keeping.prompt_after(chat, now=now - timedelta(days=19))
    return seeker


def lines_at(page: Page, width: int) -> list[int]:
    page.set_viewport_size({"width": width, "height": 900})
    found: list[int] = page.evaluate(LINES)
    return found


def test_the_buttons_of_a_row_stand_on_one_line(browser: Browser, live_server: LiveServer) -> None:
    with context_of(browser, "desk", "light") as context:
        sign_in(context, somebody_with_much_to_do(), live_server.url)
        page = context.new_page()
        page.goto(live_server.url)
        for width in (1280, 768, 640):
            assert lines_at(page, width) == [1, 1, 1, 1], width
        assert max(lines_at(page, 375)) <= 2
        assert faults_of(page) == []
