"""An SMTP server beside the test, and e-mails that leave for it by real SMTP."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from outbox import delivery
from tests.outbox.sink import Sink, running_sink


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with running_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 0.5
        yield sink
        delivery.close_connection()
