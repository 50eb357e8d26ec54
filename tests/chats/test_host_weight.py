"""The host's page with everything it needs is at most 15 KB on the wire."""

import re
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from chats.models import Invitation
from tests.factories import make_link, make_sent_invitation, three_times
from tests.patience import PATIENCE
from tests.web import running_web

BUDGET = 15_000
# What a browser takes without HTTPS: with it, files come smaller still.
BROWSER = "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: close\r\n"
PROSE = (Path(settings.BASE_DIR) / "LICENSE").read_text()


def longest_invitation() -> Invitation:
    """Ten times, and a letter as long as a letter may be, in words that do not repeat."""
    now = timezone.now()
    times = [at + timedelta(hours=hour) for at in three_times(now) for hour in range(4)]
    return make_sent_invitation(message=PROSE[:4_000], times=times[:10], now=now)


@pytest.mark.django_db(transaction=True)
def test_page_style_script_and_icon_fit_the_budget(tmp_path: Path) -> None:
    path = make_link(longest_invitation())
    assets = _assets(Client().get(path).content.decode())
    assert len(set(assets)) == 3  # style, script, icon
    with running_web(tmp_path / "web.log") as url:
        answers = [_on_the_wire(url, wanted) for wanted in [path, *assets]]
    assert [answer.split(b"\r\n", 1)[0] for answer in answers] == [b"HTTP/1.1 200 OK"] * 4
    assert sum(map(len, answers)) <= BUDGET


@pytest.mark.django_db
def test_whoever_takes_no_gzip_gets_none() -> None:
    path = make_link(longest_invitation())
    plain = Client().get(path)
    packed = Client(headers={"Accept-Encoding": "gzip"}).get(path)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def _assets(page: str) -> list[str]:
    """Everything a browser fetches for the page, all of it ours."""
    asked = re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', page)
    assert "<img" not in page
    assert all(url.startswith(f"/{settings.STATIC_URL.strip('/')}/") for url in asked)
    return asked


def _on_the_wire(url: str, path: str) -> bytes:
    """Every byte of the answer, headers too."""
    site = urlsplit(url)
    with socket.create_connection((site.hostname, site.port), timeout=PATIENCE) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {site.netloc}\r\n{BROWSER}\r\n".encode())
        return b"".join(iter(lambda: client.recv(65_536), b""))
