"""One chat from its preparation through the call itself to what came of it.

Everything that runs is real. Time passes by moving rows into the past, as in the other journeys.
How a seeker and a host come to a chat is in `test_journey`.
"""

from datetime import date, timedelta
from functools import partial

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.checks import context_of
from tests.browser.live import OFFLINE, Call
from tests.browser.test_live_offline import keeps
from tests.journeys.people import (
    come_back,
    let_the_chat_pass,
    no_faults,
    press,
    text_of,
    wait_for_email,
)
from tests.patience import wait_until
from tests.program import run_task, sql, wait_until_heard
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SEEKER, HOST = "ana.silva@example.org", "jonas.weber@example.com"
MINE = "What would you build first today?"
SAID, NEXT, HEARD = "The float switch comes first", "Buy one on Monday", "It cost four euros"
WORDS = (
    "Dear Jonas, when you said that the float switch comes first, my plan became half as long. "
    "I will build one on Monday. Ana"
)


# -- Before ---------------------------------------------------------------------------------------


def open_chat(page: Page, stack: Stack) -> None:
    page.goto(stack.url + "/")
    page.get_by_role("link", name="Chat with Jonas Weber", exact=True).click()
    page.wait_for_url("**/chats/*/")


def is_ready(page: Page, stack: Stack, done: str) -> None:
    open_chat(page, stack)
    expect(page.get_by_text(f"{done} done")).to_be_visible()


def is_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved")


def write_a_brief(page: Page) -> None:
    page.get_by_role("link", name="Begin the brief").click()
    page.get_by_label("Their path").fill("From a ferry to river gauges")
    page.get_by_label("Recent work").fill("The talk of March")
    page.get_by_label("Common ground").fill("Both of us wade")
    is_saved(page)
    no_faults(page)


def choose_questions(page: Page) -> None:
    """A mix, one more of the bank, and one of her own that must be asked."""
    page.get_by_role("link", name="Choose your questions").click()
    press(page, "Start with a good mix")
    rows = page.locator("#chosen li")
    expect(rows).not_to_have_count(0)
    mix = rows.count()
    page.locator("#suggestions summary").first.click()
    page.locator("#suggestions details[open] button").first.click()
    expect(rows).to_have_count(mix + 1)
    page.get_by_label("Your question").fill(MINE)
    press(page, "Add it")
    expect(rows).to_have_count(mix + 2)
    rows.filter(has_text=MINE).get_by_label("Must ask").check()
    is_saved(page)
    no_faults(page)


def set_a_goal(page: Page) -> None:
    page.get_by_label("Your goal in one line").fill("Know what to build first")
    is_saved(page)


def prepare(page: Page, stack: Stack) -> None:
    is_ready(page, stack, "1 of 6")  # where they meet
    write_a_brief(page)
    is_ready(page, stack, "2 of 6")
    choose_questions(page)
    is_ready(page, stack, "3 of 6")
    set_a_goal(page)
    is_ready(page, stack, "4 of 6")
    expect(page.get_by_role("listitem").filter(has_text=MINE)).to_contain_text("Must ask")


# -- During ---------------------------------------------------------------------------------------


def let_it_have_begun(stack: Stack, chat: int, minutes: int) -> None:
    """So many minutes ago, for 25 of them."""
    sql(
        stack,
        """UPDATE chats_chat SET starts_at = now() - %s * interval '1 minute',
           ends_at = now() + (25 - %s) * interval '1 minute' WHERE id = %s""",
        minutes,
        minutes,
        chat,
    )


def noted(stack: Stack, chat: int) -> set[tuple[str, bool]]:
    """What the server has: each text with its star."""
    rows = sql(stack, "SELECT text, is_starred FROM preparation_note WHERE chat_id = %s", chat)
    return {(text, is_starred) for text, is_starred in rows}


def full_notes(stack: Stack, chat: int) -> str:
    return str(sql(stack, "SELECT notes FROM chats_chat WHERE id = %s", chat)[0][0])


def asked(stack: Stack, chat: int) -> list[str]:
    query = "SELECT text FROM preparation_question WHERE chat_id = %s AND asked_at IS NOT NULL"
    return [text for (text,) in sql(stack, query, chat)]


def hold_the_chat(context: BrowserContext, stack: Stack, chat: int) -> None:
    """With a tunnel in the middle, and in the tunnel a page that is loaded anew."""
    call = Call(context, stack.url, chat)
    keeps(call, MINE)
    call.page.reload()
    call.tick(MINE).check()
    call.write(call.note_on(MINE), SAID)
    call.star_on(MINE).check()
    call.is_saved()
    no_faults(call.page)

    context.set_offline(True)
    call.write(call.free_notes().last, HEARD)
    call.write(call.note_on(MINE), ".")
    call.says(OFFLINE)
    assert noted(stack, chat) == {(SAID, True)}
    call.page.reload()
    expect(call.free_notes().first).to_have_value(HEARD)
    expect(call.note_on(MINE)).to_have_value(f"{SAID}.")
    call.write(call.full(), "He laughs about ferries")
    call.says(OFFLINE)
    assert call.kept() > 0
    assert full_notes(stack, chat) == ""

    context.set_offline(False)
    call.is_saved()
    assert noted(stack, chat) == {(f"{SAID}.", True), (HEARD, False)}
    assert asked(stack, chat) == [MINE]
    assert full_notes(stack, chat) == "He laughs about ferries"
    let_it_have_begun(stack, chat, minutes=26)
    call.page.reload()
    call.page.get_by_role("link", name="What comes after").click()
    call.page.wait_for_url(f"**/chats/{chat}/after/")
    call.page.close()


# -- After ----------------------------------------------------------------------------------------


def say_that_it_happened(page: Page, stack: Stack, chat: int) -> None:
    page.goto(f"{stack.url}/chats/{chat}/")
    press(page, "Yes")
    page.wait_for_url(f"**/chats/{chat}/after/")
    assert sql(stack, "SELECT status FROM chats_chat WHERE id = %s", chat) == [("held",)]


def look_back(page: Page) -> None:
    """The notes of the call stand there, the starred one first; then what is added to them."""
    jotted = page.locator(".jotted__note")
    expect(jotted).to_have_text([f"★Starred: {SAID}.", HEARD])
    expect(page.get_by_label("Full notes")).to_have_value("He laughs about ferries")
    page.get_by_label("What surprised you").fill("How little it takes")
    page.get_by_label("What next").fill(NEXT)
    is_saved(page)
    no_faults(page)
    promise = page.get_by_role("group", name="Promise 1")
    promise.get_by_label("What").fill("Send a photo of it")
    promise.get_by_label("By").fill(f"{date.today() + timedelta(days=7)}")
    press(page, "Add promises")
    expect(page.locator(".promises__one")).to_contain_text("You owe: Send a photo of it")
    expect(page.get_by_label("What next")).to_have_value(NEXT)
    page.get_by_role("group", name="Person 1").get_by_label("Name").fill("Mei Tanaka")
    press(page, "Add people")
    page.locator("#people").get_by_role("link", name="Mei Tanaka").click()
    page.wait_for_url("**/contacts/*/")
    expect(page.locator(".timeline")).to_contain_text("Named by Jonas Weber")


def thank(page: Page, stack: Stack, chat: int) -> None:
    """It begins with the starred note, and leaves only in words of her own."""
    page.goto(f"{stack.url}/chats/{chat}/after/")
    page.get_by_role("link", name="Write the thank-you").click()
    composer = page.get_by_label("Your thank-you")
    begun = composer.input_value()
    for part in (f"{SAID}.", NEXT, "Send a photo of it"):
        assert f"[in your own words: {part}]" in begun
    assert HEARD not in begun
    press(page, "Send it")
    expect(page.locator(".field__error")).to_contain_text("own words")
    composer.fill(WORDS)
    press(page, "Send it")
    expect(page.get_by_role("main")).to_contain_text("leaving")
    thanks = wait_for_email(stack, HOST, "Thank you, Jonas")
    assert WORDS in " ".join(text_of(thanks).split())
    assert str(thanks["Reply-To"]) == SEEKER


def note_what_came_of_it(page: Page, stack: Stack, chat: int) -> None:
    page.goto(f"{stack.url}/chats/{chat}/")
    page.get_by_role("link", name="Note an outcome").click()
    expect(page.get_by_role("group", name="Jonas Weber").get_by_role("checkbox")).to_be_checked()
    page.get_by_label("A referral").check()
    page.get_by_label("In a few words").fill("A lab that wants the sensor")
    no_faults(page)
    press(page, "Note it")
    page.wait_for_url("**/outcomes/")
    outcome = page.get_by_role("listitem").filter(has_text="A referral: A lab that wants")
    expect(outcome).to_contain_text("With Jonas Weber")
    expect(outcome).to_contain_text("Still to be told: Jonas Weber")
    page.goto(f"{stack.url}/follow-ups/?show=coming")
    expect(page.get_by_role("link", name="Tell Jonas Weber what came of it")).to_be_visible()
    page.goto(f"{stack.url}/chats/{chat}/")
    expect(page.get_by_role("link", name="A referral: A lab that wants")).to_be_visible()


def see_how_it_goes(page: Page, stack: Stack) -> None:
    """Once the worker has counted anew."""
    [(noted_at,)] = sql(stack, "SELECT now()")
    run_task(stack, "progress.sweep")
    newer = """SELECT s.id FROM progress_snapshot s JOIN accounts_user u ON u.id = s.seeker_id
        WHERE u.email = %s AND as_of > %s"""
    counted = partial(sql, stack, newer, SEEKER, noted_at)
    wait_until("the worker counts anew", counted, stack.log_path)
    page.goto(f"{stack.url}/progress/")
    page.get_by_text("The numbers: People at each step").click()
    for step in ("Met", "Thanked", "Something came of it"):
        expect(page.get_by_role("row", name=f"{step} 1 100", exact=True)).to_be_visible()


def nobody_was_reminded(stack: Stack, chat: int) -> None:
    """Though the moment of the first reminder has passed, and the sweep that sends it ran."""
    run_task(stack, "followups.sweep")
    wait_until_heard(stack)
    thanks = "SELECT id, status, remind_at FROM followups_followup"
    [(pk, status, remind_at)] = sql(
        stack, f"{thanks} WHERE chat_id = %s AND kind = 'thank_you'", chat
    )
    assert (status, remind_at) == ("done", None)
    about = "SELECT kind FROM outbox_outgoingemail WHERE about = %s"
    assert sql(stack, about, f"follow-up:{pk}") == [("thank_you",)]


def test_a_chat_before_during_and_after(stack: Stack, browser: Browser) -> None:
    with context_of(browser, "phone", "light") as context:
        chat = come_back(context, stack, SEEKER, "Europe/Berlin", HOST)
        seeker = context.new_page()
        prepare(seeker, stack)
        let_it_have_begun(stack, chat, minutes=10)
        hold_the_chat(context, stack, chat)
        say_that_it_happened(seeker, stack, chat)
        look_back(seeker)
        thank(seeker, stack, chat)
        let_the_chat_pass(stack, SEEKER)
        note_what_came_of_it(seeker, stack, chat)
        see_how_it_goes(seeker, stack)
        nobody_was_reminded(stack, chat)
