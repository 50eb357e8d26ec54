"""Calendars of a real CalDAV server: found, read, and what goes wrong."""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from pytest_django import Settings

from accounts.models import User
from calendars import lifecycle
from calendars.entries import OUR_UIDS
from calendars.intervals import Interval
from calendars.lifecycle import reading
from calendars.lifecycle.accounts import wake_up
from calendars.models import BusyTime, Calendar, CalendarAccount
from calendars.reading import Answer, Found, Problem
from calendars.reading.expand import expand
from chats.models import Chat
from outbox.models import OutgoingEmail
from tests.calendars.reading.requests import calendar, feed
from tests.factories import NOW, make_chat, make_contact, make_seeker
from tests.radicale import Radicale

pytestmark = pytest.mark.django_db(transaction=True)
START, END = datetime(2026, 11, 25, 14, tzinfo=UTC), datetime(2026, 11, 25, 15, tzinfo=UTC)


def add(server: Radicale, seeker: User | None = None, **other: str) -> CalendarAccount:
    typed = {"url": server.url, "username": server.user, "password": server.password, **other}
    return lifecycle.add_caldav(seeker or make_seeker(), **typed, name="Home", now=NOW)


def read_all(now: datetime = NOW) -> int:
    rounds = 0
    while lifecycle.read_due(now=now):
        rounds += 1
    return rounds


def busy(seeker: User) -> list[tuple[datetime, datetime]]:
    stretches = BusyTime.objects.of(seeker).order_by("during").values_list("during", flat=True)
    return [(during.lower, during.upper) for during in stretches]


def test_an_account_is_found_and_read_from_the_address_of_its_server(radicale: Radicale) -> None:
    radicale.put("one", "20261125T140000Z", "20261125T150000Z")
    account = add(radicale)

    rounds = read_all()

    account.refresh_from_db()
    assert rounds == 2  # the first finds the calendars, the second reads them
    assert [one.name for one in account.calendars.all()] == ["Work"]
    assert busy(account.seeker) == [(START, END)]
    assert (account.read_at, account.problem, account.lease_until) == (NOW, "", None)
    assert account.due_at == NOW + timedelta(minutes=15)


def test_what_changes_there_changes_here_and_the_rest_keeps_its_rows(radicale: Radicale) -> None:
    radicale.put("one", "20261125T140000Z", "20261125T150000Z")
    radicale.put("two", "20261126T140000Z", "20261126T150000Z")
    account = add(radicale)
    read_all()
    kept = BusyTime.objects.get(during__startswith=START).pk

    radicale.delete("two")
    radicale.put("three", "20261127T140000Z", "20261127T150000Z")
    read_all(NOW + timedelta(minutes=15))

    day = timedelta(days=1)
    assert busy(account.seeker) == [(START, END), (START + 2 * day, END + 2 * day)]
    assert BusyTime.objects.get(during__startswith=START).pk == kept


def test_an_unchanged_calendar_is_not_fetched_again(radicale: Radicale) -> None:
    radicale.put("one", "20261125T140000Z", "20261125T150000Z")
    account = add(radicale)
    read_all()
    version = account.calendars.get().version
    BusyTime.objects.all().delete()  # only a fetch would bring it back

    read_all(NOW + timedelta(minutes=15))

    assert version
    assert busy(account.seeker) == []
    assert account.calendars.get().version == version


def test_an_unchanged_calendar_is_expanded_further_after_a_month(radicale: Radicale) -> None:
    radicale.put("one", "20261125T140000Z", "20261125T150000Z", more="RRULE:FREQ=WEEKLY\r\n")
    account = add(radicale)
    read_all()
    last = busy(account.seeker)[-1]

    read_all(NOW + timedelta(days=31))

    assert busy(account.seeker)[-1] > last
    assert account.calendars.get().known_until == NOW + timedelta(days=431)


def test_only_calendars_that_count_make_busy(radicale: Radicale) -> None:
    radicale.make_calendar("club", "Club")
    radicale.put("one", "20261125T140000Z", "20261125T150000Z")
    radicale.put("two", "20261126T140000Z", "20261126T150000Z", calendar="club")
    account = add(radicale)
    read_all()
    club = account.calendars.get(name="Club")
    both = busy(account.seeker)

    lifecycle.choose(club, counts=False, now=NOW)
    read_all(NOW + timedelta(hours=1))
    without = busy(account.seeker)
    lifecycle.choose(club, counts=True, now=NOW + timedelta(hours=2))
    read_all(NOW + timedelta(hours=2))

    assert (len(both), without) == (2, [(START, END)])
    assert busy(account.seeker) == both


def test_a_calendar_that_was_deleted_there_is_gone_here(radicale: Radicale) -> None:
    radicale.make_calendar("club", "Club")
    account = add(radicale)
    read_all()

    radicale.delete_calendar("club")
    read_all(NOW + timedelta(minutes=15))

    assert [one.name for one in account.calendars.all()] == ["Work"]


def test_our_own_chats_there_do_not_make_busy(radicale: Radicale) -> None:
    radicale.put(f"chat-1{OUR_UIDS}", "20261125T140000Z", "20261125T150000Z")
    account = add(radicale)

    read_all()

    assert busy(account.seeker) == []


def test_chats_from_before_uids_ended_with_our_host_do_not_make_busy(radicale: Radicale) -> None:
    radicale.put("old-style-uid", "20261125T140000Z", "20261125T150000Z")
    radicale.put("somebody-else", "20261126T140000Z", "20261126T150000Z")
    account = add(radicale)
    chat = make_chat(make_contact(account.seeker))
    Chat.objects.filter(pk=chat.pk).update(uid="old-style-uid")

    read_all()

    day = timedelta(days=1)
    assert busy(account.seeker) == [(START + day, END + day)]


@pytest.mark.parametrize("address", ["me@second.example", "sam@cloud.example"])
def test_a_no_counts_for_every_address_of_the_seeker(radicale: Radicale, address: str) -> None:
    seeker = make_seeker()
    EmailAddress.objects.create(user=seeker, email="me@second.example", verified=True)
    EmailAddress.objects.create(user=seeker, email="not@verified.example", verified=False)
    account = add(radicale, seeker)
    account.username = "sam@cloud.example"
    known = (seeker.email, "me@second.example", "sam@cloud.example")
    assert reading.own_addresses(account) == known

    no = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{address}\r\n"
    request = feed(own_addresses=reading.own_addresses(account))
    text = calendar(f"UID:1\nDTSTART:20261201T100000Z\nDTEND:20261201T110000Z\n{no}")
    assert expand(text, request).busy == []
    assert expand(text.replace(address, "not@verified.example"), request).busy != []


def test_read_now_rings_once_it_is_committed() -> None:
    account = add_any()
    with transaction.atomic():
        lifecycle.read_now(account, now=NOW)
        assert [call[1] for call in connection.run_on_commit] == [wake_up]


def test_a_broker_that_is_gone_leaves_it_to_the_sweep(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    account = add_any()
    pressed = NOW + timedelta(seconds=5)
    lifecycle.read_now(account, now=pressed)
    account.refresh_from_db()
    assert account.due_at == pressed


def test_a_refused_password_is_said_and_nothing_is_forgotten(radicale: Radicale) -> None:
    radicale.put("one", "20261125T140000Z", "20261125T150000Z")
    account = add(radicale)
    read_all()

    radicale.change_password("another")
    read_all(NOW + timedelta(minutes=15))

    account.refresh_from_db()
    assert (account.problem, account.failures) == ("refused", 1)
    assert account.read_at == NOW
    assert busy(account.seeker) == [(START, END)]

    lifecycle.add_caldav(account.seeker, radicale.url, radicale.user, "another", "Home", now=NOW)
    read_all(NOW + timedelta(minutes=30))
    account.refresh_from_db()
    assert (account.problem, account.failures) == ("", 0)


def test_a_server_that_is_gone_is_silent(settings: Settings) -> None:
    settings.CALENDAR_HOSTS = ["127.0.0.1:9"]
    account = lifecycle.add_caldav(
        make_seeker(), "http://127.0.0.1:9/", "sam", "secret", "Home", now=NOW
    )
    read_all()
    account.refresh_from_db()
    assert account.problem == "silent"


def test_an_address_inside_is_refused(radicale: Radicale, settings: Settings) -> None:
    settings.CALENDAR_HOSTS = []
    account = add(radicale)
    read_all()
    account.refresh_from_db()
    assert account.problem == "address"


def test_an_address_without_a_calendar_is_missing(radicale: Radicale) -> None:
    account = add(radicale, url=f"{radicale.url}nobody/nothing/")
    read_all()
    account.refresh_from_db()
    assert account.problem in ("missing", "refused")


def fail(account: CalendarAccount, now: datetime) -> CalendarAccount:
    claimed = reading.claim(now)
    assert claimed is not None
    reading.finish(claimed, Answer(Problem.SILENT), now=now)
    account.refresh_from_db()
    return account


def test_ten_failures_turn_it_off_with_one_email() -> None:
    account = add_any()
    waits = []
    for _ in range(10):
        now = account.due_at
        waits.append(fail(account, now).due_at - now)

    assert (account.is_on, account.failures) == (False, 10)
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert max(waits) == timedelta(hours=6)
    assert reading.claim(account.due_at + timedelta(days=9)) is None
    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to) == ("calendar_off", account.seeker.email)
    assert account.url not in email.text + email.html

    lifecycle.turn_on(account, now=NOW)
    account.refresh_from_db()
    assert (account.is_on, account.failures, account.problem) == (True, 0, "")


def hit_a_limit(account: CalendarAccount, *, pressed: bool = False) -> timedelta:
    """The wait after one more reader that came to its end."""
    now = account.due_at
    claimed = reading.claim(now)
    assert claimed == account
    if pressed:
        lifecycle.read_now(account, now=now + timedelta(seconds=5))
    reading.finish(claimed, Answer(Problem.SILENT, hit_limit=True), now=now)
    account.refresh_from_db()
    return account.due_at - now


def test_what_hits_the_limits_of_its_readers_is_read_ever_more_rarely() -> None:
    account = add_any()
    waits = [hit_a_limit(account, pressed=True), *(hit_a_limit(account) for _ in "123456")]
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert waits == [hour / 4, hour, 4 * hour, 16 * hour, 3 * day, 7 * day, 7 * day]

    claimed = reading.claim(account.due_at)
    assert claimed == account
    reading.finish(claimed, Answer(), now=NOW)
    account.refresh_from_db()
    assert (account.limit_hits, account.due_at) == (0, NOW + timedelta(minutes=15))


def test_nothing_hastens_what_hits_the_limits_of_its_readers() -> None:
    account = add_any()
    calendar = Calendar.objects.create(account=account, seeker=account.seeker, url="a", name="Work")
    hit_a_limit(account)
    CalendarAccount.objects.update(is_on=False)
    due_at, now = account.due_at, NOW + timedelta(minutes=1)

    lifecycle.turn_on(account, now=now)
    lifecycle.read_now(account, now=now)
    lifecycle.choose(calendar, counts=False, now=now)
    lifecycle.choose(calendar, counts=True, now=now)
    typed = {"url": account.url, "username": "sam", "password": "new", "name": "Home"}
    lifecycle.add_caldav(account.seeker, **typed, now=now)

    account.refresh_from_db()
    assert (account.is_on, account.due_at, account.problem) == (True, due_at, "silent")
    assert reading.claim(now) is None
    assert reading.claim(due_at) == account


@pytest.mark.parametrize("removed", [True, False])
@pytest.mark.parametrize("path", ["", "?x=2"])
def test_adding_it_anew_or_by_another_address_hastens_nothing(removed: bool, path: str) -> None:
    seeker, url = make_seeker(), "https://calendar.example.org/"
    account = lifecycle.add_feed(seeker, url, "Work", now=NOW)
    hit_a_limit(account)
    if removed:
        lifecycle.remove(account)
    now = NOW + timedelta(minutes=1)
    again = lifecycle.add_feed(seeker, url + path, "Work", now=now)
    lifecycle.read_now(again, now=now)
    again.refresh_from_db()
    assert (again.due_at, again.limit_hits) == (account.due_at, 1)
    elsewhere = lifecycle.add_feed(seeker, "https://other.example.org/", "Other", now=now)
    theirs = lifecycle.add_feed(make_seeker(), url, "Work", now=now)
    assert {(one.due_at, one.limit_hits) for one in (elsewhere, theirs)} == {(now, 0)}


def test_a_seeker_has_one_reading_at_a_time() -> None:
    first, other = add_any(), add_any()
    second = lifecycle.add_feed(first.seeker, "https://calendar.example.org/", "Two", now=NOW)
    for number, account in enumerate([first, second, other]):
        CalendarAccount.objects.filter(pk=account.pk).update(due_at=NOW + timedelta(0, number))
    later = NOW + timedelta(minutes=1)
    claimed = [reading.claim(later) for _ in range(3)]
    assert claimed == [first, other, None]
    assert claimed[0] is not None
    reading.finish(claimed[0], Answer(), now=later)
    assert reading.claim(later) == second


def test_those_of_a_seeker_with_a_calendar_that_takes_long_come_last() -> None:
    slow, other = add_any(), add_any()
    second = lifecycle.add_feed(slow.seeker, "https://calendar.example.org/", "Two", now=NOW)
    CalendarAccount.objects.filter(pk=slow.pk).update(limit_hits=1, due_at=NOW + timedelta(days=1))
    CalendarAccount.objects.filter(pk=other.pk).update(due_at=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    assert [reading.claim(later) for _ in range(3)] == [other, second, None]


def add_any() -> CalendarAccount:
    return lifecycle.add_caldav(
        make_seeker(), "https://cloud.example.org/", "sam", "secret", "Home", now=NOW
    )


def test_a_worker_that_was_overtaken_finishes_nothing() -> None:
    account = add_any()
    dead = reading.claim(NOW)
    assert dead is not None
    assert reading.claim(NOW + timedelta(minutes=2)) is None
    again = reading.claim(NOW + timedelta(minutes=4))
    assert again is not None

    reading.finish(dead, Answer(Problem.SILENT), now=NOW)
    account.refresh_from_db()
    assert (account.failures, account.lease) == (0, again.lease)

    reading.finish(again, Answer(calendars=(Found("https://x.example/a/", "A"),)), now=NOW)
    account.refresh_from_db()
    assert (account.failures, account.lease_until) == (0, None)
    assert account.calendars.count() == 1


@pytest.mark.parametrize(("others", "minutes"), [(19, 15), (39, 30)])
def test_of_many_accounts_each_is_read_less_often_and_the_others_wait_no_longer(
    others: int, minutes: int
) -> None:
    account, other = add_any(), add_any()
    for number in range(others):
        url = f"https://calendar.example.org/{number}.ics"
        lifecycle.add_feed(account.seeker, url, "One", now=NOW + timedelta(days=1))
    claimed = [reading.claim(NOW), reading.claim(NOW)]  # both are due, in no order
    assert set(claimed) == {account, other}
    for each in claimed:
        reading.finish(each, Answer(), now=NOW)
    account.refresh_from_db()
    other.refresh_from_db()
    assert account.due_at == NOW + timedelta(minutes=minutes)
    assert other.due_at == NOW + timedelta(minutes=15)


def test_pressed_while_it_is_read_it_is_read_once_more() -> None:
    account = add_any()
    claimed = reading.claim(NOW)
    assert claimed is not None
    pressed = NOW + timedelta(seconds=5)
    lifecycle.read_now(account, now=pressed)

    reading.finish(claimed, Answer(), now=NOW + timedelta(seconds=9))

    account.refresh_from_db()
    assert account.due_at == pressed


def test_choosing_where_chats_go_waits_for_a_reading_that_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each saves two calendars, and the other way around; neither may end in a deadlock."""
    account = add_any()
    first, second = (
        Calendar.objects.create(account=account, seeker=account.seeker, url=url, name=url)
        for url in "ab"
    )
    lifecycle.take_chats(account.seeker, second)
    claimed, keep = reading.claim(NOW), reading._keep
    assert claimed is not None

    with ThreadPoolExecutor(1) as threads:
        chosen: list[Future[None]] = []

        def keep_slowly(calendar: Calendar, found: Found, now: datetime) -> None:
            keep(calendar, found, now)
            if not chosen:
                chosen.append(threads.submit(choose_for_chats, first))
                wait_for_somebody_who_waits()

        monkeypatch.setattr(reading, "_keep", keep_slowly)
        found = tuple(Found(url, f"Read {url}", unchanged=True) for url in "ab")
        reading.finish(claimed, Answer(calendars=found), now=NOW)
        chosen[0].result()

    kept = account.calendars.values_list("name", "takes_chats")
    assert list(kept) == [("Read a", True), ("Read b", False)]


def test_a_calendar_that_stops_counting_while_it_is_read_makes_nobody_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = add_any()
    Calendar.objects.create(account=account, seeker=account.seeker, url="a", name="Work")
    claimed, replace = reading.claim(NOW), reading.replace_busy
    assert claimed is not None

    with ThreadPoolExecutor(1) as threads:
        stopped: list[Future[None]] = []

        def replace_slowly(calendar: Calendar, busy: Iterable[Interval]) -> None:
            stopped.append(threads.submit(stop_counting, calendar))
            wait_for_somebody_who_waits()
            replace(calendar, busy)

        monkeypatch.setattr(reading, "replace_busy", replace_slowly)
        found = Found("a", "Work", busy=((START, END),))
        reading.finish(claimed, Answer(calendars=(found,)), now=NOW)
        stopped[0].result()

    assert busy(account.seeker) == []


def choose_for_chats(calendar: Calendar) -> None:
    try:
        lifecycle.take_chats(calendar.seeker, calendar)
    finally:
        connection.close()


def stop_counting(calendar: Calendar) -> None:
    try:
        lifecycle.choose(calendar, counts=False, now=NOW)
    finally:
        connection.close()


def wait_for_somebody_who_waits() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def test_an_account_that_was_removed_while_it_was_read_stays_removed() -> None:
    account = add_any()
    claimed = reading.claim(NOW)
    assert claimed is not None
    lifecycle.remove(account)
    reading.finish(claimed, Answer(calendars=(Found("https://x.example/a/", "A"),)), now=NOW)
    assert (CalendarAccount.objects.count(), Calendar.objects.count()) == (0, 0)


def test_a_made_up_seeker_s_account_is_never_read() -> None:
    seeker = make_seeker(is_sample=True)
    lifecycle.add_feed(seeker, "https://calendar.example.org/a.ics", "A", now=NOW)
    assert reading.claim(NOW) is None


def test_adding_a_secret_address_twice_is_one_account() -> None:
    seeker = make_seeker()
    one = lifecycle.add_feed(seeker, "https://calendar.example.org/s3cr3t.ics", "A", now=NOW)
    two = lifecycle.add_feed(seeker, "https://calendar.example.org/s3cr3t.ics", "B", now=NOW)
    assert one == two
    assert [calendar.url for calendar in one.calendars.all()] == [one.url]
    assert one.said_url == "https://calendar.example.org/….ics"


def test_no_secret_reaches_a_log(radicale: Radicale, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    account = add(radicale, password="pass-that-is-wrong")
    read_all()
    account.refresh_from_db()
    assert account.problem == "refused"
    assert "pass-that-is-wrong" not in caplog.text
    assert radicale.url not in caplog.text


def test_a_zone_nobody_knows_is_named_until_it_is_gone(radicale: Radicale) -> None:
    radicale.put("one", "20261125T140000Z", "20261125T150000Z")
    radicale.put("two", "20261126T140000Z", "20261126T150000Z")
    path = radicale.folder / "collections" / "collection-root" / radicale.user / "work" / "two.ics"
    good = path.read_text()
    path.write_text(good.replace("DTSTART:20261126T140000Z", "DTSTART;TZID=Ours:20261126T140000"))
    account = add(radicale)
    read_all()
    found = account.calendars.get()
    assert (found.left_out, found.unknown_zones) == (1, "Ours")
    assert busy(account.seeker) == [(START, END)]

    path.unlink()
    radicale.put("two", "20261126T140000Z", "20261126T150000Z")
    read_all(NOW + timedelta(hours=1))

    found.refresh_from_db()
    assert (found.left_out, found.unknown_zones) == (0, "")
