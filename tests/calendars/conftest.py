"""A CalDAV server for a test, which the settings name as the operator's own."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.radicale import Radicale, running_radicale


@pytest.fixture
def radicale(settings: Settings) -> Iterator[Radicale]:
    with running_radicale() as server:
        settings.CALENDAR_HOSTS = [server.host]
        server.make_calendar("work", "Work")
        yield server
