"""What an operator sets in the environment reaches the parts that need it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.web import environment

SEND_ONE = """
import django
django.setup()
from django.core.mail import get_connection
from outbox import message
from outbox.models import OutgoingEmail

row = OutgoingEmail(
    to="host@example.org", subject="Coffee", text="Text", html="<p>HTML</p>",
    from_name="Ada", message_id="<1@coffee.example>",
    ics="BEGIN:VCALENDAR", ics_method="REQUEST",
)
get_connection().send_messages([message.compose(row)])
"""

ASK_FOR_PATIENCE = """
{start}
from django.db import connection

with connection.cursor() as cursor:
    cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
    print(*cursor.fetchone())
"""
WORKER, WEB = "import django; django.setup()", "import coffeechat.wsgi"


class Provider(HTTPServer):
    """Stands in for an e-mail provider, and remembers what it was asked."""

    asked: list[tuple[str, dict[str, Any]]]


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.headers["X-Postmark-Server-Token"], body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        answer = {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": body["To"]}
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Answering) as server:
        server.asked = []
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield server
        server.shutdown()


def test_an_email_provider_is_set_up_by_the_environment_alone(provider: Provider) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coffeechat.settings",
        "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
        "ANYMAIL_POSTMARK_SERVER_TOKEN": "token-of-ours",
        "ANYMAIL_POSTMARK_API_URL": f"http://127.0.0.1:{provider.server_port}/",
        "DEFAULT_FROM_EMAIL": "coffee@coffee.example",
    }
    subprocess.run([sys.executable, "-c", SEND_ONE], env=env, check=True)
    [(token, email)] = provider.asked
    assert token == "token-of-ours"
    assert (email["From"], email["To"]) == ("Ada <coffee@coffee.example>", "host@example.org")
    assert (email["TrackOpens"], email["TrackLinks"]) == (False, "None")
    assert [part["Name"] for part in email["Attachments"]] == ["invite.ics"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "said", "holds"),
    [
        (WORKER, "", "3s 0"),
        (WORKER, "-c lock_timeout=5000", "5s 0"),
        (WEB, "", "3s 15s"),
        (WEB, "-c statement_timeout=60000", "3s 1min"),
    ],
)
def test_sessions_wait_as_long_as_their_work_may_or_the_address_says(
    start: str, said: str, holds: str
) -> None:
    """Three seconds for a lock; a page fifteen for an answer, while workers may take long."""
    env = {**environment(said), "DJANGO_SETTINGS_MODULE": "coffeechat.settings"}
    command = [sys.executable, "-c", ASK_FOR_PATIENCE.format(start=start)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == holds


@pytest.mark.parametrize(("days", "starts"), [("29", False), ("30", True)])
def test_emails_are_kept_for_as_long_as_their_texts_at_least(days: str, starts: bool) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coffeechat.settings",
        "EMAIL_RETENTION_DAYS": days,
    }
    done = subprocess.run([sys.executable, "-c", WORKER], env=env, capture_output=True, text=True)
    assert (done.returncode == 0) == starts, done.stderr
    assert ("EMAIL_RETENTION_DAYS" in done.stderr) != starts
