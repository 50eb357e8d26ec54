"""A seeker and a host as they are in the journey: a browser each, and e-mails to read."""

import json
import re
from datetime import UTC, datetime
from email.message import EmailMessage

from playwright.sync_api import BrowserContext, Page

from local.mailbox.store import Mailbox
from tests.browser.checks import faults_of
from tests.patience import wait_until
from tests.program import inside, sql
from tests.stack import Stack

LINK = re.compile(r"https?://\S+/i/[A-Za-z0-9_-]+/\S*")
CODE = re.compile(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4}|\d{6})\s*$", re.MULTILINE)


def wait_for_email(stack: Stack, to: str, subject: str) -> EmailMessage:
    """The newest e-mail to this address whose subject holds the words."""
    mailbox = Mailbox(stack.mailbox_dir)

    def find() -> EmailMessage | None:
        messages = (stored.message() for stored in mailbox.newest(to))
        return next((one for one in messages if subject.lower() in _subject(one).lower()), None)

    def has_come() -> str:
        return f"Only these have come: {[_subject(one.message()) for one in mailbox.newest(to)]}"

    return wait_until(f"an e-mail about {subject!r} to {to}", find, stack.log_path, has_come)


def _subject(message: EmailMessage) -> str:
    return str(message["Subject"])


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


def come_back(
    context: BrowserContext, stack: Stack, email: str, zone: str = "UTC", host: str = ""
) -> int:
    """Signed in as a seeker of old, with a chat to come where a host is named; its number."""
    begun = json.loads(inside(stack, "tests.journeys.begun", email, zone, host))
    context.add_cookies([{"name": "sessionid", "value": begun["cookie"], "url": stack.url}])
    return int(begun.get("chat", 0))


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def press_through(page: Page, name: str) -> None:
    """To the page it leads to: a press asks first who is signed in, and goes on after that."""
    with page.expect_navigation():
        press(page, name)


def no_faults(page: Page) -> None:
    assert faults_of(page) == [], page.url


def let_the_chat_pass(stack: Stack, seeker: str) -> None:
    """It ended two hours and a minute ago, and for the seeker it is about noon."""
    ahead = 12 - datetime.now(UTC).hour  # POSIX counts westward: Etc/GMT-3 is UTC+3
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "UTC"
    sql(stack, "UPDATE accounts_user SET time_zone = %s WHERE email = %s", zone, seeker)
    sql(
        stack,
        """UPDATE chats_chat SET starts_at = now() - interval '146 minutes',
           ends_at = now() - interval '121 minutes'
           WHERE seeker_id = (SELECT id FROM accounts_user WHERE email = %s)""",
        seeker,
    )
