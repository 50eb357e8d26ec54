"""What was answered or agreed elsewhere, in a browser: each answer opens what belongs to it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from chats.models import Chat, Invitation
from tests.browser.checks import context_of, faults_everywhere
from tests.browser.sessions import sign_in
from tests.factories import make_seeker, make_sent_invitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choose(page: Page, said: str) -> None:
    page.get_by_label(said, exact=True).check()


def test_each_answer_opens_what_belongs_to_it(browser: Browser, live_server: LiveServer) -> None:
    sent = make_sent_invitation(now=timezone.now())
    with context_of(browser, "phone", "light") as context:
        sign_in(context, sent.seeker, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + reverse("chats:answered", args=[sent.pk]))
        expect(page.get_by_label("When,", exact=False)).to_be_hidden()
        choose(page, "They proposed other times")
        expect(page.get_by_label("Time 1,", exact=False)).to_be_visible()
        choose(page, "Not now")
        expect(page.get_by_label("The day", exact=True)).to_be_hidden()
        choose(page, "From a day on")
        expect(page.get_by_label("The day", exact=True)).to_be_visible()
        choose(page, "Yes, and we agreed on a time")
        assert faults_everywhere(page) == []
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_text("Please give the day and the hour.")).to_be_visible()
        assert faults_everywhere(page) == []
        soon = timezone.localtime(timezone.now() + timedelta(days=5), sent.seeker.time_zone)
        page.get_by_label("When,", exact=False).fill(soon.strftime("%Y-%m-%dT15:00"))
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_text("Take it out")).to_be_visible()
        assert faults_everywhere(page) == []
    assert Chat.objects.get().invitation == sent


def test_a_note_is_taken_back_with_one_press(browser: Browser, live_server: LiveServer) -> None:
    sent = make_sent_invitation(now=timezone.now())
    with context_of(browser, "desk", "light", java_script_enabled=False) as context:
        sign_in(context, sent.seeker, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + reverse("chats:answered", args=[sent.pk]))
        choose(page, "No")
        page.get_by_role("button", name="Note it").click()
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("All is as it was before")).to_be_visible()
    assert Invitation.objects.get().status == "sent"


def test_three_fields_add_a_chat(browser: Browser, live_server: LiveServer) -> None:
    seeker = make_seeker()
    with context_of(browser, "phone", "dark") as context:
        sign_in(context, seeker, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/chats/")
        assert faults_everywhere(page) == []
        page.get_by_role("link", name="Add a chat").first.click()
        page.get_by_label("Who").fill("Jonas Weber")
        soon = timezone.localtime(timezone.now() + timedelta(days=5), seeker.time_zone)
        page.get_by_label("When,", exact=False).fill(soon.strftime("%Y-%m-%dT15:00"))
        assert faults_everywhere(page) == []
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("heading", name="Jonas Weber")).to_be_visible()
    assert Chat.objects.get().contact.name == "Jonas Weber"
