"""What came by e-mail in a real browser: without fault at both sizes, in light and in dark."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from chats.models import Invitation
from chats.states import IncomingKind
from tests.browser.checks import context_of, faults_everywhere
from tests.browser.sessions import sign_in
from tests.chats.replies.test_heard_pages import heard
from tests.factories import make_contact, make_seeker, make_sent_invitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "a-file-with-a-name-that-nobody-thought-would-ever-be-shown-on-a-phone-2026.pdf"


def answered_at_length() -> Invitation:
    """Everything that can come: a note of absence, then words with times, a file and a quote."""
    dana = make_contact(make_seeker(), email="dana@example.com", time_zone="Europe/London")
    ask = make_sent_invitation(dana, now=timezone.now())
    day = (timezone.now() + timedelta(days=9)).date()
    heard(ask, "I am away.", kind=IncomingKind.AUTO, until=date(2027, 1, 7))
    words = (
        f"Gladly, Sam.\n\n{day.day} {day:%B} {day.year} at 3, or {day.day} {day:%B} at 5?\n\nDana"
    )
    heard(
        ask,
        words,
        whole=f"{words}\n\n> " + "word " * 80 + "\n> " + "x" * 300,
        attachments=[LONG],
        sender="office@example.com",
        is_from_host=False,
    )
    return ask


def test_the_answer_is_without_fault_and_its_time_is_one_press_away(
    browser: Browser, live_server: LiveServer
) -> None:
    ask = answered_at_length()
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        sign_in(context, ask.seeker, live_server.url)
        page.goto(live_server.url + ask.get_absolute_url())
        page.get_by_text("The whole e-mail").first.click()
        assert faults_everywhere(page) == []
        page.get_by_role("link", name="Book ").first.click()
        page.wait_for_url("**/answered/**")
        assert page.locator("input[name=what][value=take]").is_checked()
