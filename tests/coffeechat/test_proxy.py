"""The shipped proxy: whoever is slow keeps nobody waiting."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.services.state import CHECKOUT
from tests.coffeechat.test_slow_visitors import SLOW, slow_visitors, status
from tests.patience import wait_until, wait_until_ended
from tests.web import running_web

CADDY = os.environ.get("COFFEECHAT_CADDY", "")
CADDYFILE = (CHECKOUT / "Caddyfile").read_text()
SECOND = 10**9

pytestmark = [
    pytest.mark.proxy,
    pytest.mark.django_db(transaction=True),
]


@contextmanager
def running_caddy(folder: Path, web: str, **changes: str) -> Iterator[str]:
    """In front of that web server; `changes` are words of the shipped file that are others here."""
    port = _free_port()
    upstream = web.rpartition(":")[2]
    text = CADDYFILE.replace("dynamic a web 8000", f"dynamic a 127.0.0.1 {upstream}")
    for words, others in {"{\n": "{\n\tadmin off\n", **changes}.items():
        assert words in text
        text = text.replace(words, others, 1)
    (folder / "Caddyfile").write_text(text)
    env = {
        **os.environ,
        **_homes(folder),
        "SITE_URL": f"http://127.0.0.1:{port}, http://localhost:{port}",
    }
    command = [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    log = folder / "caddy.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=env, stdout=output, stderr=output)
    try:
        wait_until("the proxy listens", lambda: _listens(port), log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        wait_until_ended(process, log)


def _homes(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_the_shipped_file_says_how_long_anybody_may_take(tmp_path: Path) -> None:
    command = [CADDY, "adapt", "--config", str(CHECKOUT / "Caddyfile"), "--adapter", "caddyfile"]
    env = {**os.environ, **_homes(tmp_path), "SITE_URL": "https://coffee.example"}
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    [server] = json.loads(said)["apps"]["http"]["servers"].values()
    limits = {name: value for name, value in server.items() if name.endswith("_timeout")}
    assert limits == {
        "read_header_timeout": 10 * SECOND,
        "read_timeout": 60 * SECOND,
        "idle_timeout": 120 * SECOND,
    }


@pytest.mark.parametrize("kind", SLOW)
def test_behind_the_proxy_whoever_is_slow_keeps_nobody_waiting(tmp_path: Path, kind: str) -> None:
    env = {"BEHIND_PROXY": "true", "UNKNOWN_LINKS_RATE": "100000/s"}
    with running_web(tmp_path / "web.log", **env) as web, running_caddy(tmp_path, web) as url:
        number, words = SLOW[kind]
        with slow_visitors(url, number, words):
            assert {status(url) for _ in range(20)} == {404}


@pytest.mark.parametrize("kind", ["bodies", "heads"])
def test_whoever_takes_too_long_is_hung_up_on_by_the_proxy(tmp_path: Path, kind: str) -> None:
    soon = {"read_header 10s": "read_header 200ms", "read_body 60s": "read_body 200ms"}
    with (
        running_web(tmp_path / "web.log", BEHIND_PROXY="true") as web,
        running_caddy(tmp_path, web, **soon) as url,
        slow_visitors(url, 3, SLOW[kind][1]) as visitors,
    ):
        for visitor in visitors:
            while visitor.recv(4096):
                pass


def test_whoever_makes_up_where_they_come_from_is_counted_all_the_same(tmp_path: Path) -> None:
    env = {"BEHIND_PROXY": "true", "UNKNOWN_LINKS_RATE": "3/1h"}
    with running_web(tmp_path / "web.log", **env) as web, running_caddy(tmp_path, web) as url:
        made_up = [f"192.0.2.{number}" for number in range(5)]
        seen = [
            status(url, headers={"X-Forwarded-For": each, "X-Real-IP": each}) for each in made_up
        ]
    assert seen[-1] == 429
