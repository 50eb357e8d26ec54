"""The door of the running site: who is let in by which name, and who is taken for whom."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from local.services.state import CHECKOUT
from tests.patience import PATIENCE
from tests.web import running_web

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = "/i/" + "0" * 43 + "/"


@pytest.fixture
def mailbox(tmp_path: Path) -> str:
    folder = tmp_path / "mailbox"
    folder.mkdir()
    return str(folder)


@pytest.fixture
def open_to_all(tmp_path: Path, mailbox: str) -> Iterator[str]:
    """As `HOST=0.0.0.0 bin/up` opens it."""
    with running_web(tmp_path / "web.log", host="0.0.0.0", MAILBOX_DIR=mailbox) as url:
        yield url


def status(url: str, path: str, at: str = "127.0.0.1", headers: Mapping[str, str] = {}) -> int:
    """Of a page of the site that answers at this address of the machine."""
    site = http.client.HTTPConnection(at, urlsplit(url).port or 80, timeout=PATIENCE)
    site.request("GET", path, headers={"Host": "localhost", **headers})
    answer = site.getresponse()
    answer.read()
    site.close()
    return answer.status


def address_in_the_network() -> str:
    """By which other machines would know this one; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine is in no network")
        return str(probe.getsockname()[0])


def test_the_network_sees_the_site_and_not_the_mailbox(open_to_all: str) -> None:
    assert status(open_to_all, "/mailbox/") == 200
    there = address_in_the_network()
    assert status(open_to_all, "/", there) == 200
    for claim in ({}, {"X-Forwarded-For": "127.0.0.1"}, {"X-Real-IP": "127.0.0.1"}):
        assert status(open_to_all, "/mailbox/", there, claim) == 404


def test_through_a_proxy_on_this_machine_nobody_sees_the_mailbox(
    tmp_path: Path, mailbox: str
) -> None:
    with running_web(tmp_path / "web.log", MAILBOX_DIR=mailbox, BEHIND_PROXY="true") as url:
        forwarded = {"X-Forwarded-For": "127.0.0.1, 192.0.2.7"}
        assert status(url, "/mailbox/", headers=forwarded) == 404
        assert status(url, UNKNOWN, headers=forwarded) == 404
        assert status(url, UNKNOWN) == 404  # and no error without any header


def test_the_container_is_healthy_with_the_one_name_of_the_example(tmp_path: Path) -> None:
    example = (CHECKOUT / ".env.example").read_text()
    [name] = re.findall(r"^#ALLOWED_HOSTS=(\S+)", example, re.MULTILINE)
    given = {"SITE_URL": "https://coffee.example", "BEHIND_PROXY": "true", "ALLOWED_HOSTS": name}
    with running_web(tmp_path / "web.log", **given) as url:
        assert _says_docker(url)
        assert status(url, "/", headers={"Host": "elsewhere.example"}) == 400


def _says_docker(url: str) -> bool:
    """What the image asks itself, of another port."""
    text = (CHECKOUT / "Dockerfile").read_text().replace("\\\n", "")
    [program] = re.findall(r'HEALTHCHECK .* CMD \["python", "-c", "(.*)"\]', text)
    program = program.replace("8000", str(urlsplit(url).port))
    return not subprocess.run([sys.executable, "-c", program]).returncode


SECURE = {"SITE_URL": "https://coffee.example", "BEHIND_PROXY": "true"}
OVER_HTTPS = {
    "Host": "coffee.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.7",
}


def test_over_https_browsers_are_told_to_stay_there_and_cookies_are_the_hosts_own(
    tmp_path: Path,
) -> None:
    with running_web(tmp_path / "web.log", **SECURE) as url:
        plain = answer(url, "/accounts/login/", {"Host": "coffee.example"})
        assert (plain.status, plain.headers["Location"]) == (
            301,
            "https://coffee.example/accounts/login/",
        )
        page = answer(url, "/accounts/login/", OVER_HTTPS)
        assert page.headers["Strict-Transport-Security"] == (
            "max-age=31536000; includeSubDomains; preload"
        )
        cookies = {**_cookies(page), **_cookies(_signed_in(url, page))}
    assert set(cookies) == {"__Host-csrftoken", "__Host-sessionid"}
    for name, attributes in cookies.items():
        expected = {"secure", "httponly", "samesite=lax", "path=/"}
        assert attributes - {"domain"} == attributes, name
        assert attributes >= expected, name


@dataclass(frozen=True)
class Page:
    status: int
    headers: Message
    text: str


def answer(
    url: str, path: str, headers: Mapping[str, str], method: str = "GET", body: str = ""
) -> Page:
    site = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port or 80, timeout=PATIENCE)
    site.request(method, path, body or None, headers=dict(headers))
    said = site.getresponse()
    page = Page(said.status, said.headers, said.read().decode())
    site.close()
    return page


def _signed_in(url: str, page: Page) -> Page:
    """As a sample seeker, for whom one press is enough."""
    [secret, *_] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    headers = {**OVER_HTTPS, **form, "Origin": "https://coffee.example"}
    entered = answer(url, "/sample/start/", headers, "POST", f"csrfmiddlewaretoken={secret}")
    assert entered.status == 302
    return entered


def _cookies(page: Page) -> dict[str, set[str]]:
    """By name, each with its attributes; `domain` of whatever domain is one."""
    lines = page.headers.get_all("Set-Cookie") or []
    parts = [[part.strip() for part in line.split(";")] for line in lines]
    return {
        name.partition("=")[0]: {
            "domain" if each.lower().startswith("domain") else each.lower() for each in attributes
        }
        for name, *attributes in parts
    }


TELLING = re.compile(
    r"Traceback|File \"|/coffeechat/|\bSELECT\b|psycopg|postgres|hunter2|127\.0\.0\.1|django"
    r"|gunicorn/|python|\d+\.\d+\.\d+",
    re.IGNORECASE,
)
TOKEN = "a" * 32
WITH_TOKEN = f"Cookie: {settings.CSRF_COOKIE_NAME}={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
ODD = (
    "GET /i/%ff/ HTTP/1.1\r\nHost: localhost\r\n",
    "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n",
    "GET /nowhere/ HTTP/1.1\r\nHost: localhost\r\n",
    "POST /settings/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n",
    f"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n{WITH_TOKEN}",
    f"GET {UNKNOWN} HTTP/1.1\r\nHost: localhost\r\n",
    "GET / HTTP/9.9\r\nHost: localhost\r\n",
    "GET /\x00 HTTP/1.1\r\nHost: localhost\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n",
    "?? / HTTP/1.1\r\nHost: localhost\r\n",
)


def test_no_page_of_an_error_tells_of_paths_statements_or_versions(tmp_path: Path) -> None:
    nowhere = "postgres://nobody:hunter2@127.0.0.1:9/nothing"
    with running_web(tmp_path / "web.log", DATABASE_URL=nowhere) as url:
        answers = {odd: raw(url, odd) for odd in ODD}
    statuses = {said.split(" ", 2)[1] for said in answers.values()}
    assert {"400", "403", "404", "405", "500"} <= statuses
    told = {odd: found[0] for odd, said in answers.items() if (found := TELLING.search(said))}
    assert told == {}
    assert "hunter2" not in (tmp_path / "web.log").read_text()


def raw(url: str, head: str) -> str:
    """Everything that comes back, the first line and the headers too."""
    with socket.create_connection(("127.0.0.1", urlsplit(url).port), timeout=PATIENCE) as client:
        client.sendall(f"{head}Connection: close\r\n\r\n".encode("latin-1"))
        return b"".join(iter(lambda: client.recv(65_536), b"")).decode("latin-1")
