"""The same of a provider's API, against a server that stands in for it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from pytest_django import Settings

from outbox import delivery
from outbox.connection import close_connection
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.suppression import is_suppressed
from tests.outbox.rendered import enqueued

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
    ("status", "delivery_result", "becomes"),
    [
        (401, DeliveryResult.SERVER, Status.PENDING),
        (429, DeliveryResult.SERVER, Status.PENDING),
        (503, DeliveryResult.SERVER, Status.PENDING),
        (422, DeliveryResult.EMAIL, Status.DEAD),
        (500, DeliveryResult.UNANSWERED, Status.UNCERTAIN),
        (502, DeliveryResult.UNANSWERED, Status.UNCERTAIN),
        (504, DeliveryResult.UNANSWERED, Status.UNCERTAIN),
        (524, DeliveryResult.UNANSWERED, Status.UNCERTAIN),
        (200, DeliveryResult.UNANSWERED, Status.UNCERTAIN),  # and not a word that can be read
        (None, DeliveryResult.UNANSWERED, Status.UNCERTAIN),
    ],
)
def test_what_becomes_of_it(
    provider: Provider, status: int | None, delivery_result: DeliveryResult, becomes: Status
) -> None:
    provider.status = status
    row = enqueued(repeatable=False)
    delivery.drain()
    row.refresh_from_db()
    assert (row.delivery_result, row.status) == (delivery_result, becomes)
    assert not is_suppressed(row.to)


def test_a_provider_who_is_not_there_has_not_got_it(settings: Settings) -> None:
    sends_through(settings, 9)
    row = enqueued(repeatable=False)
    delivery.drain()
    close_connection()
    assert OutgoingEmail.objects.get(pk=row.pk).delivery_result == DeliveryResult.SERVER
