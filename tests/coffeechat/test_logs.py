"""Private links never reach a log, however they get into a record."""

import io
import logging
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from coffeechat.logs import RedactLinks
from tests.web import running_web

TOKEN = "AbCdEf-_" + "01234" * 7  # as long as a real one


def logged(*args: object, **kwargs: object) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactLinks())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.warning(*args, **kwargs)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_link_in_the_message_or_its_arguments_is_redacted() -> None:
    assert logged("Not Found: %s", f"/i/{TOKEN}/take/") == "Not Found: /i/[link]/take/\n"
    assert logged(f"GET /i/{TOKEN}/") == "GET /i/[link]/\n"


def test_a_link_in_a_traceback_is_redacted() -> None:
    try:
        raise ValueError(f"bad /i/{TOKEN}/")
    except ValueError:
        text = logged("it broke", exc_info=True)
    assert "ValueError: bad /i/[link]/" in text
    assert TOKEN not in text


def test_a_link_in_the_stack_of_a_record_is_redacted() -> None:
    secret = logging.makeLogRecord({"msg": "where", "stack_info": f"at /i/{TOKEN}/"})
    RedactLinks().filter(secret)
    assert secret.stack_info == "at /i/[link]/"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"/i//{TOKEN}/", "/i//[link]/"),
        (f"/i%2F{TOKEN}", "/i%2F[link]"),
        (f"/I/{TOKEN}/", "/I/[link]/"),
        (f"/i/%41{TOKEN[1:]}/", "/i/[link]/"),
        (f"/x/{TOKEN}/", "/x/[link]/"),
        (f"b'{TOKEN}'", "b'[link]'"),
        ("/i/short/ and /static/css/host.0123456789ab.css", None),
    ],
)
def test_a_token_is_redacted_however_it_is_written(said: str, kept: str | None) -> None:
    assert logged(said) == f"{kept or said}\n"


WEIRD = (
    "GET /i/{0}/ HTTP/1.1",
    "GET /i//{0}/ HTTP/1.1",
    "GET //i//{0}/ HTTP/1.1",
    "GET /i/{0}/ HTTP/9.9",
    "GET  /i/{0}/  HTTP/1.1",
    "/i/{0}/",
    "{0}",
    "G?T /i/{0}/ HTTP/1.1",
    "GET /i/{0}/",
    "GET /i/{0}/ HTTP/1.1\r\nbad header {0}",
    "GET /i/{0}/ HTTP/1.1\r\nX@Y: {0}",
    "POST /i/{0}/take/ HTTP/1.1\r\nContent-Length: {0}",
    "GET /i/%00{0}/ HTTP/1.1",
    "GET /i/{0}/ HTTP/1.1\r\nHost: {0}.example",
)


@pytest.mark.django_db(transaction=True)
def test_the_web_server_prints_no_token_whatever_it_is_sent(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with running_web(log) as url:
        for line in WEIRD:
            _send(url, f"{line.format(TOKEN)}\r\n\r\n")
    said = log.read_text()
    assert TOKEN not in said
    assert TOKEN[1:] not in said
    assert said.count("[link]") >= len(WEIRD) // 2  # it did speak of them
    assert "Invalid request" in said  # gunicorn's own logger, not only Django's


def _send(url: str, request: str) -> None:
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as client:
        client.sendall(request.encode())
        client.shutdown(socket.SHUT_WR)
        client.settimeout(10)
        while client.recv(4096):
            pass
