"""The host's page in each of its states, as a browser sees it: no fault, everything unfolded."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from chats import lifecycle
from chats.agreed import local_time
from chats.models import Chat, Link
from chats.states import Side, Way
from contacts.models import Contact
from outbox.models import Suppression
from outbox.suppression import suppress
from tests import by_link
from tests.browser.checks import context_of, faults_everywhere
from tests.chats.hosts import NOW, at, soon
from tests.expect import let_leave
from tests.factories import make_chat, make_link, make_sent_invitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("plain_names")]

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
    by_link.propose(invitation, times=times, way=Way.VIDEO, now=soon())
    return make_link(invitation)


def declined() -> str:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    by_link.decline(invitation, now=soon())
    return path


def withdrawn() -> str:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    lifecycle.withdraw(invitation, now=soon())
    return path


def booked() -> str:
    return make_link(make_chat(message=WORDS).invitation)


def told() -> Chat:
    """A chat of which both have heard."""
    chat = make_chat(message=WORDS)
    let_leave(chat)
    return chat


def moved_by(side: Side) -> str:
    chat = told()
    to = chat.starts_at + timedelta(days=1)
    lifecycle.reschedule(chat, starts_at=to, by=side, line="A train is late.", now=NOW)
    return make_link(chat.invitation)


def moved_by_the_host() -> str:
    return moved_by(Side.HOST)


def moved_by_the_seeker() -> str:
    return moved_by(Side.SEEKER)


def cancelled_by_the_host() -> str:
    chat = told()
    lifecycle.cancel(chat, by=Side.HOST, line="I am ill, sorry.", now=soon())
    return make_link(chat.invitation)


def cancelled_by_the_seeker() -> str:
    chat = told()
    lifecycle.cancel(chat, by=Side.SEEKER, line="I am ill, sorry.", now=soon())
    return make_link(chat.invitation)


def opted_out() -> str:
    chat = told()
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=soon())
    return make_link(chat.invitation)


def taken_back() -> str:
    path = opted_out()
    lifecycle.undo(Chat.objects.latest("pk").invitation, now=soon())
    return path


def never_before_a_chat() -> str:
    return f"{booked()}opt-out/"


def never_after_a_chat() -> str:
    return f"{opted_out()}opt-out/"


def unwanted() -> str:
    path = sent()
    Link.objects.update(address="")
    suppress(Contact.objects.latest("pk").email, Suppression.Reason.OPT_OUT)
    return path


def any_free_time() -> str:
    return f"{make_link(make_sent_invitation(free_weeks=3))}free/"


def moving_to_any_free_time() -> str:
    return f"{make_link(make_chat(free_weeks=3).invitation)}move/free/"


def asked_about_new_rules() -> str:
    """As if the clocks of the host's zone had been an hour behind when the two agreed."""
    chat = make_chat(message=WORDS)
    an_hour_ago = chat.starts_at - timedelta(hours=1)
    Chat.objects.filter(pk=chat.pk).update(host_local_time=local_time(an_hour_ago, chat.host_zone))
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


STATES = {
    200: [
        sent,
        picked,
        countered,
        declined,
        booked,
        any_free_time,
        moving_to_any_free_time,
        asked_about_new_rules,
        never,
        moved_by_the_host,
        moved_by_the_seeker,
        cancelled_by_the_host,
        opted_out,
        taken_back,
        never_before_a_chat,
        never_after_a_chat,
        unwanted,
    ],
    410: [withdrawn, cancelled_by_the_seeker],
    404: [unknown],
}
WIDTH = "getComputedStyle(document.body).maxWidth"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with context_of(browser, "phone", "light") as context:
        yield context.new_page()


def show(page: Page, path: str, status: int = 200) -> None:
    with at(soon(2)):
        response = Client().get(path)
    assert response.status_code == status
    page.unroute_all()
    page.route("**/*", answering(response))
    page.goto(SITE + path)
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")


def test_the_page_is_without_fault(phone: Page) -> None:
    faults = {}
    for status, states in STATES.items():
        for state in states:
            show(phone, state(), status)
            faults[state.__name__] = faults_everywhere(phone)
            assert phone.evaluate(WIDTH) == "640px"  # it is styled
    assert {state: found for state, found in faults.items() if found} == {}


GAPS = """all => all.map(one => {
  let last = one.previousElementSibling || one.parentElement.previousElementSibling;
  while (last?.matches("details, .quiet")) last = last.lastElementChild;
  const bottom = last && last.getBoundingClientRect().bottom;
  return [one.querySelector("summary").textContent, one.getBoundingClientRect().top - bottom];
}).filter(([, gap]) => gap < 8)"""


def test_no_rule_touches_what_stands_above_it(phone: Page) -> None:
    touching = {}
    for state in (sent, booked, moved_by_the_seeker, cancelled_by_the_host, countered):
        show(phone, state())
        touching[state.__name__] = phone.eval_on_selector_all("main details", GAPS)
    assert {state: found for state, found in touching.items() if found} == {}


def test_the_longest_hour_stands_on_one_line(phone: Page) -> None:
    show(phone, f"{any_free_time()}?hours=12")
    assert phone.get_by_text("10:30 am").count()
    heights = "all => [...new Set(all.map(one => one.offsetHeight))]"
    assert phone.eval_on_selector_all(".free button", heights) == [44]
