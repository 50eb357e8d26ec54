"""While the broker hangs, people sign in all the same: their codes wait for nobody."""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psutil
import pytest

from tests.faults.killing import find
from tests.journeys.people import CODE, text_of, wait_for_email
from tests.patience import PATIENCE
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

ANA = "ana@example.org"


@pytest.fixture
def program() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture
def broker(program: Stack) -> Iterator[psutil.Process]:
    """Neither there nor gone."""
    broker = find(program, "valkey")
    broker.suspend()
    yield broker
    broker.resume()


def page(browser: OpenerDirector, url: str, **form: str) -> tuple[str, str]:
    """Where it leads, and what stands there; the token of the form is brought along."""
    if form:
        _, asked = page(browser, url)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', asked)
        assert token
        form["csrfmiddlewaretoken"] = token[1]
    data = urlencode(form).encode() if form else None
    with browser.open(url, data, timeout=PATIENCE) as answer:
        return answer.url, answer.read().decode()


def test_people_sign_in(program: Stack, broker: psutil.Process) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    url, _ = page(browser, f"{program.url}/accounts/signup/", email=ANA)
    code = CODE.search(text_of(wait_for_email(program, ANA, "code")))
    assert code
    url, _ = page(browser, url, code=code[1])
    assert url == f"{program.url}/welcome/"
    assert broker.status() == psutil.STATUS_STOPPED
