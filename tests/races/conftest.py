"""The site in processes of its own beside the test's database, and that database unprotected."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from django.db import connection
from pytest_django import Settings

from chats.meeting import booking as meeting
from chats.models import Attendance
from tests.races.harness import PATIENT, in_company
from tests.web import running_web

Serve = Callable[[str], str]


@pytest.fixture(scope="session")
def sites(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    folder = tmp_path_factory.mktemp("web")
    with ExitStack() as running:

        @cache
        def serve(module: str) -> str:
            web = running_web(folder / f"{module}.log", module, postgres=PATIENT)
            return running.enter_context(web)

        yield serve


@pytest.fixture
def serve(transactional_db: None, sites: Serve) -> Serve:
    """Gunicorn with the command of the real program, once for each site; says where it answers."""
    return sites


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the gap between look and write wide enough that two are always in it."""
    monkeypatch.setattr("chats.locks.lock_people", lambda *keys: None)
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
