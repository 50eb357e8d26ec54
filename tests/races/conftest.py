"""The site in processes of its own beside the test's database, and that database unprotected."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from chats.lifecycle import meeting
from chats.models import Attendance
from tests.races.harness import PATIENT, in_company
from tests.web import running_web

Serve = Callable[[str], str]


@pytest.fixture
def serve(transactional_db: None, tmp_path: Path) -> Iterator[Serve]:
    """Run gunicorn with the command of the real program; returns where it answers."""
    log = tmp_path / "web.log"
    with ExitStack() as running:
        yield lambda module: running.enter_context(running_web(log, module, postgres=PATIENT))


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the gap between look and write wide enough that two are always in it."""
    monkeypatch.setattr("chats.lifecycle.locks.lock_people", lambda *keys: None)
    monkeypatch.setattr(meeting, "_attend", in_company(meeting._attend))


@pytest.fixture
def without_constraint(transactional_db: None) -> Iterator[None]:
    """The exclusion constraint dropped, and put back over an empty table."""
    never_twice = Attendance._meta.constraints[0]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Attendance, never_twice)
    yield
    Attendance.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Attendance, never_twice)


@pytest.fixture(autouse=True)
def nobody_is_too_fast(settings: Settings) -> None:
    settings.INVITATIONS_PER_DAY = settings.INVITATIONS_PER_DAY_AT_FIRST = 1000
    settings.FIRST_CONTACTS_PER_HOST_PER_WEEK = 1000
