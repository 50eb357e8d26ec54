"""What was read is read anew when what it depends on changes, not the calendar's bytes alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from pytest_django import Settings

from accounts.models import User
from calendars import lifecycle, tasks
from calendars.lifecycle import fingerprint, reading
from calendars.models import BusyTime, CalendarAccount
from calendars.reading import Answer, Problem
from tests.calendars.reading.requests import calendar
from tests.calendars.reading.server import Server, running_server
from tests.factories import NOW, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "UID:1\nDTSTART;VALUE=DATE:20261201"
ASKED = "UID:2\nDTSTART:20261203T100000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:{}"
OTHER = "me@other.example"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with running_server() as server:
        settings.CALENDAR_HOSTS = [server.name]
        yield server


@pytest.fixture
def account(server: Server) -> CalendarAccount:
    """Read once; the server says "unchanged" to whoever knows it."""
    text = calendar(DAY, ASKED.format(OTHER))
    url = server.answer("/a.ics", text, ETag='"1"')
    account = lifecycle.add_feed(make_seeker(time_zone="Europe/Berlin"), url, "A", now=NOW)
    tell = server.answers["/a.ics"]
    server.answer("/a.ics", status=304)
    same = server.answers["/a.ics"]
    server.answers["/a.ics"] = lambda asks: (
        same(asks) if asks.headers["If-None-Match"] else tell(asks)
    )
    lifecycle.read_due(now=NOW)
    return account


def starts(seeker: User) -> list[str]:
    found = BusyTime.objects.of(seeker).order_by("during")
    return [f"{one.during.lower:%m-%d %H:%M}" for one in found]


BERLIN = ["11-30 23:00", "12-03 10:00"]


def move(seeker: User) -> None:
    seeker.time_zone = "Asia/Tokyo"
    seeker.save()


def is_due(account: CalendarAccount) -> bool:
    account.refresh_from_db()
    return bool(account.due_at <= NOW)


def test_nothing_is_due_while_nothing_changes(account: CalendarAccount) -> None:
    lifecycle.notice_changes(now=NOW)
    assert not is_due(account)
    later = NOW + timedelta(minutes=15)
    lifecycle.read_due(now=later)
    assert starts(account.seeker) == BERLIN
    account.refresh_from_db()
    assert account.read_at == later


def test_who_moves_has_their_days_where_they_are(account: CalendarAccount) -> None:
    move(account.seeker)
    lifecycle.notice_changes(now=NOW)
    assert is_due(account)
    lifecycle.read_due(now=NOW)
    assert starts(account.seeker) == ["11-30 15:00", "12-03 10:00"]
    lifecycle.notice_changes(now=NOW)
    assert not is_due(account)


def test_so_it_is_by_the_button(account: CalendarAccount) -> None:
    move(account.seeker)
    lifecycle.read_now(account, now=NOW)
    lifecycle.read_due(now=NOW)
    assert starts(account.seeker) == ["11-30 15:00", "12-03 10:00"]


def test_a_no_to_a_new_address_of_ones_own_counts(account: CalendarAccount) -> None:
    mine = EmailAddress.objects.create(user=account.seeker, email=OTHER.title(), verified=False)
    lifecycle.notice_changes(now=NOW)
    assert not is_due(account)
    mine.verified = True
    mine.save()
    lifecycle.notice_changes(now=NOW)
    lifecycle.read_due(now=NOW)
    assert starts(account.seeker) == BERLIN[:1]


@pytest.mark.parametrize("what", ["EDITION", "version"])
def test_another_way_of_reading_reads_all_anew(
    account: CalendarAccount, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    BusyTime.objects.all().delete()  # only a reading would bring it back
    monkeypatch.setattr(fingerprint, what, {"EDITION": 99, "version": lambda library: "99"}[what])
    lifecycle.notice_changes(now=NOW)
    lifecycle.read_due(now=NOW)
    assert starts(account.seeker) == BERLIN


def test_what_fails_is_tried_once_and_then_in_its_turn(
    account: CalendarAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "run", lambda request, progress: Answer(Problem.SILENT))
    move(account.seeker)
    lifecycle.notice_changes(now=NOW)
    lifecycle.read_due(now=NOW)
    lifecycle.notice_changes(now=NOW)
    assert not is_due(account)
    monkeypatch.undo()
    lifecycle.read_due(now=account.due_at)
    assert starts(account.seeker) == ["11-30 15:00", "12-03 10:00"]


@pytest.mark.parametrize(
    "state", [{"limit_hits": 1}, {"is_on": False}, {"lease_until": NOW + timedelta(minutes=1)}]
)
def test_what_may_not_be_read_now_keeps_its_time(
    account: CalendarAccount, state: dict[str, object]
) -> None:
    CalendarAccount.objects.update(**state)
    move(account.seeker)
    lifecycle.notice_changes(now=NOW)
    assert not is_due(account)


def test_the_sweep_notices(account: CalendarAccount) -> None:
    move(account.seeker)
    tasks.sweep()
    assert starts(account.seeker) == ["11-30 15:00", "12-03 10:00"]


def test_so_many_are_compared_in_one_sweep_and_all_in_a_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fingerprint, "MAX_COMPARED", 2)
    seeker, later = make_seeker(), NOW + timedelta(hours=1)
    CalendarAccount.objects.bulk_create(
        CalendarAccount(seeker=seeker, kind="feed", url=f"https://a.example/{n}", due_at=later)
        for n in range(5)
    )
    due = []
    for _ in range(3):
        lifecycle.notice_changes(now=NOW)
        due.append(CalendarAccount.objects.filter(due_at=NOW).count())
    assert due == [2, 4, 5]
    CalendarAccount.objects.update(due_at=later)
    lifecycle.notice_changes(now=NOW)
    assert CalendarAccount.objects.filter(due_at=NOW).count() == 2
