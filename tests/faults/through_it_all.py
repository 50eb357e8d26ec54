"""How a process of a test gets something done while Postgres and the site are killed around it."""

import http.client
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.db import connection
from django.db.utils import Error

from tests.patience import PATIENCE, wait_until

Result = TypeVar("Result")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def done(change: Callable[[], Result]) -> Result:
    """As somebody who tries again until it is done: they never know of a try that was cut off."""

    def tried() -> list[Result]:
        try:
            return [change()]
        except Error:
            connection.close()
            return []

    [result] = wait_until("Postgres does what it is asked", tried)
    return result


def take(site: str, ask: dict[str, Any]) -> int:
    """The answer to a host who opens the page and presses the button until there is one."""
    host, path = urlsplit(site).netloc, ask["path"]
    form_token = wait_until("the host sees the page", lambda: _form_token(host, path))
    fields = {
        "form_token": form_token,
        "slot": ask["slot"],
        "way": "video",
        "zone": "Europe/Berlin",
    }
    body = urlencode(fields)
    return wait_until("the host is answered", lambda: _status(host, f"{path}take/", body))


def _form_token(host: str, path: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', _request(host, "GET", path)[1])
    return found[1] if found else ""


def _status(host: str, path: str, body: str) -> int:
    """Nothing for an error of the site, or no answer at all."""
    status, _ = _request(host, "POST", path, body)
    return status if status < 500 else 0


def _request(host: str, method: str, path: str, body: str = "") -> tuple[int, str]:
    client = http.client.HTTPConnection(host, timeout=PATIENCE)
    try:
        client.request(method, path, body, FORM)
        response = client.getresponse()
        return response.status, response.read().decode()
    except (OSError, http.client.HTTPException):
        return 500, ""
    finally:
        client.close()
