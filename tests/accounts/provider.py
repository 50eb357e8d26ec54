"""Signs in through Google or LinkedIn, by allauth's own steps, with a provider on this machine.

A program of its own, because which providers there are is settled when Django starts:
`python -m tests.accounts.provider '[["google", {"email": …}, "owner@example.org"], …]'` prints for
each where it ended and as whom; the owner of that address, if any, has an account before.
Everything it writes is rolled back.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django

PATHS = {"google": "/accounts/google/login/", "linkedin": "/accounts/oidc/linkedin/login/"}


@contextmanager
def running_provider(person: dict[str, Any]) -> Iterator[str]:
    class Provider(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(_configuration(url) if "well-known" in self.path else person)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer({"access_token": "token", "token_type": "Bearer"})

        def _answer(self, content: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    try:
        yield url
    finally:
        server.shutdown()


def _configuration(url: str) -> dict[str, str]:
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")
    return {"issuer": url, **{name: f"{url}/{name}" for name in names}}


def _send_to(url: str) -> None:
    """Let both look for their provider here."""
    from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
    from django.conf import settings

    GoogleOAuth2Adapter.access_token_url = f"{url}/token"
    GoogleOAuth2Adapter.identity_url = f"{url}/person"
    linkedin = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    linkedin["settings"]["server_url"] = url


def _sign_in(path: str) -> dict[str, Any]:
    from allauth.socialaccount.models import SocialAccount
    from django.contrib.auth import get_user
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    leaves_for = urlsplit(client.post(path)["Location"])
    answer = {"code": "code", "state": parse_qs(leaves_for.query)["state"][0]}
    ended = client.get(f"{path}callback/", answer)
    shown = client.get(ended["Location"])
    client.session.save()
    user = get_user(type("Request", (), {"session": client.session})())
    return {
        "ended": ended["Location"],
        "status": shown.status_code,
        "signed_in": user.is_authenticated,
        "name": getattr(user, "name", ""),
        "email": getattr(user, "email", ""),
        "verified": getattr(user, "has_verified_email", False),
        "connected": list(SocialAccount.objects.values_list("user__email", flat=True)),
    }


def said_to(provider: str, person: dict[str, Any], owner: str) -> dict[str, Any]:
    from django.db import transaction

    from tests.factories import make_seeker

    with running_provider(person) as url, transaction.atomic():
        _send_to(url)
        if owner:
            make_seeker(email=owner)
        said = _sign_in(PATHS[provider])
        transaction.set_rollback(True)
    return said


if __name__ == "__main__":
    django.setup()
    print(json.dumps([said_to(*each) for each in json.loads(sys.argv[1])]))
