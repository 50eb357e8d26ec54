"""Plots and tree in a real browser: rules kept, every number reachable, and on paper too."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from progress.figures import VERSION
from progress.lifecycle import set_target
from progress.models import Snapshot
from progress.samples import FIGURES
from tests.browser.checks import context_of, faults_everywhere, faults_of
from tests.browser.sessions import sign_in
from tests.factories import make_contact, make_seeker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page, seeker: User, url: str, path: str) -> None:
    sign_in(page.context, seeker, url)
    page.goto(url + path)


def with_figures() -> User:
    seeker = make_seeker()
    set_target(seeker, 3, now=timezone.now())
    Snapshot.objects.create(seeker=seeker, figures=FIGURES, as_of=timezone.now(), version=VERSION)
    return seeker


def test_plots_with_their_numbers_keep_every_rule_in_both_themes(
    browser: Browser, live_server: LiveServer
) -> None:
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        opened(page, with_figures(), live_server.url, "/progress/")
        expect(page.get_by_role("img")).to_have_count(7)
        for summary in page.locator("summary").all():
            summary.focus()
            page.keyboard.press("Enter")
        expect(page.get_by_role("table")).to_have_count(7)
        assert faults_everywhere(page) == []


def test_the_letters_of_a_plot_stay_apart_on_the_narrowest_phone(
    browser: Browser, live_server: LiveServer
) -> None:
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        opened(page, with_figures(), live_server.url, "/progress/")
        page.set_viewport_size({"width": 320, "height": 800})
        overlapping = page.evaluate(
            """() => [...document.querySelectorAll("svg.plot")].flatMap(svg => {
              const texts = [...svg.querySelectorAll("text")].map(text =>
                [text.textContent, text.getBoundingClientRect()]).filter(([, box]) => box.width);
              return texts.flatMap(([one, a], i) => texts.slice(i + 1).filter(([, b]) =>
                a.left < b.right - 1 && b.left < a.right - 1 &&
                a.top < b.bottom - 4 && b.top < a.bottom - 4).map(([two]) => one + " / " + two));
            })"""
        )
    assert overlapping == []


def test_on_paper_the_numbers_are_there_and_the_buttons_are_not(
    browser: Browser, live_server: LiveServer
) -> None:
    with context_of(browser, "desk", "dark") as context:
        page = context.new_page()
        opened(page, with_figures(), live_server.url, "/progress/")
        page.emulate_media(media="print")
        for table in page.locator("table").all():
            expect(table).to_be_visible()
        expect(page.get_by_role("button", name="Change the target")).to_be_hidden()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_or_two_pages(
    browser: Browser, live_server: LiveServer, paper: str
) -> None:
    with context_of(browser, "desk", "light") as context:
        page = context.new_page()
        opened(page, with_figures(), live_server.url, "/progress/")
        expect(page.get_by_role("img")).to_have_count(7)
        printed = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 2


def test_the_tree_is_walked_by_keyboard(browser: Browser, live_server: LiveServer) -> None:
    seeker = make_seeker()
    nora = make_contact(seeker, "Nora Beck")
    by = nora
    for number in range(12):
        by = make_contact(seeker, f"Person {number} of the Long Names", introduced_by=by)
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        opened(page, seeker, live_server.url, "/introductions/")
        assert faults_of(page) == []
        link = page.locator(".tree a").first
        link.focus()
        expect(link).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{nora.get_absolute_url()}")


SHORTENED = """() => [...document.querySelectorAll(".tree__name, .tree__note")].map(each => {
  const style = getComputedStyle(each);
  return [each.scrollWidth > each.clientWidth, style.textOverflow, each.clientWidth,
          each.getBoundingClientRect().right <= innerWidth];
})"""


@pytest.mark.parametrize(("width", "some_short"), [(375, True), (1280, False)])
def test_a_name_is_shortened_by_the_room_there_is(
    browser: Browser, live_server: LiveServer, width: int, some_short: bool
) -> None:
    seeker, by = make_seeker(), None
    for number in range(12):
        name = f"Person {number} of the Very Long Names"
        by = make_contact(seeker, name, introduced_by=by, role="Head of learning and teaching")
    with context_of(browser, "desk", "light") as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        opened(page, seeker, live_server.url, "/introductions/")
        words = page.evaluate(SHORTENED)
    assert len(words) == 24
    assert any(short for short, *_ in words) == some_short
    assert [each for each in words if each[1] != "ellipsis" or each[2] < 112 or not each[3]] == []
