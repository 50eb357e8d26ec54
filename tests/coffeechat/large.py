"""The site, with an answer that no connection holds. Never imported by it."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from coffeechat.wsgi import application as site

PATH = "/large"
PIECES = [hashlib.sha256(bytes([number])).digest() * 4096 for number in range(96)]
"""Twelve megabytes; the system keeps four for a visitor who does not read."""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] != PATH:
        return site(environ, start_response)
    start_response("200 OK", [("Content-Length", str(sum(map(len, PIECES))))])
    return iter(PIECES)
