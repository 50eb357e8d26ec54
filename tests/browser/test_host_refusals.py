"""A host's form with something wrong in it, on a phone: the top says so, and leads to the field."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import context_of, faults_of
from tests.browser.test_host_states import SITE, answering
from tests.chats.hosts import at, post, soon
from tests.chats.test_host_refusals import WRONG
from tests.factories import make_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("plain_names")]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with context_of(browser, "phone", "light") as context:
        yield context.new_page()


def refused(page: Page, what: str) -> None:
    make, action, fields, _, _ = WRONG[what]
    path = make_link(make())
    with at(soon()):
        response = post(Client(), path, action, **({"way": "video"} | fields))
    assert response.status_code == 422
    page.unroute_all()
    page.route("**/*", answering(response))
    page.goto(SITE + path)


@pytest.mark.parametrize("what", WRONG)
def test_the_top_is_read_first_in_sight_and_leads_to_the_field(phone: Page, what: str) -> None:
    refused(phone, what)
    top = phone.get_by_role("alert")
    expect(top).to_be_focused()
    expect(top).to_be_in_viewport()
    assert faults_of(phone) == []
    anchor = WRONG[what][3]
    top.locator(f"a[href='#{anchor}']").click()
    expect(phone.locator(f"#{anchor}")).to_be_in_viewport()
