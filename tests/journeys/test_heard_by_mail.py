"""Hosts answer by e-mail: the whole program, a browser, and a real IMAP server beside them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import getaddresses, make_msgid
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.checks import context_of
from tests.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.journeys.people import no_faults, press_through, text_of, wait_for_email
from tests.patience import wait_until
from tests.program import inside, run_task, sql
from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.imap]

BERLIN = ZoneInfo("Europe/Berlin")
ASKED = "river sensors"


@pytest.fixture(scope="module")
def inbox() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(scope="module")
def program(inbox: Dovecot) -> Iterator[Stack]:
    url = f"imap://{inbox.user}:{quote(PASSWORD, safe='')}@127.0.0.1:{inbox.port}/INBOX"
    with running_stack(INBOX_URL=url, REPLY_ADDRESS="coffee+{}@localhost") as stack:
        yield stack


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with context_of(browser, "desk", "light") as context:
        yield context


def asked(context: BrowserContext, stack: Stack, seeker: str, host: str) -> EmailMessage:
    """The letter, as it came to the host; the seeker is signed in."""
    begun = json.loads(inside(stack, "tests.journeys.asked", seeker, host))
    context.add_cookies([{"name": "sessionid", "value": begun["cookie"], "url": stack.url}])
    return wait_for_email(stack, host, ASKED)


def answer(letter: EmailMessage, words: str, *, to: list[str]) -> EmailMessage:
    """As a mail program writes it."""
    reply = EmailMessage()
    reply["From"], reply["To"] = str(letter["To"]), ", ".join(to)
    reply["Subject"], reply["Message-ID"] = f"Re: {letter['Subject']}", make_msgid()
    reply["Date"] = datetime.now(BERLIN)
    reply["In-Reply-To"] = reply["References"] = str(letter["Message-ID"])
    quoted = "".join(f"> {line}\n" for line in text_of(letter).splitlines())
    reply.set_content(f"{words}\n\nOn 1 Dec 2026 at 09:00, Ana <a@b.example> wrote:\n\n{quoted}")
    return reply


def reply_to(letter: EmailMessage) -> list[str]:
    return [address for _, address in getaddresses([str(letter["Reply-To"])])]


def hear(stack: Stack, inbox: Dovecot, raw: bytes) -> None:
    inbox.put(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    run_task(stack, "chats.replies")
    wait_until("it was read", lambda: _read_up_to(stack) == len(inbox.flags()), stack.log_path)


def _read_up_to(stack: Stack) -> int:
    return max((uid for (uid,) in sql(stack, "SELECT uid FROM chats_inboxmark")), default=0)


def test_a_host_presses_reply_and_the_seeker_books_from_it(
    context: BrowserContext, program: Stack, inbox: Dovecot
) -> None:
    letter = asked(context, program, "ana@example.org", "jonas@example.com")
    ours, hers = reply_to(letter)
    assert (ours.startswith("coffee+"), hers) == (True, "ana@example.org")
    day = (datetime.now(BERLIN) + timedelta(days=9)).date()
    words = f"Gladly, Ana. {day.day} {day:%B} {day.year} at 3?\n\nJonas"
    hear(program, inbox, answer(letter, words, to=[ours, hers]).as_bytes())
    page = context.new_page()
    page.goto(program.url + "/")
    expect(page.get_by_role("main")).to_contain_text("Jonas Weber wrote to you")
    page.get_by_role("link", name="Jonas Weber wrote to you").first.click()
    expect(page.get_by_role("main")).to_contain_text("Gladly, Ana.")
    no_faults(page)
    page.get_by_role("link", name=re.compile("^Book .*15:00")).click()
    page.wait_for_url("**/answered/**")
    no_faults(page)
    press_through(page, "Note it")
    page.wait_for_url("**/chats/*/")
    expect(page.get_by_role("main")).to_contain_text("15:00")
    assert told(program, "ana@example.org") == []
    page.goto(program.url + "/")
    expect(page.get_by_role("main")).not_to_contain_text("wrote to you")


def told(stack: Stack, seeker: str) -> list[str]:
    statement = (
        "SELECT subject FROM outbox_outgoingemail WHERE kind = 'wrote_seeker' AND \"to\" = %s"
    )
    return [subject for (subject,) in sql(stack, statement, seeker)]


def test_what_came_to_us_alone_goes_on_to_the_seeker(
    context: BrowserContext, program: Stack, inbox: Dovecot
) -> None:
    letter = asked(context, program, "lee@example.org", "tomas@example.com")
    hear(program, inbox, answer(letter, "With pleasure!", to=reply_to(letter)[:1]).as_bytes())
    passed_on = wait_for_email(program, "lee@example.org", "wrote to you")
    assert "With pleasure!" in text_of(passed_on)
    assert "> " not in text_of(passed_on)
    assert str(passed_on["Reply-To"]) == "tomas@example.com"


def test_a_wrong_address_bounces_an_hour_later(
    context: BrowserContext, program: Stack, inbox: Dovecot
) -> None:
    letter = asked(context, program, "mia@example.org", "wrong@example.com")
    hear(program, inbox, bounce_of(letter))
    told_kindly = wait_for_email(program, "mia@example.org", "arrive")
    assert "550 5.1.1" in text_of(told_kindly)
    page: Page = context.new_page()
    page.goto(program.url + "/")
    expect(page.get_by_role("main")).to_contain_text("did not arrive")
    page.get_by_role("link", name=re.compile("did not arrive")).first.click()
    expect(page.get_by_role("main")).to_contain_text("correct the address")
    expect(page.get_by_role("main")).to_contain_text("A mail server sent it back")
    no_faults(page)


def bounce_of(letter: EmailMessage) -> bytes:
    """As Postfix writes it."""
    head = "".join(
        f"{name}: {letter[name]}\n" for name in ("Message-ID", "To", "Reply-To", "X-Answer-To")
    )
    return (
        "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\nTo: coffee@localhost\n"
        "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        "Auto-Submitted: auto-replied\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nI'm sorry.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {letter['To']}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{head}\n--b--\n"
    ).encode()


def test_a_note_of_absence_is_shown_and_is_no_answer(
    context: BrowserContext, program: Stack, inbox: Dovecot
) -> None:
    letter = asked(context, program, "noa@example.org", "away@example.com")
    day = (datetime.now(BERLIN) + timedelta(days=9)).date()
    note = answer(letter, f"I am away until {day.isoformat()}.", to=reply_to(letter)[:1])
    note["Auto-Submitted"] = "auto-replied"
    hear(program, inbox, note.as_bytes())
    page = context.new_page()
    page.goto(program.url + "/invitations/")
    page.get_by_role("link", name="Jonas Weber").first.click()
    expect(page.get_by_role("main")).to_contain_text("is away until")
    expect(page.get_by_role("main")).to_contain_text("Waiting for an answer")
    no_faults(page)
    page.goto(program.url + "/")
    expect(page.get_by_role("main")).not_to_contain_text("wrote to you")
