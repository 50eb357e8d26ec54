"""Take the pictures of the README from the running program: `bin/screenshots`.

The sample seeker shows what a busy week looks like; a real walk shows what leaves by e-mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from local.mailbox.store import Mailbox
from local.services.browser import find_chromium
from tests.journeys.people import private_link, sign_up, wait_for_email
from tests.stack import Stack, running_stack

PICTURES = Path(__file__).with_name("screenshots")
MAX_BYTES = 200_000
DESK, LETTER, PHONE = (1280, 860), (640, 860), (390, 800)

SEEKER, HOST = "robin@example.org", "ines@example.com"
BERLIN = ZoneInfo("Europe/Berlin")
MESSAGE = """Dear Ines,

I teach biology in Berlin and heard you at the river days, on letting floods back into a valley. \
You said the farmers had the best idea. I am finding my way into climate work and would love to \
hear how you found yours.

Could we talk for 25 minutes, by video? If not, no is fine.

Robin"""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    chromium = find_chromium()
    with running_stack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        look_around(browser, stack)
        ask_and_answer(browser, stack)
        browser.close()


def look_around(browser: Browser, stack: Stack) -> None:
    """The sample seeker's pages."""
    with page_of(browser, DESK) as page:
        page.goto(stack.url)
        page.get_by_role("button", name="Look around with sample data").first.click()
        page.wait_for_load_state()
        take(page, "today")
        page.emulate_media(color_scheme="dark")
        take(page, "today-dark")
        page.emulate_media(color_scheme="light")
        page.goto(stack.url + "/chats/")
        page.get_by_role("link", name="Dana").first.click()
        take(page, "chat")
        page.goto(stack.url)
        page.locator("a[href$='/thank-you/']").first.click()
        take(page, "thank-you")
        page.goto(stack.url + "/progress/")
        take(page, "progress")
        add_contact(page, stack, "America/New_York")
        start_writing(page)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("button", name="Suggest times").click()
        page.wait_for_timeout(500)  # for htmx to put the answer in its place
        page.set_viewport_size({"width": 1280, "height": 1400})
        turn_to_the_week_offered(page)
        take_the_week(page)
    with page_of(browser, PHONE, phone=True) as page:
        page.goto(stack.url)
        page.get_by_role("button", name="Look around with sample data").first.click()
        page.goto(stack.url + "/chats/")
        page.get_by_role("link", name="Dana").first.click()
        page.get_by_role("link", name="Open the page for the call").click()
        take(page, "call-phone")


def ask_and_answer(browser: Browser, stack: Stack) -> None:
    with page_of(browser, DESK) as page:
        sign_up(page, stack, SEEKER)
        introduce(page)
        add_contact(page, stack, "Europe/Lisbon")
        write(page)
        page.set_viewport_size({"width": 1280, "height": 1400})
        take(page, "compose")
        page.get_by_role("button", name="Send the invitation").click()
        page.wait_for_url("**/invitations/*/")
    link = private_link(wait_for_email(stack, HOST, "valley"))
    with page_of(browser, LETTER) as page:
        [stored] = Mailbox(stack.mailbox_dir).newest(HOST)
        page.goto(f"{stack.url}/mailbox/{stored.key}/html/")
        take(page, "email")
    with page_of(browser, PHONE, zone="Europe/Lisbon", phone=True) as page:
        page.emulate_media(color_scheme="dark")
        page.goto(link.partition("?")[0])
        take(page, "host-phone-dark")
        page.emulate_media(color_scheme="light")
        page.goto(link)
        take(page, "host-phone")
        page.locator("button[name=slot]").nth(1).click()
        page.wait_for_load_state()
        take(page, "booked-phone")


def introduce(page: Page) -> None:
    page.get_by_label("Your name").fill("Robin Falk")
    page.get_by_label("One line about you").fill("Biology teacher, on the way to climate work")
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_label("Video link").fill("https://meet.example.org/robin")
    page.get_by_role("button", name="Continue", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/welcome/"))


def add_contact(page: Page, stack: Stack, zone: str) -> None:
    page.goto(stack.url + "/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Ines Duarte")
    page.get_by_label("E-mail").fill(HOST)
    page.get_by_label("Role").fill("River restorer")
    page.get_by_label("Company").fill("Vale Vivo")
    page.get_by_label("Time zone").select_option(zone)
    page.get_by_label("connected").fill("Heard her at the river days")
    page.locator("main form button").first.click()
    page.wait_for_url("**/contacts/*/")


def start_writing(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Write an invitation").click()
    page.wait_for_url("**/write/")


def write(page: Page) -> None:
    start_writing(page)
    page.get_by_label("Subject").fill("Letting floods back into a valley")
    page.get_by_label("Message", exact=True).fill(MESSAGE)
    page.get_by_label("Video call").check()
    boxes = page.locator("input[type=datetime-local][name=times]")
    for number, typed in enumerate(times()):
        boxes.nth(number).fill(typed)
    preview = page.frame_locator("iframe").first
    preview.get_by_text("the farmers had the best idea").wait_for()
    page.evaluate("window.scrollTo(0, 0)")


def turn_to_the_week_offered(page: Page) -> None:
    offered = page.locator(".compose__week input:checked")
    while offered.count() < 2:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("#week-later").click()
        page.wait_for_timeout(500)  # for htmx to put the answer in its place


def take_the_week(page: Page) -> None:
    """At a desk and on a phone, light and dark."""
    week = page.locator(".compose__week")
    take(page, "times", week)
    page.emulate_media(color_scheme="dark")
    take(page, "times-dark", week)
    page.set_viewport_size({"width": 375, "height": 1400})
    take(page, "times-phone-dark", week)
    page.emulate_media(color_scheme="light")
    take(page, "times-phone", week)


def times() -> list[str]:
    """Three afternoons of the week after next."""
    today = datetime.now(BERLIN)
    monday = today + timedelta(days=14 - today.weekday())
    return [
        f"{monday + timedelta(days=day):%Y-%m-%d}T{hour}"
        for day, hour in ((0, "15:00"), (1, "17:00"), (3, "16:00"))
    ]


@contextmanager
def page_of(
    browser: Browser, size: tuple[int, int], *, zone: str = "Europe/Berlin", phone: bool = False
) -> Iterator[Page]:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
        timezone_id=zone,
        locale="en-GB",
        is_mobile=phone,
        has_touch=phone,
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def take(page: Page, name: str, part: Locator | None = None) -> None:
    path = PICTURES / f"{name}.png"
    picture = (part or page).screenshot(path=path, animations="disabled")
    if len(picture) > MAX_BYTES:
        raise SystemExit(f"{path.name} has {len(picture):,} bytes, more than {MAX_BYTES:,}.")
    print(f"{path.name}: {len(picture) // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
