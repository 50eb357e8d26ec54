"""Writing an invitation in a real browser: it saves as one types, with script and without."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from calendars import clock
from chats import lifecycle
from chats.models import Invitation
from chats.states import InvitationStatus
from tests.browser.checks import SIZES, context_of, faults_everywhere, faults_of
from tests.browser.sessions import sign_in
from tests.chats.busy import make_busy
from tests.factories import make_contact, make_seeker
from tests.zones.changes import changes, distance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MESSAGE = "Hello Dana,\n\nyour talk stayed with me. Could we talk for 25 minutes? No is fine."


@pytest.fixture
def draft(transactional_db) -> Invitation:
    contact = make_contact(make_seeker(date_joined=timezone.now()))
    return lifecycle.start(contact.seeker, contact, now=timezone.now())


@pytest.fixture
def page(browser: Browser, live_server, draft: Invitation) -> Iterator[Page]:
    with context_of(browser, "desk", "light") as context:
        sign_in(context, draft.seeker, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/invitations/{draft.pk}/write/")
        yield page


def fresh(draft: Invitation) -> Invitation:
    return Invitation.objects.get(pk=draft.pk)


def later_week(page: Page) -> None:
    """A week in which nothing is past."""
    shown = page.locator("input[name='week']").input_value()
    page.get_by_role("button", name="Week after").click()
    expect(page.locator("input[name='week']")).not_to_have_value(shown)


def tick(page: Page, day: int) -> None:
    """The first half hour in view of that day."""
    row = page.locator(".week__row--whole:visible").first
    row.locator("td").nth(day).locator("label").click()


def pick_three(page: Page) -> None:
    later_week(page)
    for day in range(3):
        tick(page, day)
    expect(page.locator("#picked li")).to_have_count(3)


def test_typing_saves_coaches_and_shows_the_e_mail(page, draft):
    page.get_by_label("Subject").fill("Your talk")
    page.get_by_label("Message").fill(MESSAGE)
    expect(page.locator("#saved")).to_have_text(re.compile(r"^Saved\s*$"))
    expect(page.locator("#coach")).to_contain_text("An easy out")
    expect(page.locator("#envelope")).to_contain_text("Your talk")
    email = page.frame_locator("iframe[title^='The e-mail']")
    expect(email.locator("body")).to_contain_text("your talk stayed with me")
    host = page.frame_locator("iframe[title^='The page']")
    expect(host.locator("body")).to_contain_text("your talk stayed with me")
    assert (fresh(draft).subject, fresh(draft).message) == ("Your talk", MESSAGE)


def test_times_are_picked_in_the_week_and_typed_in_rows_and_sent(page, draft):
    page.get_by_label("Subject").fill("Your talk")
    page.get_by_label("Message").fill(MESSAGE)
    page.get_by_label("Video call").check()
    pick_three(page)
    later_week_picks = fresh(draft).typed_times
    assert len(later_week_picks) == 3
    page.get_by_role("button", name="Week after").click()
    expect(page.locator("input[name='times'][type='datetime-local']")).to_have_count(6)
    page.get_by_role("button", name=re.compile("^Remove")).first.click()
    expect(page.locator("#picked li")).to_have_count(2)
    page.locator("#time-3").fill(later_week_picks[0])
    expect(page.locator("#picked li")).to_have_count(3)
    assert page.get_by_label("Message").input_value() == MESSAGE
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("h1")).to_have_text("Your invitation to Dana")
    assert fresh(draft).status == InvitationStatus.SENT
    assert fresh(draft).slots.count() == 3


COUNT_LOADS = """window.loads = 0;
for (const frame of document.querySelectorAll("iframe[data-preview]"))
  frame.addEventListener("load", () => { window.loads += 1; });"""


def test_a_preview_that_cannot_be_shown_is_no_error_and_comes_back(page):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/preview/**", lambda route: route.abort())
    page.evaluate(COUNT_LOADS)
    for loads, subject in ((2, "Your talk"), (4, "Your talk at the fair")):
        page.get_by_label("Subject").fill(subject)
        page.wait_for_function("loads => window.loads === loads", arg=loads)
    assert errors == []
    page.unroute("**/preview/**")
    page.get_by_label("Message").fill(MESSAGE)
    host = page.frame_locator("iframe[title^='The page']")
    expect(host.locator("body")).to_contain_text("your talk stayed with me")
    assert errors == []


@pytest.mark.parametrize("button", ["Send the invitation", "Throw it away"])
def test_saving_while_a_button_is_in_focus_presses_it_not(page, draft, button):
    page.get_by_text("Throw this draft away").click()
    page.get_by_label("Subject").fill("Your talk")
    page.get_by_role("button", name=button).focus()
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert (fresh(draft).subject, fresh(draft).status) == ("Your talk", InvitationStatus.DRAFT)
    expect(page.locator("h1")).to_have_text("Write to Dana")


def test_a_save_that_fails_says_so_and_is_tried_again(page, draft):
    page.route("**/write/", lambda route: route.abort())
    page.get_by_label("Subject").fill("Your talk")
    expect(page.locator("#saved")).to_contain_text(
        "Not saved yet, trying again. Your text is still here"
    )
    page.unroute("**/write/")
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert fresh(draft).subject == "Your talk"


def test_without_script_a_draft_is_saved_and_sent(browser, live_server, draft):
    with context_of(browser, "phone", "light", java_script_enabled=False) as context:
        sign_in(context, draft.seeker, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/invitations/{draft.pk}/write/")
        page.get_by_label("Subject").fill("Your talk")
        page.get_by_label("Message").fill(MESSAGE)
        page.get_by_label("Subject").press("Enter")
        assert fresh(draft).message == MESSAGE
        page.get_by_role("button", name="Week after").click()
        for day in range(3):
            tick(page, day)
        page.get_by_role("button", name="Send the invitation").click()
        expect(page.locator("#problems")).to_contain_text("Please offer at least one way to meet.")
        page.get_by_label("Video call").check()
        page.get_by_role("button", name="Send the invitation").click()
        expect(page.locator("h1")).to_have_text("Your invitation to Dana")
    assert fresh(draft).status == InvitationStatus.SENT


def test_a_letter_with_problems_is_without_fault(page):
    page.get_by_label("Message").fill("Hello Jonas, {{x}} and a job?")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#problems")).to_be_focused()
    assert faults_everywhere(page) == []


def test_what_was_missing_goes_once_it_is_there(page, draft):
    page.get_by_label("Message").fill(MESSAGE)
    page.get_by_role("button", name="Send the invitation").click()
    problems = page.locator("#problems li")
    expect(problems).to_have_count(3)  # subject, ways, times
    page.get_by_role("button", name="Suggest times").click()
    expect(problems).to_have_count(2)
    expect(page.locator("#times-error")).to_have_count(0)
    page.get_by_label("Subject").fill("Your talk")
    expect(problems).to_have_count(1)
    expect(page.locator("#id_subject_error")).to_have_count(0)
    expect(page.get_by_label("Subject")).to_be_focused()
    page.get_by_label("Subject").fill("")
    expect(problems).to_have_count(2)
    page.get_by_label("Subject").fill("Your talk")
    page.get_by_label("Video call").check()
    expect(page.locator("#problems")).to_have_count(0)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("h1")).to_have_text("Your invitation to Dana")


PRESS_AS_THE_PAGE_COMES = """button => {
  button.click();
  dispatchEvent(new PageTransitionEvent("pageshow"));
}"""


def test_a_button_pressed_while_the_page_still_comes_is_not_dead(page):
    send = page.get_by_role("button", name="Send the invitation")
    send.evaluate(PRESS_AS_THE_PAGE_COMES)
    expect(page.locator("#problems")).to_be_focused()


def test_no_button_leaves_its_address_in_the_bar(page, draft, live_server):
    here = f"{live_server.url}/invitations/{draft.pk}/write/"
    page.locator("[name=starter]").first.click()
    expect(page.get_by_label("Message")).not_to_have_value("")
    expect(page).to_have_url(here)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page).to_have_url(here)
    page.reload()
    expect(page.locator("h1")).to_have_text("Write to Dana")


# -- The week, with script -----------------------------------------------------------------------


def box(page: Page, row: int, day: int):
    """The tick box in that row of those in view."""
    cells = page.locator(".week__row:visible").nth(row).locator("td")
    return cells.nth(day).locator("input")


def test_arrow_keys_walk_the_week_say_each_half_hour_and_turn_the_page(page):
    later_week(page)
    start = box(page, 2, 1)
    start.focus()
    for key, row, day in (("ArrowDown", 3, 1), ("ArrowRight", 3, 2), ("ArrowUp", 2, 2),
                          ("Home", 2, 0), ("End", 2, 6), ("ArrowLeft", 2, 5)):  # fmt: skip
        page.keyboard.press(key)
        expect(box(page, row, day)).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text(re.compile(r"Sat .*\d\d:00 .* New York"))
    assert page.locator(".week input[tabindex='0']").count() == 1
    page.keyboard.press("Space")
    expect(page.locator("#picked li")).to_have_count(1)
    shown = page.locator("input[name='week']").input_value()
    page.keyboard.press("PageDown")
    expect(page.locator("input[name='week']")).not_to_have_value(shown)
    expect(box(page, 2, 5)).to_be_focused()


def top_of_week(page: Page) -> float:
    return page.locator(".week").bounding_box()["y"]


@pytest.mark.parametrize("size", SIZES)
def test_the_week_stays_under_the_pointer_while_times_are_picked(page, draft, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_label("Message").fill(MESSAGE)
    expect(page.locator("#coach")).to_contain_text("An easy out")
    later_week(page)
    page.locator(".week").evaluate("week => week.scrollIntoView({block: 'center'})")
    # Not every browser holds what is in view while something above it grows.
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    tops = [top_of_week(page)]
    for day in range(4):
        box(page, 4, day).click(force=True)
        expect(page.locator("#picked li")).to_have_count(day + 1)
        tops.append(top_of_week(page))
    assert tops == [tops[0]] * 5
    rows = page.locator(".compose__rows").bounding_box()
    assert tops[0] < page.locator("#picked").bounding_box()["y"] < rows["y"]


def test_a_touch_on_a_busy_hour_is_answered_in_sight(browser, live_server, draft):
    make_busy(draft.seeker, timezone.now(), minutes=14 * 24 * 60)
    with context_of(browser, "phone", "light", has_touch=True, is_mobile=True) as context:
        sign_in(context, draft.seeker, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/invitations/{draft.pk}/write/")
        busy = page.locator(".cell--busy:visible").first
        busy.evaluate("cell => cell.scrollIntoView({block: 'center'})")
        busy.tap(force=True)
        said = page.locator("[data-said]")
        expect(said).to_have_text(re.compile("Busy in your calendar"))
        line, bar = said.bounding_box(), page.locator(".nav--signed-in").bounding_box()
        assert 0 < line["y"] < line["y"] + line["height"] <= bar["y"]


def test_a_drag_down_a_day_picks_times_one_after_the_other(page, draft):
    later_week(page)
    page.locator(".week").scroll_into_view_if_needed()
    start, end = (box(page, row, 1).bounding_box() for row in (4, 7))
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 9, end["y"] + 9, steps=12)
    page.mouse.up()
    expect(page.locator("#picked li")).to_have_count(4)
    assert len(fresh(draft).typed_times) == 4


def test_suggested_times_are_enough_to_send_at_once(page, draft):
    page.get_by_label("Subject").fill("Your talk")
    page.get_by_label("Message").fill(MESSAGE)
    page.get_by_label("Video call").check()
    page.get_by_role("button", name="Suggest times").click()
    expect(page.locator("#picked li")).to_have_count(5)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("h1")).to_have_text("Your invitation to Dana")
    assert fresh(draft).slots.count() == 5


def typed_twice() -> tuple[str, datetime]:
    """The local time that comes twice when the clocks of Berlin go back next, and its second."""
    zone, moment = ZoneInfo("Europe/Berlin"), timedelta(minutes=1)
    tomorrow = timezone.now() + timedelta(days=1)
    ahead = [at for at in changes(zone.key) if at > tomorrow]
    change = next(at for at in ahead if distance(at, zone) < distance(at - moment, zone))
    second = change + timedelta(minutes=30)
    return f"{second.astimezone(zone):%Y-%m-%dT%H:%M}", second


def test_an_hour_that_comes_twice_is_asked_about_while_typing_and_the_answer_stays(page, draft):
    wall, second = typed_twice()
    page.locator("#time-1").fill(wall)
    asked = page.locator("#picked").get_by_role("group", name="Which time do you mean?")
    expect(asked.get_by_role("button")).to_have_count(2)
    assert faults_of(page) == []
    meant = clock.say(second, ZoneInfo("Europe/Berlin"))
    asked.get_by_role("button", name=meant).click()
    expect(page.locator("#picked .slot__day")).to_have_text(meant)
    expect(page.locator("input[name='reading']")).to_have_value(f"{wall} UTC+1")
    page.get_by_label("Subject").fill("Your talk")
    expect(page.locator("#saved")).to_have_text(re.compile(r"^Saved\s*$"))
    page.wait_for_function("!document.querySelector('.htmx-request')")
    assert fresh(draft).typed_times == [f"{wall} UTC+1"]
    page.reload()
    expect(page.locator("#picked .slot__day")).to_have_text(meant)
