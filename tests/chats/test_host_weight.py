"""The host's page with everything it needs is at most 15 KB on the wire."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.chats.hosts import at, soon
from tests.factories import make_link, make_sent_invitation

pytestmark = pytest.mark.django_db

BUDGET = 15_000
HEADERS = 1_000
"""What the headers of four responses come to, generously."""


def test_page_style_script_and_icon_fit_the_budget(client: Client) -> None:
    invitation = make_sent_invitation(message="A sentence about you, and one about me. " * 15)
    with at(soon()):
        page = client.get(make_link(invitation)).content
    assets = {Path(_source(name)).read_bytes() for name in _assets(page.decode())}
    assert len(assets) == 3  # style, script, icon
    weight = sum(len(gzip.compress(body)) for body in [page, *assets])
    assert weight + HEADERS <= BUDGET


def _assets(page: str) -> list[str]:
    """Everything a browser fetches for the page, all of it ours."""
    asked = re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', page)
    assert "<img" not in page
    assert all(url.startswith(f"/{settings.STATIC_URL.strip('/')}/") for url in asked)
    return asked


def _source(url: str) -> str:
    """The file behind an address, whose name may carry a hash of its content."""
    name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", url.removeprefix("/static/"))
    found = finders.find(name)
    assert isinstance(found, str)
    return found
