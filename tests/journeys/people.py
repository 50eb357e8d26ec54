"""A seeker and a host as they are in the journey: a browser each, and e-mails to read."""

import re
import time
from email.message import EmailMessage

from playwright.sync_api import Page

from coffeechat.mailbox.store import Mailbox
from tests.patience import PATIENCE
from tests.stack import Stack

LINK = re.compile(r"https?://\S+/i/[A-Za-z0-9_-]+/\S*")
CODE = re.compile(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4}|\d{6})\s*$", re.MULTILINE)


def wait_for_email(stack: Stack, to: str, subject: str, seconds: float = PATIENCE) -> EmailMessage:
    """The newest e-mail to this address whose subject holds the words."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for stored in Mailbox(stack.mailbox_dir).newest(to):
            message = stored.message()
            if subject.lower() in str(message["Subject"]).lower():
                return message
        time.sleep(0.2)
    subjects = [
        str(stored.headers()["Subject"]) for stored in Mailbox(stack.mailbox_dir).newest(to)
    ]
    raise AssertionError(f"No e-mail about {subject!r} to {to}, only {subjects}")


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def entry_of(message: EmailMessage) -> str:
    """The calendar entry that came with it."""
    return next(
        str(part.get_content())
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
    )


def private_link(message: EmailMessage) -> str:
    found = LINK.search(text_of(message))
    assert found, text_of(message)
    return found.group().rstrip(".>)")


def sign_up(page: Page, stack: Stack, email: str) -> None:
    """Up to the welcome page, with the code from the e-mail."""
    page.goto(stack.url + "/accounts/signup/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("main").get_by_role("button", name="Send me a code").click()
    code = CODE.search(text_of(wait_for_email(stack, email, "code")))
    assert code
    page.get_by_label("Code").fill(code.group(1))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/welcome/")
