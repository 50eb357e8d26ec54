"""SMTP servers beside the test, and e-mails that leave for them by real SMTP."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from outbox import smtp
from outbox.connection import close_connection
from outbox.smtp import LIMITS, Phase
from tests.outbox.script import Script, running_script
from tests.outbox.sink import Sink, running_sink


@pytest.fixture
def gives_up_soon(monkeypatch: pytest.MonkeyPatch) -> Callable[[Phase], None]:
    """In that phase alone, for a server that never answers there; all others have their time."""

    def set_limit(phase: Phase) -> None:
        monkeypatch.setattr(smtp, "LIMITS", {**LIMITS, phase: 0.3})

    return set_limit


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with running_sink() as sink:
        settings.EMAIL_BACKEND = "outbox.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = None
        yield sink
        close_connection()


@pytest.fixture
def server(settings: Settings) -> Iterator[Script]:
    with running_script() as server:
        settings.EMAIL_BACKEND = "outbox.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "sam", "secret"
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = None
        yield server
        close_connection()
