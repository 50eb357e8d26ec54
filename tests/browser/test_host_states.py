"""The host's page in each of its states, as a browser sees it: no fault, everything unfolded."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, Route
from pytest_django import Settings

from chats import lifecycle
from chats.agreed import wall
from chats.models import Chat
from chats.states import Way
from tests.browser.checks import context_of, faults_everywhere
from tests.chats.hosts import NOW, at, soon
from tests.factories import make_chat, make_link, make_sent_invitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SITE = "http://coffee.test"
WORDS = "I heard your talk on turbine data. Could we speak for 25 minutes? If not, no is fine."


def sent() -> str:
    return make_link(make_sent_invitation(message=WORDS))


def picked() -> str:
    invitation = make_sent_invitation(message=WORDS)
    return f"{make_link(invitation)}?time={invitation.slots.latest('starts_at').pk}"


def countered() -> str:
    invitation = make_sent_invitation()
    times = [NOW + timedelta(days=2)]
    lifecycle.propose(invitation, times=times, way=Way.VIDEO, now=soon())
    return make_link(invitation)


def declined() -> str:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    lifecycle.decline(invitation, now=soon())
    return path


def withdrawn() -> str:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    lifecycle.withdraw(invitation, now=soon())
    return path


def booked() -> str:
    return make_link(make_chat(message=WORDS).invitation)


def asked_about_new_rules() -> str:
    """As if the clocks of the host's zone had been an hour behind when the two agreed."""
    chat = make_chat(message=WORDS)
    an_hour_ago = chat.starts_at - timedelta(hours=1)
    Chat.objects.filter(pk=chat.pk).update(host_wall=wall(an_hour_ago, chat.host_zone))
    return make_link(chat.invitation)


def never() -> str:
    return f"{sent()}opt-out/"


def unknown() -> str:
    return "/i/never-was-a-token/"


def answering(response: HttpResponse) -> Callable[[Route], None]:
    """Hands the browser this page and our static files, without a server between them."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not path.startswith("/static/"):
            headers = dict(response.headers)
            route.fulfill(status=response.status_code, headers=headers, body=response.content)
            return
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str)
        route.fulfill(path=Path(found))

    return answer


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (sent, 200),
        (picked, 200),
        (countered, 200),
        (declined, 200),
        (booked, 200),
        (asked_about_new_rules, 200),
        (never, 200),
        (withdrawn, 410),
        (unknown, 404),
    ],
)
def test_the_page_is_without_fault(
    browser: Browser, settings: Settings, state: Callable[[], str], status: int
) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    path = state()
    with at(soon(2)):
        response = Client().get(path)
    assert response.status_code == status
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        page.route("**/*", answering(response))
        page.goto(SITE + path)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        assert page.evaluate("getComputedStyle(document.body).maxWidth") == "640px"  # it is styled
        assert faults_everywhere(page) == []
