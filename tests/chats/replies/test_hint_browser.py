"""The card of a hint in a real browser: accessible, both themes, at 320 pixels too."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from chats.states import CalendarSaid, Side
from tests.browser.checks import context_of, faults_everywhere
from tests.browser.sessions import sign_in
from tests.chats.replies.test_pages import hint
from tests.chats.test_chat_pages import upcoming_chat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_hints_are_without_fault_and_lead_to_the_move(
    browser: Browser, live_server: LiveServer
) -> None:
    chat = upcoming_chat()
    hint(chat, CalendarSaid.COUNTERED, proposed_at=chat.starts_at + timedelta(days=1))
    hint(chat, CalendarSaid.DECLINED, Side.SEEKER)
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        sign_in(context, chat.seeker, live_server.url)
        page.goto(live_server.url + chat.get_absolute_url())
        assert faults_everywhere(page) == []
        page.get_by_role("link", name="Move it to that time").click()
        page.get_by_role("button", name="Move it").click()
        page.wait_for_url(f"**{chat.get_absolute_url()}")
        assert page.get_by_role("heading", name="calendar").count() == 0
    moved_to = chat.starts_at + timedelta(days=1)
    chat.refresh_from_db()
    assert chat.starts_at == moved_to
