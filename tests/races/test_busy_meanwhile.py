"""Something comes up in the seeker's calendar while the host looks at the page."""

import http.client
import re
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

import pytest

from chats.models import Answer, Chat, Invitation, Slot
from chats.states import Way
from tests.chats.busy import make_busy
from tests.factories import make_link, make_sent_invitation
from tests.patience import PATIENCE
from tests.races.conftest import Serve

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SITE, UNLOOKING = "coffeechat.wsgi", "tests.races.unlooking"
LINE = "Looking forward to it, Sam."
TAKEN = r'<li class="slot slot--taken">'
FREE = r'<button class="slot" name="slot" value="(\d+)">'


def ask(host: str, method: str, path: str, body: str = "") -> tuple[int, str]:
    client = http.client.HTTPConnection(host, timeout=PATIENCE)
    client.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = client.getresponse()
    text = response.read().decode()
    client.close()
    return response.status, text


def look_then_press(site: str, invitation: Invitation, slot: Slot) -> tuple[str, int, str]:
    """The page as the host saw it, and what the button answered; the entry arrived in between."""
    host, path = urlsplit(site).netloc, make_link(invitation)
    seen = ask(host, "GET", path)[1]
    form_token = re.search(r'name="form_token" value="([^"]+)"', seen)
    assert form_token
    make_busy(invitation.seeker, slot.starts_at)
    fields = {"form_token": form_token[1], "slot": slot.pk, "way": Way.VIDEO, "line": LINE}
    return seen, *ask(host, "POST", f"{path}take/", urlencode(fields))


def test_a_busy_entry_between_look_and_press_books_nothing_and_keeps_the_line(serve: Serve) -> None:
    invitation = make_sent_invitation(now=datetime.now(UTC))
    gone, *others = invitation.slots.order_by("starts_at")
    seen, status, answered = look_then_press(serve(SITE), invitation, gone)
    assert (len(re.findall(FREE, seen)), re.findall(TAKEN, seen)) == (3, [])
    assert status == 409
    assert "That time has just been taken. Here is what is still free." in answered
    assert f"{LINE}</textarea>" in answered
    assert [int(pk) for pk in re.findall(FREE, answered)] == [slot.pk for slot in others]
    assert len(re.findall(TAKEN, answered)) == 1
    assert (Chat.objects.count(), Answer.objects.count()) == (0, 0)


def test_negative_control_without_the_second_look_it_is_booked(serve: Serve) -> None:
    """What the page showed is not enough, and the test above would notice."""
    invitation = make_sent_invitation(now=datetime.now(UTC))
    slot = invitation.slots.earliest("starts_at")
    status = look_then_press(serve(UNLOOKING), invitation, slot)[1]
    assert (status, Chat.objects.get().starts_at) == (303, slot.starts_at)
