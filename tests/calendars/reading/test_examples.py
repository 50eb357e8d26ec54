"""Calendars as other programs write them, read the whole way: server, child, answer.

`examples/expected.json` says what a good reader makes of each. The people and firms are invented,
the shapes are those of real exports.
"""

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from calendars.reading import Answer, Found, Kind, Known, Request, run
from tests.calendars.reading.server import Server, running_server
from tests.radicale import Radicale

FOLDER = Path(__file__).parent / "examples"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text())
SINCE, UNTIL = datetime(2026, 11, 27, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
MOST_ARE_TAKEN = 20
AT_ONCE = 2
"""Children; each takes a processor while it starts."""


@pytest.fixture
def server(settings: LazySettings) -> Iterator[Server]:
    with running_server() as server:
        settings.CALENDAR_HOSTS = [server.name]
        yield server


def body(name: str) -> bytes:
    raw = (FOLDER / name).read_bytes()
    return gzip.decompress(raw) if name.endswith(".gz") else raw


def asked(name: str, url: str, **fields: Any) -> Request:
    """As the one whose calendar it is."""
    zone, addresses = EXPECTED[name]["seeker_zone"], EXPECTED[name]["seeker_addresses"]
    return Request(
        **{"kind": Kind.FEED, "since": SINCE, "until": UNTIL, **fields},
        url=url,
        zone=zone,
        own_addresses=tuple(addresses),
    )


def read(name: str) -> dict[str, Any]:
    """What should come out."""
    return {
        "busy": EXPECTED[name]["expected_utc"],
        "left out": EXPECTED[name]["expected_left_out"],
    }


def came_out(found: Found) -> dict[str, Any]:
    busy = [f"{start:%Y-%m-%d %H:%M}/{end:%Y-%m-%d %H:%M}" for start, end in found.busy]
    return {"busy": busy, "left out": found.left_out}


def of_feed(answer: Answer) -> dict[str, Any]:
    return came_out(answer.calendars[0]) if answer.calendars else {"problem": answer.problem}


def test_every_example_has_its_expectation() -> None:
    assert {path.name for path in FOLDER.glob("*.ics*")} == set(EXPECTED)


def test_feeds_are_read_as_they_are_meant(server: Server) -> None:
    requests = [asked(name, server.answer(f"/{name}", body(name))) for name in EXPECTED]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(EXPECTED, map(of_feed, pool.map(run, requests)), strict=True))
    assert {name: one for name, one in found.items() if one != read(name)} == {}


def test_a_third_is_read_by_caldav_too(radicale: Radicale) -> None:
    """Of those that a server takes which reads calendars itself."""
    taken = {
        radicale.take(f"c{number}", body(name)): name
        for number, name in enumerate(EXPECTED)
        if number % 3 == 2 and b"VEVENT" in body(name)
    }
    taken.pop("", None)
    found = {taken[one.url]: came_out(one) for one in of_account(radicale, taken)}
    assert len(found) > MOST_ARE_TAKEN
    assert {name: one for name, one in found.items() if one != read(name)} == {}


def of_account(radicale: Radicale, taken: dict[str, str]) -> Iterator[Found]:
    """All of one zone at once."""
    zones = {name: EXPECTED[name]["seeker_zone"] for name in taken.values()}
    for zone in set(zones.values()):
        urls = [url for url, name in taken.items() if zones[name] == zone]
        request = asked(
            taken[urls[0]],
            radicale.url,
            kind=Kind.CALDAV,
            username=radicale.user,
            password=radicale.password,
            calendars=tuple(map(Known, urls)),
        )
        yield from (one for one in run(request).calendars if one.url in urls)
