"""A government changes the clocks after two people have agreed: both are told, and asked."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calendars import rules as zone_rules
from chats import agreed, lifecycle, tasks
from chats.errors import Refused
from chats.models import Chat, Link, RulesCompared
from chats.states import Side
from chats.tokens import mint
from outbox.models import OutgoingEmail
from tests.chats.hosts import at, post
from tests.expect import let_leave, queued, timeline
from tests.factories import NOW, make_chat, make_contact
from tests.zones.changes import read_all
from tests.zones.new_rules import AHEAD, HOST_AHEAD, HOST_BEHIND, rules
from tests.zones.shown import words_of

pytestmark = pytest.mark.django_db

Changing = Callable[[Mapping[str, str]], AbstractContextManager[None]]

THEN = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
"""16:00 in Berlin, 10:00 in New York."""
AGREED = THEN - timedelta(hours=1)
"""What both local times mean where clocks are put an hour ahead."""
LATER = NOW + timedelta(hours=1)
ONE_SIDE = [AHEAD, HOST_AHEAD]
ANY = [AHEAD, HOST_AHEAD, AHEAD | HOST_AHEAD]
NAMES = {"clocks_changed_host", "clocks_changed_seeker"}


@pytest.fixture
def under(tmp_path: Path) -> Changing:
    return partial(rules, tmp_path)


@pytest.fixture
def chat() -> Chat:
    chat = make_chat()
    let_leave(chat)
    return chat


def sweep(now: datetime = LATER) -> None:
    with at(now):
        tasks.compare_rules()


def fresh(chat: Chat) -> Chat:
    return Chat.objects.select_related("invitation__seeker", "invitation__contact").get(pk=chat.pk)


def host_path(chat: Chat) -> str:
    to = chat.contact.email
    url = mint(chat.invitation, purpose=Link.Purpose.ANSWER, after=chat.ends_at, to=to)
    return url[url.index("/i/") :]


def signed_in(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


# -- Telling ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", ANY)
def test_both_are_told_once_what_was_agreed_and_what_it_is_now(
    chat: Chat, under: Changing, changed: Mapping[str, str]
) -> None:
    with under(changed):
        sweep()
        RulesCompared.objects.all().delete()
        sweep()
        told = queued(chat)
        assert set(told) == NAMES
        for email in told.values():
            assert set(read_all(email.text)) == {THEN, AGREED}
            assert set(read_all(words_of(email.html))) == {THEN, AGREED}
            assert "Nothing moves until one of you says so" in email.text
        now_said = agreed.new_rules(fresh(chat), Side.SEEKER, LATER)
        assert now_said is not None
        assert f"New clock rules in {now_said.places}" in timeline(chat.contact)[-1]
    assert sum(line.startswith("New clock rules") for line in timeline(chat.contact)) == 1
    assert (fresh(chat).starts_at, fresh(chat).sequence) == (THEN, 0)


def test_the_letter_names_the_clock_that_changed_and_the_offset_of_then(
    chat: Chat, under: Changing
) -> None:
    with under(HOST_AHEAD):
        sweep()
    text = queued(chat)["clocks_changed_host"].text
    assert "The rules for the clocks in New York have changed" in text
    assert "You agreed on: Thursday 26 November 2026, 10:00 am (New York, UTC−5 then)" in text
    assert "For Sam: Thursday 26 November 2026, 4:00 pm (Berlin, UTC+1 then)" in text
    assert "That moment is now: Thursday 26 November 2026, 11:00 am (New York, UTC−4)" in text
    assert "/i/" in text


def test_rules_that_leave_the_local_times_alone_trouble_nobody(chat: Chat, under: Changing) -> None:
    with under({"Europe/Berlin": "CET-1", "Asia/Tokyo": "JST-8"}):
        sweep()
    assert queued(chat) == {}
    assert RulesCompared.objects.get().reached is None


def test_chats_that_are_past_begun_or_cancelled_are_left(under: Changing) -> None:
    begun, cancelled = make_chat(), make_chat(starts_at=THEN + timedelta(days=9))
    for each in (begun, cancelled):
        let_leave(each)
    lifecycle.cancel(cancelled, by=Side.SEEKER, now=NOW)
    with under(AHEAD | HOST_AHEAD):
        for moment in (THEN, THEN + timedelta(days=1)):
            sweep(moment)
            RulesCompared.objects.all().delete()
    assert not OutgoingEmail.objects.filter(kind__in=NAMES).exists()


def test_a_host_without_an_address_leaves_the_seeker_to_be_told(under: Changing) -> None:
    chat = make_chat(make_contact(email=""))
    let_leave(chat)
    with under(HOST_AHEAD):
        sweep()
    assert set(queued(chat)) == {"clocks_changed_seeker"}


def test_other_new_rules_are_told_of_again(chat: Chat, under: Changing) -> None:
    with under(HOST_AHEAD):
        sweep()
    let_leave(chat)
    with under(HOST_BEHIND):
        sweep()
    assert set(queued(chat)) == NAMES
    assert OutgoingEmail.objects.filter(kind="clocks_changed_host").count() == 2


# -- The sweep -------------------------------------------------------------------------------------


def test_the_same_rules_are_compared_once_a_day_and_read_one_row_between(
    chat: Chat, under: Changing
) -> None:
    sweep()
    with CaptureQueriesContext(connection) as seen:
        sweep(LATER + timedelta(hours=23))
    assert [query["sql"].split()[0] for query in seen] == ["SELECT"]
    assert "rulescompared" in seen[0]["sql"]
    begun = RulesCompared.objects.get().begun_at
    sweep(LATER + timedelta(hours=25))
    assert RulesCompared.objects.get().begun_at > begun


def test_a_sweep_goes_on_where_the_last_one_stopped(
    monkeypatch: pytest.MonkeyPatch, under: Changing
) -> None:
    monkeypatch.setattr(tasks, "BATCH_ROWS", 2)
    monkeypatch.setattr(tasks, "MAX_COMPARED", 4)
    # Three end at one and the same moment, so that a batch ends among them.
    chats = [make_chat(starts_at=THEN + timedelta(hours=day // 3)) for day in range(7)]
    with under(AHEAD):
        told = []
        for _ in range(3):
            sweep()
            told.append(OutgoingEmail.objects.filter(kind="clocks_changed_seeker").count())
    assert told == [4, 7, 7]
    assert len(chats) == 7
    assert RulesCompared.objects.get().reached is None


def test_comparing_takes_as_many_queries_for_many_chats_as_for_one() -> None:
    make_chat()
    with CaptureQueriesContext(connection) as one:
        sweep()
    for day in range(1, 5):
        make_chat(starts_at=THEN + timedelta(days=day))
    RulesCompared.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        sweep()
    assert len(many) == len(one)


def test_the_fingerprint_follows_the_files_and_not_the_version(under: Changing) -> None:
    today = zone_rules.in_use()
    with under(AHEAD):
        changed = zone_rules.in_use()
    assert today != changed
    assert today.split()[0] == changed.split()[0]
    assert zone_rules.in_use() == today


# -- Keeping the moment ----------------------------------------------------------------------------


@pytest.mark.parametrize("by", Side)
@pytest.mark.parametrize("changed", ANY)
def test_keeping_the_moment_agrees_anew_and_tells_the_other_side(
    chat: Chat, under: Changing, changed: Mapping[str, str], by: Side
) -> None:
    with under(changed):
        sweep()
        let_leave(chat)
        for _ in range(2):
            kept = lifecycle.settle(chat, on=THEN, by=by, now=LATER)
        assert (kept.starts_at, kept.sequence) == (THEN, 0)
        assert not any(side.has_shifted for side in agreed.sides(fresh(chat)))
        other = Side.HOST if by == Side.SEEKER else Side.SEEKER
        assert set(queued(chat)) == {f"moment_kept_{other}"}
        assert set(read_all(queued(chat)[f"moment_kept_{other}"].text)) == {THEN}
        sweep(LATER + timedelta(days=1))
        assert set(queued(chat)) == {f"moment_kept_{other}"}
    assert timeline(chat.contact)[-1].startswith("Moment of the chat kept by")


def test_keeping_takes_back_what_would_still_ask(chat: Chat, under: Changing) -> None:
    with under(HOST_AHEAD):
        sweep()
        lifecycle.settle(chat, on=THEN, by=Side.SEEKER, now=LATER)
    assert set(queued(chat)) == {"moment_kept_host"}


# -- Going by the agreed time ----------------------------------------------------------------------


@pytest.mark.parametrize("by", Side)
@pytest.mark.parametrize("changed", ANY)
def test_going_by_the_agreed_time_is_an_ordinary_move(
    chat: Chat, under: Changing, changed: Mapping[str, str], by: Side
) -> None:
    with under(changed):
        sweep()
        let_leave(chat)
        for _ in range(2):
            moved = lifecycle.settle(chat, on=AGREED, by=by, now=LATER)
        assert (moved.starts_at, moved.sequence, moved.uid) == (AGREED, 1, chat.uid)
        told = queued(chat)
        assert set(told) == {"moved_host", "moved_seeker"}
        for email in told.values():
            assert f"DTSTART:{AGREED:%Y%m%dT%H%M%SZ}" in email.ics
            assert "SEQUENCE:1\r\n" in email.ics
        assert agreed.new_rules(fresh(chat), by, LATER) is None
        assert fresh(chat).time_before(by, LATER) is None


def test_where_both_clocks_changed_apart_each_side_goes_by_its_own(
    chat: Chat, under: Changing
) -> None:
    with under(AHEAD | HOST_BEHIND):
        asked = {side: agreed.new_rules(fresh(chat), side, LATER) for side in Side}
        choices = {side: each.choices for side, each in asked.items() if each}
        assert choices == {Side.SEEKER: [AGREED], Side.HOST: [THEN + timedelta(hours=1)]}
        with pytest.raises(Refused, match="settled meanwhile"):
            lifecycle.settle(chat, on=AGREED, by=Side.HOST, now=LATER)
        lifecycle.settle(chat, on=AGREED, by=Side.SEEKER, now=LATER)
        # The other side's button named something else, which is not on offer any more.
        with pytest.raises(Refused, match="settled meanwhile"):
            lifecycle.settle(chat, on=THEN + timedelta(hours=1), by=Side.HOST, now=LATER)
    assert fresh(chat).starts_at == AGREED


def test_an_agreed_time_that_the_clocks_skip_leaves_the_moment_to_be_kept(
    chat: Chat, under: Changing
) -> None:
    """The clocks go forward from 10:00 to 11:00 on that very day."""
    with under({"America/New_York": "EST5EDT,M11.4.4/10,M12.1.0/2"}):
        asked = agreed.new_rules(fresh(chat), Side.HOST, LATER)
        assert asked is not None
        assert asked.choices == []
        with at(LATER):
            page = Client().get(host_path(chat)).content.decode()
        assert "The clocks skip the agreed time now" in page
        assert "Go by the agreed time" not in page
        assert "Keep this moment: Thursday 26 November 2026, 11:00" in page


def test_an_agreed_time_that_comes_twice_is_asked_about(chat: Chat, under: Changing) -> None:
    """The clocks go back from 11:00 to 10:00 on that day, and before it ran an hour ahead."""
    with under({"America/New_York": "EST4EDT3,M3.2.0/2,M11.4.4/11"}):
        asked = agreed.new_rules(fresh(chat), Side.SEEKER, LATER)
        assert asked is not None
        hour = timedelta(hours=1)
        assert asked.choices == [THEN - 2 * hour, THEN - hour]


def test_a_chat_that_has_begun_is_not_settled_any_more(chat: Chat, under: Changing) -> None:
    with under(HOST_AHEAD):
        for on in (THEN, AGREED):
            with pytest.raises(Refused, match="has begun"):
                lifecycle.settle(chat, on=on, by=Side.HOST, now=THEN)


def test_an_agreed_time_at_which_another_chat_stands_is_refused(under: Changing) -> None:
    chat = make_chat()
    make_chat(make_contact(chat.seeker), starts_at=AGREED)
    with under(HOST_AHEAD), at(LATER):
        path = f"/chats/{chat.pk}/settle/"
        answer = signed_in(chat).post(path, {"on": AGREED.isoformat()})
        assert answer.status_code == 409
        assert "One of you already has a chat then." in answer.content.decode()
    assert fresh(chat).starts_at == THEN


# -- The pages -------------------------------------------------------------------------------------


def test_without_new_rules_nothing_is_asked_on_either_page(chat: Chat) -> None:
    with at(LATER):
        pages = [
            signed_in(chat).get(chat.get_absolute_url()).content.decode(),
            Client().get(host_path(chat)).content.decode(),
        ]
    assert ["Keep this moment" in page for page in pages] == [False, False]


@pytest.mark.parametrize("changed", ANY)
def test_the_seekers_page_asks_and_one_press_settles_it(
    chat: Chat, under: Changing, changed: Mapping[str, str]
) -> None:
    client, path = signed_in(chat), chat.get_absolute_url()
    with under(changed), at(LATER):
        page = client.get(path).content.decode()
        assert "Keep this moment: Thursday 26 November 2026" in page
        assert "Go by the agreed time: Thursday 26 November 2026" in page
        assert set(read_all(words_of(page))) == {THEN, AGREED}
        assert client.post(f"{path}settle/", {"on": "soon"}).status_code == 422
        done = client.post(f"{path}settle/", {"on": AGREED.isoformat()}, follow=True)
        assert "Moved. Dana hears of it by e-mail" in done.content.decode()
        assert "Keep this moment" not in done.content.decode()
    assert fresh(chat).starts_at == AGREED


@pytest.mark.parametrize("changed", ANY)
def test_the_hosts_page_asks_within_three_queries_and_one_press_settles_it(
    client: Client, chat: Chat, under: Changing, changed: Mapping[str, str]
) -> None:
    with under(changed), at(LATER):
        path = host_path(chat)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(path).content.decode()
        assert len(seen) <= 3
        assert "Keep this moment: Thursday 26 November 2026" in page
        assert set(read_all(words_of(page))) == {THEN, AGREED}
        answer = post(client, path, "settle", on=THEN.isoformat())
        assert answer.status_code == 303
        assert "Keep this moment" not in client.get(path).content.decode()
    assert (fresh(chat).starts_at, fresh(chat).sequence) == (THEN, 0)


def test_a_button_that_was_overtaken_says_how_things_stand(
    client: Client, chat: Chat, under: Changing
) -> None:
    with under(HOST_AHEAD), at(LATER):
        path = host_path(chat)
        lifecycle.settle(chat, on=THEN, by=Side.SEEKER, now=LATER)
        answer = post(client, path, "settle", on=AGREED.isoformat())
        assert answer.status_code == 409
        assert "settled meanwhile" in answer.content.decode()


def test_a_stranger_settles_nothing(chat: Chat, under: Changing) -> None:
    stranger = make_chat()
    with under(HOST_AHEAD), at(LATER):
        path = f"/chats/{chat.pk}/settle/"
        assert signed_in(stranger).post(path, {"on": AGREED.isoformat()}).status_code == 404
        assert signed_in(chat).get(path).status_code == 302
    assert fresh(chat).starts_at == THEN
