"""The sweep of calendars: one worker at it, the others stay free for e-mail."""

import logging
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection
from pytest_django import Settings

from calendars import lifecycle, tasks
from calendars.lifecycle import reading
from calendars.models import BusyTime, CalendarAccount
from calendars.reading import Answer, Found, Request
from tests.calendars.reading.requests import BUSY, ONE, calendar
from tests.calendars.reading.server import running_server
from tests.factories import NOW, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)


def tries(account: CalendarAccount) -> int:
    account.refresh_from_db()
    return account.failures


def test_a_worker_leaves_the_calendars_to_the_one_that_is_at_them() -> None:
    account = lifecycle.add_feed(make_seeker(), "https://127.0.0.1/a.ics", "A", now=NOW)
    with psycopg2.connect(**connection.get_connection_params()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [tasks.ONE_AT_A_TIME])
        tasks.sweep()
        assert tries(account) == 0
        # Closing alone would let go of it a little later.
        cursor.execute("SELECT pg_advisory_unlock(%s)", [tasks.ONE_AT_A_TIME])
    other.close()
    tasks.sweep()
    assert tries(account) == 1


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
