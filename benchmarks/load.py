"""One HTTP request on a connection of its own, as a visitor's browser makes it."""

import http.client
from collections.abc import Sequence
from urllib.parse import urlencode

from benchmarks.servers import Figures


def get(address: tuple[str, int], path: str) -> str:
    return _request(address, "GET", path, "", {200})


def post(address: tuple[str, int], path: str, fields: dict[str, object]) -> str:
    return _request(address, "POST", path, urlencode(fields), {302, 303})


def _request(
    address: tuple[str, int], method: str, path: str, body: str, expected: set[int]
) -> str:
    client = http.client.HTTPConnection(*address, timeout=120)
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    client.request(method, path, body, kind)
    response = client.getresponse()
    text = response.read().decode()
    client.close()
    assert response.status in expected, f"{method} {path}: {response.status}\n{text[:2000]}"
    return text


def say(rows: Sequence[tuple[str, Figures]]) -> None:
    """A table, each row against the last one."""
    plain = rows[-1][1]
    print(f"{'':34}{'per second':>12}{'CPU ms each':>13}{'speed':>8}{'by CPU':>8}")
    for name, figures in rows:
        speed = figures.per_second / plain.per_second
        by_cpu = plain.cpu_ms / figures.cpu_ms
        print(f"{name:34}{figures.per_second:12.1f}{figures.cpu_ms:13.2f}{speed:8.2f}{by_cpu:8.2f}")
