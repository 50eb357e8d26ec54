"""The host moves a booked chat to a free time while others reach for it, or it stops being free."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode, urlsplit

import pytest

from accounts.models import User
from chats import lifecycle
from chats.errors import TimeTaken
from chats.models import Chat, Invitation
from chats.states import Side, Way
from chats.times import free as free_times
from tests import by_link
from tests.chats.busy import make_busy
from tests.expect import let_leave, queued
from tests.factories import make_contact, make_link, make_seeker, make_sent_invitation
from tests.races.conftest import Serve
from tests.races.harness import all_at_once, double_bookings, or_deadlock
from tests.races.test_busy_meanwhile import LINE, ask

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SITE, UNGUARDED, UNLOOKING = "coffeechat.wsgi", "tests.races.unguarded", "tests.races.unlooking"
OTHERS = 11
SENTENCE = "That time has just been taken. Here is what is still free."


def open_ask(seeker: User) -> Invitation:
    """For one given time far away and any free time in the next weeks."""
    now = datetime.now(UTC)
    far = [now + timedelta(days=40)]
    return make_sent_invitation(make_contact(seeker), times=far, now=now, free_weeks=4)


def booked_ask() -> tuple[Invitation, list[datetime]]:
    """An ask with a chat at the first free time, and the times it could move to, a day apart."""
    now, invitation = datetime.now(UTC), open_ask(make_seeker())
    first, *_ = free_times.starts(invitation, now)
    by_link.take_free(invitation, first, way=Way.VIDEO, now=now)
    let_leave(invitation.chats.get())
    invitation.refresh_from_db()
    free = [start for start in free_times.starts(invitation, now) if start > first]
    by_day = {start.date(): start for start in free if start.date() > first.date()}
    return invitation, list(by_day.values())


def move(invitation: Invitation, start: datetime) -> Chat:
    return by_link.move_free(invitation, start, now=datetime.now(UTC))


def take(invitation: Invitation, start: datetime) -> Chat:
    return by_link.take_free(invitation, start, way=Way.VIDEO, now=datetime.now(UTC))


def reaches(invitation: Invitation, start: datetime) -> list[Callable[[], Chat]]:
    """One who moves there among many who take it."""
    others = [open_ask(invitation.seeker) for _ in range(OTHERS)]
    takes = [partial(take, each, start) for each in others]
    return [*takes[: OTHERS // 2], partial(move, invitation, start), *takes[OTHERS // 2 :]]


def chats_at(start: datetime) -> int:
    return Chat.objects.live().filter(starts_at=start).count()


# -- At the operation ----------------------------------------------------------------------------


def test_one_of_mover_and_takers_gets_the_time_and_the_others_are_told() -> None:
    invitation, (wanted, *_) = booked_ask()
    results = all_at_once(reaches(invitation, wanted))
    assert Counter(map(type, results)) == {Chat: 1, TimeTaken: OTHERS}
    assert (chats_at(wanted), double_bookings()) == (1, [])


@pytest.mark.usefixtures("without_locks")
def test_the_constraint_alone_keeps_the_time_for_one() -> None:
    invitation, (wanted, *_) = booked_ask()
    all_at_once([or_deadlock(each) for each in reaches(invitation, wanted)])
    assert (chats_at(wanted), double_bookings()) == (1, [])


@pytest.mark.usefixtures("without_constraint")
def test_the_locks_alone_keep_the_time_for_one() -> None:
    invitation, (wanted, *_) = booked_ask()
    results = all_at_once(reaches(invitation, wanted))
    assert Counter(map(type, results)) == {Chat: 1, TimeTaken: OTHERS}


@pytest.mark.usefixtures("without_locks", "without_constraint")
def test_negative_control_without_both_the_time_is_booked_twice() -> None:
    invitation, (wanted, *_) = booked_ask()
    all_at_once(reaches(invitation, wanted))
    assert double_bookings() != []


def test_both_sides_moving_at_once_is_one_chat_and_whoever_came_first_hears_of_the_other() -> None:
    for _ in range(5):
        invitation, (of_host, of_seeker, *_) = booked_ask()
        chat = invitation.chats.get()
        by_seeker = partial(lifecycle.reschedule, chat, starts_at=of_seeker, by=Side.SEEKER)
        now = datetime.now(UTC)
        results = all_at_once([partial(move, invitation, of_host), partial(by_seeker, now=now)])
        assert [type(result) for result in results] == [Chat, Chat]
        chat.refresh_from_db()
        won = {of_host: Side.HOST, of_seeker: Side.SEEKER}
        assert (chat.moved_by, chat.sequence) == (won[chat.starts_at], 2)
        assert {chat.moved_from, chat.starts_at} == {of_host, of_seeker}
        assert set(queued(chat)) == {"moved_host", "moved_seeker"}


# -- Over HTTP -----------------------------------------------------------------------------------


def presses(
    site: str, invitation: Invitation, page: str, start: datetime
) -> Callable[[], tuple[int, str]]:
    """Open the page in the week of that time, and be ready to press the button of it."""
    host, path, week = urlsplit(site).netloc, make_link(invitation) + page, f"{start:%Y-%m-%d}"
    seen = ask(host, "GET", f"{path}?week={week}")[1]
    found = re.search(r'name="form_token" value="([^"]+)"', seen)
    assert found
    assert sent(start) in seen
    fields = {"form_token": found[1], "way": Way.VIDEO, "line": LINE}
    body = urlencode({**fields, "starts_at": sent(start), "week": week})
    return partial(ask, host, "POST", path, body)


def sent(start: datetime) -> str:
    return f"{start:%Y-%m-%dT%H:%M}Z"


def presses_at_once(site: str) -> list[tuple[int, str]]:
    """What a mover and many takers of the same time were answered."""
    invitation, (wanted, *_) = booked_ask()
    others = [open_ask(invitation.seeker) for _ in range(OTHERS)]
    buttons = [presses(site, each, "free/", wanted) for each in others]
    buttons.insert(OTHERS // 2, presses(site, invitation, "move/free/", wanted))
    return [answer for answer in all_at_once(buttons) if isinstance(answer, tuple)]


def test_over_http_one_gets_the_time_and_the_others_a_sentence_with_their_line(
    serve: Serve,
) -> None:
    answers = presses_at_once(serve(SITE))
    assert Counter(status for status, _ in answers) == {303: 1, 409: OTHERS}
    for status, page in answers:
        assert status == 303 or (SENTENCE in page and f"{LINE}</textarea>" in page)
    assert double_bookings() == []


@pytest.mark.usefixtures("without_constraint")
def test_negative_control_over_http_books_the_time_twice(serve: Serve) -> None:
    answers = presses_at_once(serve(UNGUARDED))
    assert Counter(status for status, _ in answers)[303] > 1
    assert double_bookings() != []


def move_after_busy(site: str) -> tuple[int, str, datetime, datetime]:
    """The time stops being free between look and press: the answer, that time, and the chat's."""
    invitation, (wanted, *_) = booked_ask()
    press = presses(site, invitation, "move/free/", wanted)
    make_busy(invitation.seeker, wanted)
    return *press(), wanted, Chat.objects.get().starts_at


def test_a_busy_entry_between_look_and_press_moves_nothing_and_keeps_the_line(
    serve: Serve,
) -> None:
    status, page, wanted, stands = move_after_busy(serve(SITE))
    assert status == 409
    assert stands != wanted
    assert SENTENCE in page
    assert f"{LINE}</textarea>" in page
    assert sent(wanted) not in page


def test_negative_control_without_the_second_look_it_is_moved(serve: Serve) -> None:
    status, _, wanted, stands = move_after_busy(serve(UNLOOKING))
    assert (status, stands) == (303, wanted)
