"""Full notes that stand on several pages: two devices write them at once, and no word is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from chats.models import Chat
from tests.browser.live import Call
from tests.browser.test_live_browser import (
    chat,  # noqa: F401
    context,  # noqa: F401
    opens,  # noqa: F401
    pytestmark,  # noqa: F401
)


def is_saved_as(page: Page, label: str, text: str) -> None:
    """Typed at the end of what stands there, and heard of as saved."""
    field = page.get_by_label(label)
    field.focus()
    field.press("Control+End")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field.press_sequentially(text)
    expect(page.locator("#saved")).to_contain_text("Saved")


@pytest.mark.parametrize(
    ("name", "label"), [("chats:chat", "Notes"), ("followups:after", "Full notes")]
)
def test_notes_of_the_call_and_of_another_page_come_together(
    opens,  # noqa: F811
    context: BrowserContext,  # noqa: F811
    live_server,
    chat: Chat,  # noqa: F811
    name: str,
    label: str,
) -> None:
    desk = context.new_page()
    desk.goto(live_server.url + reverse(name, args=[chat.pk]))
    phone: Call = opens()
    phone.write(phone.full(), "From the phone")
    phone.is_saved()
    is_saved_as(desk, label, "From the desk")
    assert Chat.objects.get().notes == "From the phone\nFrom the desk"
    expect(desk.get_by_label(label)).to_have_value("From the phone\nFrom the desk")
    is_saved_as(desk, label, ", and more")
    assert Chat.objects.get().notes == "From the phone\nFrom the desk, and more"
    phone.write(phone.full(), ", later")
    phone.is_saved()
    desk.reload()
    both = "From the phone, later\nFrom the desk, and more"
    expect(desk.get_by_label(label)).to_have_value(both)
