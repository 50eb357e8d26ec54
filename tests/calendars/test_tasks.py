"""The sweep of calendars: a few workers at it, the others stay free for e-mail."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from accounts.models import User
from calendars import lifecycle, tasks
from calendars.lifecycle import reading
from calendars.models import BusyTime, CalendarAccount, CalendarEntry
from calendars.reading import Answer, Found, Request
from tests.calendars.concurrency_slots import taken
from tests.calendars.reading.requests import BUSY, ONE, calendar
from tests.calendars.reading.server import running_server
from tests.factories import NOW, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)


def tries(account: CalendarAccount) -> int:
    account.refresh_from_db()
    return account.failures


def add(name: str, seeker: User | None = None) -> CalendarAccount:
    return lifecycle.add_feed(
        seeker or make_seeker(), f"https://127.0.0.1/{name}.ics", name, now=NOW
    )


def test_half_of_a_worker_s_processes_may_read() -> None:
    assert len(tasks.concurrency_slots()) == django_settings.CELERY_WORKER_CONCURRENCY // 2 == 2


def test_a_worker_leaves_the_calendars_where_enough_others_are_at_them() -> None:
    account = add("A")
    with taken(*tasks.concurrency_slots()):
        tasks.sweep()
        assert tries(account) == 0
    with taken(*tasks.concurrency_slots()[:-1]):
        tasks.sweep()
        assert tries(account) == 1


def test_only_one_worker_waits_for_seekers_whose_calendars_take_long() -> None:
    slow, other = add("slow"), add("other")
    second = add("second", slow.seeker)
    CalendarAccount.objects.filter(pk=slow.pk).update(limit_hits=1)
    with taken(tasks.FIRST_CONCURRENCY_SLOT):
        tasks.sweep()
    assert [tries(one) for one in (slow, second, other)] == [0, 0, 1]
    tasks.sweep()
    assert [tries(one) for one in (slow, second, other)] == [1, 1, 1]


def test_only_one_worker_waits_for_servers_that_took_nothing_before() -> None:
    calendar = add("A").calendars.get()
    due = {"seeker": calendar.seeker, "calendar": calendar, "due_at": NOW}
    CalendarEntry.objects.create(uid="again", attempts=1, **due)
    CalendarEntry.objects.create(uid="first", **due)
    with taken(tasks.FIRST_CONCURRENCY_SLOT):
        tasks.sweep()
    assert written() == {"again": 1, "first": 1}
    CalendarEntry.objects.update(due_at=NOW)
    tasks.sweep()
    assert written() == {"again": 2, "first": 2}


def written() -> dict[str, int]:
    return dict(CalendarEntry.objects.values_list("uid", "attempts"))


def test_a_name_that_no_database_takes_is_cleaned_and_the_next_account_is_read(
    settings: Settings,
) -> None:
    seeker = make_seeker()
    with running_server() as server:
        settings.CALENDAR_HOSTS = [server.name]
        server.answer("/a.ics", calendar(head="X-WR-CALNAME:My\x00 calendar\n"), ETag='"\x00"')
        server.answer("/b.ics", ONE)
        first = lifecycle.add_feed(seeker, server.url("/a.ics"), "A", now=NOW)
        second = lifecycle.add_feed(
            seeker, server.url("/b.ics"), "B", now=NOW + timedelta(minutes=1)
        )
        tasks.sweep()
    assert [tries(first), tries(second)] == [0, 0]
    assert first.calendars.get().name == "My calendar"
    assert (first.read_at is None, second.read_at is None) == (False, False)


def test_what_cannot_be_kept_is_a_failure_of_its_account_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seeker = make_seeker()
    bad, good = (
        lifecycle.add_feed(seeker, f"https://hidden.example/{name}", name, now=NOW + wait)
        for name, wait in (("bad", timedelta(0)), ("good", timedelta(minutes=1)))
    )

    def run(request: Request, progress: object) -> Answer:
        [(start, end)] = BUSY
        stretch = (end, start) if request.url == bad.url else (start, end)
        return Answer(calendars=(Found(request.url, busy=(stretch,)),))

    monkeypatch.setattr(reading, "run", run)
    tasks.sweep()

    assert [tries(bad), tries(good)] == [1, 0]
    assert (bad.problem, bad.lease_until) == ("unreadable", None)
    assert BusyTime.objects.get().calendar.account == good
    assert "DataError" in caplog.text
    assert "hidden" not in caplog.text
