"""The door of the running site: who is let in by which name, and who is taken for whom."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from coffeechat.services.state import CHECKOUT
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
