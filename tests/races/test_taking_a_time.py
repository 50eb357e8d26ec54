"""Fifty hosts take overlapping times of one seeker at the same moment."""

import http.client
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode, urlsplit

import pytest

from chats import lifecycle
from chats.errors import TimeTaken
from chats.models import Answer, Chat, Invitation
from chats.states import Side, Way
from outbox.models import OutgoingEmail
from tests import by_link
from tests.factories import make_contact, make_link, make_seeker, make_sent_invitation
from tests.patience import PATIENCE
from tests.races.conftest import Serve
from tests.races.harness import all_at_once, double_bookings, or_deadlock

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

HOSTS = 50
PRESSES = 20
"""As many as one link is good for in an hour (LINK_POSTS_RATE)."""
ASKS = 12
"""Where two are made to meet before either writes, more of them prove no more."""
SITE, UNGUARDED = "coffeechat.wsgi", "tests.races.unguarded"


def overlapping_invitations(number: int = HOSTS) -> list[Invitation]:
    """One seeker's asks, each for 25 minutes, starting 0 to 24 minutes after three o'clock."""
    seeker, now = make_seeker(), datetime.now(UTC)
    three = now.replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=3)
    return [
        make_sent_invitation(
            make_contact(seeker), times=[three + timedelta(minutes=index % 25)], now=now
        )
        for index in range(number)
    ]


def take(invitation: Invitation) -> Chat:
    slot = invitation.slots.get(by=Side.SEEKER)
    return by_link.take(invitation, slot.pk, way=Way.VIDEO, now=datetime.now(UTC))


def outcomes(results: list[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


# -- At the operation ----------------------------------------------------------------------------


def test_one_of_fifty_gets_the_time_and_the_others_are_told() -> None:
    invitations = overlapping_invitations()
    results = all_at_once([partial(take, each) for each in invitations])
    assert outcomes(results) == {"Chat": 1, "TimeTaken": HOSTS - 1}
    chat = Chat.objects.get()
    assert Answer.objects.get().invitation == chat.invitation
    assert Counter(Invitation.objects.values_list("status", flat=True)) == {
        "booked": 1,
        "sent": HOSTS - 1,
    }
    left_without = OutgoingEmail.objects.filter(kind="no_times_left_seeker")
    assert left_without.count() == HOSTS - 1


@pytest.mark.usefixtures("without_locks")
def test_the_constraint_alone_keeps_the_time_for_one() -> None:
    all_at_once([or_deadlock(partial(take, each)) for each in overlapping_invitations(ASKS)])
    assert (Chat.objects.count(), double_bookings()) == (1, [])


@pytest.mark.usefixtures("without_constraint")
def test_the_locks_alone_keep_the_time_for_one() -> None:
    results = all_at_once([partial(take, each) for each in overlapping_invitations()])
    assert outcomes(results) == {"Chat": 1, "TimeTaken": HOSTS - 1}


@pytest.mark.usefixtures("without_locks", "without_constraint")
def test_negative_control_without_both_the_time_is_booked_twice() -> None:
    """Checking before writing is not enough, and this harness would notice."""
    all_at_once([or_deadlock(partial(take, each)) for each in overlapping_invitations(ASKS)])
    assert Chat.objects.count() > 1
    assert double_bookings() != []


# -- Over HTTP -----------------------------------------------------------------------------------


def presses(site: str, invitation: Invitation) -> Callable[[], int]:
    """Open the host's page as a browser would, and be ready to press the button on it."""
    path = make_link(invitation)
    host = urlsplit(site).netloc
    page = _request(host, "GET", path)[1]
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    slot = invitation.slots.get(by=Side.SEEKER)
    fields = {"form_token": found[1], "slot": slot.pk, "way": Way.VIDEO, "zone": "Europe/Berlin"}
    return lambda: _request(host, "POST", f"{path}take/", urlencode(fields))[0]


def _request(host: str, method: str, path: str, body: str = "") -> tuple[int, str]:
    client = http.client.HTTPConnection(host, timeout=PATIENCE)
    client.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = client.getresponse()
    text = response.read().decode()
    client.close()
    return response.status, text


def test_over_http_one_of_fifty_gets_the_time_and_nobody_an_error(serve: Serve) -> None:
    site = serve(SITE)
    buttons = [presses(site, each) for each in overlapping_invitations()]
    assert Counter(all_at_once(buttons)) == {303: 1, 409: HOSTS - 1}
    assert (Chat.objects.count(), double_bookings()) == (1, [])


@pytest.mark.usefixtures("without_constraint")
def test_negative_control_over_http_books_the_time_twice(serve: Serve) -> None:
    site = serve(UNGUARDED)
    buttons = [presses(site, each) for each in overlapping_invitations(ASKS)]
    statuses = Counter(all_at_once(buttons))
    assert statuses[303] == Chat.objects.count() > 1
    assert double_bookings() != []


def test_over_http_pressing_fifty_times_is_one_answer(serve: Serve) -> None:
    site, (invitation,) = serve(SITE), overlapping_invitations(1)
    statuses = Counter(all_at_once([presses(site, invitation)] * HOSTS))
    assert statuses == {303: PRESSES, 429: HOSTS - PRESSES}
    assert (Chat.objects.count(), Answer.objects.count()) == (1, 1)
    assert Chat.objects.get().sequence == 0
    told = OutgoingEmail.objects.filter(about=Chat.objects.get().about)
    assert Counter(told.values_list("kind", flat=True)) == {"booked_seeker": 1, "booked_host": 1}


# -- Other shapes of the same race -----------------------------------------------------------------


def test_one_person_asking_and_asked_at_once_is_booked_once() -> None:
    """Ada asks twelve hosts for an hour, and twelve seekers ask her for the same one."""
    ada, now = make_seeker("Ada"), datetime.now(UTC)
    at = now + timedelta(days=3)
    asks = [make_sent_invitation(make_contact(ada), times=[at], now=now) for _ in range(12)]
    is_asked = [
        make_sent_invitation(make_contact(make_seeker(), email=ada.email), times=[at], now=now)
        for _ in range(12)
    ]
    results = all_at_once([partial(take, each) for each in asks + is_asked])
    assert outcomes(results) == {"Chat": 1, "TimeTaken": 23}


def test_a_crowd_with_many_times_ends_without_overlap_error_or_deadlock() -> None:
    """Six seekers who also host each other, thirty overlapping asks, all answered at once."""
    people, now = [make_seeker(f"Person {number}") for number in range(6)], datetime.now(UTC)
    at = now + timedelta(days=3)
    asks = [
        make_sent_invitation(
            make_contact(seeker, email=host.email),
            times=[at + timedelta(minutes=10 * ((one * 5 + other * 3) % 12))],
            now=now,
        )
        for one, seeker in enumerate(people)
        for other, host in enumerate(people)
        if one != other
    ]
    results = all_at_once([partial(take, each) for each in asks])
    assert {type(result) for result in results} == {Chat, TimeTaken}
    assert double_bookings() == []
    assert Chat.objects.count() == sum(isinstance(result, Chat) for result in results)


def test_moving_into_the_same_hour_at_once_is_for_one() -> None:
    seeker, now = make_seeker(), datetime.now(UTC)
    chats = []
    for day in range(8):
        at = now + timedelta(days=3 + day)
        chats.append(take(make_sent_invitation(make_contact(seeker), times=[at], now=now)))
    wanted = now + timedelta(days=20)

    def move(chat: Chat, minutes: int) -> Chat:
        at = wanted + timedelta(minutes=minutes)
        return lifecycle.reschedule(chat, starts_at=at, by=Side.HOST, now=now)

    results = all_at_once([partial(move, chat, index) for index, chat in enumerate(chats)])
    assert outcomes(results) == {"Chat": 1, "TimeTaken": 7}
    assert double_bookings() == []
