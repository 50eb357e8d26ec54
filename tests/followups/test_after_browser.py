"""Looking back in a browser: three parts, many buttons, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from chats.models import Chat
from chats.states import Side
from contacts.models import Contact
from followups import lifecycle
from followups.debrief.debriefing import Promised
from followups.models import Promise
from tests.browser.sessions import sign_in
from tests.factories import make_ended_chat
from tests.patience import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chat(transactional_db: None) -> Chat:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    lifecycle.add_promises(chat, [Promised(Side.SEEKER, "Send a photo")])
    return chat


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(
    request: pytest.FixtureRequest, browser: Browser, live_server, chat: Chat
) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=request.param) as context:
        sign_in(context, chat.seeker, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/chats/{chat.pk}/after/")
        yield page


PRESSED_AND_SAVED_ONCE_MORE = """() => new Promise((done) => {
  const form = document.getElementById("after");
  let sent = 0;
  form.requestSubmit = () => {
    sent += 1;
    if (sent > 1) return;
    form.addEventListener("saved", () => setTimeout(() => done(sent)), { once: true });
    form.dispatchEvent(new Event("again"));
  };
  document.querySelector("[formaction$='/kept/']").click();
})"""
"""How often the page was sent for one press."""


def fill(page: Page) -> None:
    page.get_by_label("Full notes").fill("All of it")
    page.locator("#id_promise-0-text").fill("Send the article")
    page.locator("#id_person-0-name").fill("Lea Stern")


@pytest.mark.parametrize("button", ["Save", "Add promises", "Kept"])
def test_whichever_button_is_pressed_nothing_is_lost(page: Page, chat: Chat, button: str) -> None:
    fill(page)
    page.get_by_role("button", name=button).first.click()
    expect(page.get_by_text("Lea Stern: now among your contacts.")).to_be_visible()
    expect(page.get_by_label("Full notes")).to_have_value("All of it")
    assert Chat.objects.get().notes == "All of it"
    assert Promise.objects.filter(text="Send the article").count() == 1


@pytest.mark.parametrize("page", [True], indirect=True)
def test_a_save_that_ends_after_the_press_does_not_send_the_page_again(page: Page) -> None:
    fill(page)
    assert page.evaluate(PRESSED_AND_SAVED_ONCE_MORE) == 1


def test_a_refusal_keeps_what_stands_in_the_other_parts(page: Page, chat: Chat) -> None:
    fill(page)
    page.locator("#id_promise-1-due_on").fill("2026-11-30")
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_text("Please say what was promised.")).to_be_visible()
    summary = page.get_by_role("alert").filter(has_text="Nothing is lost.")
    expect(summary).to_be_in_viewport()
    expect(summary).to_be_focused()
    expect(page.locator("#id_person-0-name")).to_have_value("Lea Stern")
    expect(page.locator("#id_promise-0-text")).to_have_value("Send the article")
    expect(page.get_by_label("Full notes")).to_have_value("All of it")


@pytest.mark.parametrize("page", [True], indirect=True)
def test_saving_by_itself_and_leaving_adds_no_promise_and_nobody(page: Page, chat: Chat) -> None:
    fill(page)
    expect(page.locator("#saved")).to_have_text("Saved")
    page.get_by_label("Full notes").fill("All of it, and more")
    page.goto("about:blank")
    becomes(page, "the notes", lambda: Chat.objects.get().notes, "All of it, and more")
    assert (Promise.objects.count(), Contact.objects.count()) == (1, 1)
