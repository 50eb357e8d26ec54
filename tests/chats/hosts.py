"""What the tests of the host's page share: a clock that stands still, and a form that is sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client

from tests import factories

NOW = factories.NOW


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def soon(minutes: int = 1) -> datetime:
    return NOW + timedelta(minutes=minutes)


def form_token_in(response: HttpResponse) -> str:
    found = re.search(rb'name="form_token" value="([^"]+)"', response.content)
    assert found, "the page has no form"
    return found[1].decode()


def post(client: Client, path: str, action: str, **fields: Any) -> HttpResponse:
    """Look at the page, then send one of its forms, as a person does."""
    form_token = form_token_in(client.get(path))
    return client.post(f"{path}{action}/", {"form_token": form_token, **fields})
