"""The moment of sending in a real browser: its pages, on a phone and a desk, light and dark."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from calendars.fields import typed_as
from chats import lifecycle
from chats.compose.desk import Desk
from chats.models import Invitation
from chats.states import InvitationStatus
from outbox.models import OutgoingEmail
from tests import by_link
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


def sent(draft: Invitation, now: datetime) -> str:
    """Just now, to be taken back; and to be reminded of."""
    draft.wants_nudge = True
    draft.save()
    times = three_times(now + timedelta(days=14))
    lifecycle.send(draft, times=times, waits=timedelta(minutes=10), now=now)
    return draft.get_absolute_url()


def reminding(draft: Invitation, now: datetime) -> str:
    return f"{sent(draft, now)}nudge/"


def silent(draft: Invitation, now: datetime) -> str:
    sent(draft, now)
    Invitation.objects.update(status=InvitationStatus.EXPIRED)
    return draft.get_absolute_url()


def resting(draft: Invitation, now: datetime) -> str:
    """After a no, in the next draft."""
    sent(draft, now)
    by_link.decline(draft, now=now)
    again = lifecycle.start(draft.seeker, draft.contact, now=now)
    return f"/invitations/{again.pk}/write/"


def rehearsal(draft: Invitation, now: datetime) -> str:
    lifecycle.rehearse(draft, Desk.opened(draft, now).slots, now=now)
    return re.findall(r"/rehearsals/[\w-]+/", OutgoingEmail.objects.get().text)[0]


PAGES: dict[str, Callable[[Invitation, datetime], str]] = {
    "planned": planned,
    "writing": writing,
    "sent": sent,
    "reminding": reminding,
    "silent": silent,
    "resting": resting,
    "rehearsal": rehearsal,
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


def test_a_link_for_other_channels_is_whole(page: Page, live_server) -> None:
    draft = drafted(timezone.now())
    sign_in(page.context, draft.seeker, live_server.url)
    page.goto(live_server.url + sent(draft, timezone.now()))
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#private-link")).to_be_visible()
    for channel in page.locator(".card summary").all():
        channel.click()
    assert faults_everywhere(page) == []


def test_what_was_sent_can_be_taken_back_for_as_long_as_it_says(page: Page, live_server) -> None:
    draft, now = drafted(timezone.now()), timezone.now()
    times = three_times(now + timedelta(days=14))
    lifecycle.send(draft, times=times, waits=timedelta(seconds=10), now=now)
    sign_in(page.context, draft.seeker, live_server.url)
    page.goto(live_server.url + draft.get_absolute_url())
    offered = page.get_by_role("button", name="Take it back")
    expect(offered).to_be_visible()
    expect(offered).to_have_count(0)
    assert Invitation.objects.get().status == InvitationStatus.SENT
