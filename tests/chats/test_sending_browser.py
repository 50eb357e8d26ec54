"""The moment of sending in a real browser: its pages, on a phone and a desk, light and dark."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from calendars.fields import typed_as
from chats import lifecycle
from chats.models import Invitation
from tests.browser.checks import context_of, faults_everywhere
from tests.browser.sessions import sign_in
from tests.factories import make_contact, make_draft, make_seeker, three_times

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BERLIN = ZoneInfo("Europe/Berlin")


def drafted(now: datetime) -> Invitation:
    times = [typed_as(at, BERLIN) for at in three_times(now + timedelta(days=7))]
    contact = make_contact(make_seeker(), "Jonas Weber", time_zone="America/New_York")
    return make_draft(contact, now=now, typed_times=times)


def planned(draft: Invitation, now: datetime) -> str:
    lifecycle.plan(draft, send_at=now + timedelta(days=1), now=now)
    return draft.get_absolute_url()


def writing(draft: Invitation, now: datetime) -> str:
    planned(draft, now)
    lifecycle.unplan(draft, now=now)
    return f"/invitations/{draft.pk}/write/"


PAGES: dict[str, Callable[[Invitation, datetime], str]] = {
    "planned": planned,
    "writing": writing,
}


@pytest.fixture
def page(browser: Browser, live_server, transactional_db) -> Iterator[Page]:
    with context_of(browser, "desk", "light") as context:
        page = context.new_page()
        yield page


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_sending_are_whole(page: Page, live_server, name: str) -> None:
    now = timezone.now()
    draft = drafted(now)
    sign_in(page.context, draft.seeker, live_server.url)
    page.goto(live_server.url + PAGES[name](draft, now))
    assert faults_everywhere(page) == []
