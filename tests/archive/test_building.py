"""The archive: whole, readable, without a secret, nobody else's; and built though workers die."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import icalendar
import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from archive import building, lifecycle
from archive.models import Export, Piece
from archive.rules import exported
from archive.states import Status
from archive.words import WHAT
from contacts.models import Contact
from tests.archive.world import SECRETS, everything
from tests.factories import NOW, make_contact, make_seeker

pytestmark = pytest.mark.django_db


def archive_of(seeker: User) -> zipfile.ZipFile:
    export = lifecycle.ask(seeker)
    assert lifecycle.build_next(timezone.now())
    export.refresh_from_db()
    data = b"".join(bytes(piece.data) for piece in export.pieces.all())
    assert (export.status, export.percent, export.size) == (Status.READY, 100, len(data))
    return zipfile.ZipFile(io.BytesIO(data))


def rows(archive: zipfile.ZipFile, table: str) -> list[dict[str, object]]:
    return json.loads(archive.read(f"json/{table}.json"))


def lines(archive: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    text = archive.read(f"csv/{table}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_row_is_there_as_json_and_as_csv() -> None:
    ana = everything("ana")
    archive = archive_of(ana)
    assert archive.testzip() is None
    kept = {rule.name: rule.mine(ana).count() for rule in exported() if rule.mine}
    assert set(kept) == {rule.name for rule in exported()}
    files = {file for name in kept for file in (f"json/{name}.json", f"csv/{name}.csv")}
    assert files - set(archive.namelist()) == set()
    found = {name: (len(rows(archive, name)), len(lines(archive, name))) for name in kept}
    assert found == {name: (number, number) for name, number in kept.items()}
    assert [name for name, number in kept.items() if number == 0] == []


def test_the_readme_says_what_each_table_is_and_which_clock_it_reads() -> None:
    readme = archive_of(make_seeker()).read("README.txt").decode()
    assert set(WHAT) == {rule.name for rule in exported()}
    assert [name for name, what in WHAT.items() if f"{name}: {what}\n" not in readme] == []
    assert "All times are UTC" in readme


def test_what_was_written_is_there_word_for_word() -> None:
    archive = archive_of(everything("ana"))
    notes = [row["notes"] for row in rows(archive, "chats_chat")]
    assert "=1+1 ana notes" in notes
    [during] = [row["during"] for row in rows(archive, "calendars_busytime")]
    assert during == ["2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"]
    assert [row["time_zone"] for row in rows(archive, "accounts_user")] == ["Europe/Berlin"]


def test_a_timeline_is_there_as_facts_and_as_it_reads() -> None:
    archive = archive_of(everything("ana"))
    [cancelled] = [row for row in rows(archive, "contacts_event") if row["kind"] == "cancelled"]
    assert (cancelled["side"], cancelled["data"]) == ("host", {"words": "ana line"})
    assert cancelled["sentence"] == "Chat cancelled by them: ana line"
    assert "text" not in cancelled
    assert cancelled["sentence"] in {row["sentence"] for row in lines(archive, "contacts_event")}


def test_a_spreadsheet_runs_none_of_it() -> None:
    text = archive_of(everything("ana")).read("csv/chats_chat.csv").decode()
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert "'=1+1 ana notes" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def test_no_secret_and_nobody_elses_word_is_in_it() -> None:
    ana, ben = everything("ana"), everything("ben")
    archive = archive_of(ana)
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert [secret for secret in SECRETS if secret in whole] == []
    assert "ben" not in whole.replace("been", "")
    assert "/i/" not in whole  # the private links of hosts
    assert ben.email not in whole


def test_the_chats_are_a_calendar() -> None:
    ana = everything("ana")
    archive = archive_of(ana)
    whole = icalendar.Calendar.from_ical(archive.read("calendar/all.ics"))
    uids = {str(event["UID"]) for event in whole.walk("VEVENT")}
    assert uids == set(ana.chats.values_list("uid", flat=True))
    single = [name for name in archive.namelist() if name.startswith("calendar/chat-")]
    assert len(single) == len(uids) == 3


def test_an_empty_account_has_an_archive_too() -> None:
    archive = archive_of(make_seeker(verified=False))
    assert rows(archive, "contacts_contact") == []


def test_more_contacts_cost_no_more_queries(tmp_path) -> None:
    def queries(number: int) -> int:
        seeker = make_seeker()
        Contact.objects.bulk_create(Contact(seeker=seeker, name=f"Host {n}") for n in range(number))
        with CaptureQueriesContext(connection) as captured, (tmp_path / "x").open("wb") as file:
            building.write(file, seeker, now=NOW, progress=lambda percent: None)
        return len(captured)

    assert queries(1) == queries(100)


def test_progress_rises_to_a_hundred(tmp_path) -> None:
    told: list[int] = []
    with (tmp_path / "x").open("wb") as file:
        building.write(file, everything("ana"), now=NOW, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 100
    assert len(set(told)) > 20


# -- Asked for twice, killed, overtaken ------------------------------------------------------------


def test_asking_twice_asks_once_and_a_new_one_replaces_the_old() -> None:
    seeker = make_seeker()
    first = lifecycle.ask(seeker)
    assert lifecycle.ask(seeker) == first
    lifecycle.build_next(timezone.now())
    second = lifecycle.ask(seeker)
    assert list(Export.objects.all()) == [second]
    assert not Piece.objects.exists()


def test_asking_while_the_last_piece_is_kept_gives_what_is_ready(monkeypatch) -> None:
    seeker = make_seeker()
    first = lifecycle.ask(seeker)

    def lose_the_race(**fields: object) -> None:
        lifecycle.build_next(timezone.now())
        raise IntegrityError

    monkeypatch.setattr(Export.objects, "create", lose_the_race)
    assert lifecycle.ask(seeker) == first


def test_two_workers_never_build_the_same() -> None:
    lifecycle.ask(make_seeker())
    now = timezone.now()
    assert lifecycle._claim(now) is not None
    assert lifecycle.build_next(now) is False


def test_what_a_dead_worker_left_is_begun_anew_and_the_late_one_finishes_nothing() -> None:
    export = lifecycle.ask(make_seeker())
    now = timezone.now()
    dead = lifecycle._claim(now - lifecycle.LEASE)
    assert dead is not None
    Piece.objects.create(export=export, number=7, data=b"half of it")
    assert lifecycle.build_next(now) is True
    export.refresh_from_db()
    assert export.status == Status.READY
    assert 7 not in export.pieces.values_list("number", flat=True)
    lifecycle._keep(dead, io.BytesIO(b"late"))
    assert export.pieces.get().data.tobytes() != b"late"


def test_a_worker_that_always_dies_is_not_sent_in_for_ever() -> None:
    export = lifecycle.ask(make_seeker())
    now = timezone.now()
    for attempt in range(lifecycle.MAX_ATTEMPTS):
        assert lifecycle._claim(now + attempt * lifecycle.LEASE) is not None
    assert lifecycle._claim(now + lifecycle.MAX_ATTEMPTS * lifecycle.LEASE) is None
    export.refresh_from_db()
    assert export.status == Status.FAILED


def test_what_cannot_be_built_says_so(monkeypatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    export = lifecycle.ask(make_seeker())
    monkeypatch.setattr(building, "write", fail)
    with pytest.raises(OSError, match="disk full"):
        lifecycle.build_next(timezone.now())
    export.refresh_from_db()
    assert export.status == Status.FAILED


def test_an_archive_is_kept_for_a_week() -> None:
    lifecycle.ask(make_seeker())
    lifecycle.build_next(timezone.now())
    lifecycle.forget(timezone.now() + timedelta(days=6))
    assert Export.objects.exists()
    lifecycle.forget(timezone.now() + timedelta(days=8))
    assert not Piece.objects.exists()


def test_a_large_archive_lies_in_pieces() -> None:
    export = lifecycle.ask(make_seeker())
    claimed = lifecycle._claim(timezone.now())
    assert claimed is not None
    file = io.BytesIO(b"x" * (lifecycle.CHUNK_BYTES + 1))
    file.seek(0, io.SEEK_END)
    lifecycle._keep(claimed, file)
    sizes = [len(piece.data) for piece in export.pieces.all()]
    assert sizes == [lifecycle.CHUNK_BYTES, 1]


def test_the_readme_says_when_and_what(client) -> None:
    seeker = make_seeker()
    make_contact(seeker)
    readme = archive_of(seeker).read("README.txt").decode()
    assert "Europe/Berlin" in readme or "Berlin" in readme
    assert "contacts_contact: the people you would like to talk to" in readme
