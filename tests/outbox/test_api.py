"""The same of a provider's API, against a server that stands in for it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from pytest_django import Settings

from outbox import delivery
from outbox.connection import close_connection
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.suppression import is_suppressed
from outbox.verdicts import Verdict
from tests.outbox.drafts import enqueued

pytestmark = pytest.mark.django_db


class Provider(HTTPServer):
    status: int | None = None
    """None hangs up when it has read everything."""


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status is not None:
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


def sends_through(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    url = f"http://127.0.0.1:{port}/"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": url}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        sends_through(settings, server.server_port)
        yield server
        close_connection()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "verdict", "becomes"),
    [
        (401, Verdict.SERVER, Status.PENDING),
        (429, Verdict.SERVER, Status.PENDING),
        (503, Verdict.SERVER, Status.PENDING),
        (422, Verdict.EMAIL, Status.DEAD),
        (500, Verdict.UNANSWERED, Status.UNCERTAIN),
        (502, Verdict.UNANSWERED, Status.UNCERTAIN),
        (504, Verdict.UNANSWERED, Status.UNCERTAIN),
        (524, Verdict.UNANSWERED, Status.UNCERTAIN),
        (200, Verdict.UNANSWERED, Status.UNCERTAIN),  # and not a word that can be read
        (None, Verdict.UNANSWERED, Status.UNCERTAIN),
    ],
)
def test_what_becomes_of_it(
    provider: Provider, status: int | None, verdict: Verdict, becomes: Status
) -> None:
    provider.status = status
    row = enqueued(repeatable=False)
    delivery.drain()
    row.refresh_from_db()
    assert (row.verdict, row.status) == (verdict, becomes)
    assert not is_suppressed(row.to)


def test_a_provider_who_is_not_there_has_not_got_it(settings: Settings) -> None:
    sends_through(settings, 9)
    row = enqueued(repeatable=False)
    delivery.drain()
    close_connection()
    assert OutgoingEmail.objects.get(pk=row.pk).verdict == Verdict.SERVER
