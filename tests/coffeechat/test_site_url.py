"""What may stand in SITE_URL: a host name that every link can begin with, and nothing else."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from coffeechat.site_url import site_at
from local.services.state import CHECKOUT


@pytest.mark.parametrize(
    "url",
    [
        "https://coffee.example",
        "http://localhost:8000",
        "https://coffee.example:8443",
        "http://[::1]:8000",
    ],
)
def test_a_host_name_is_an_address(url: str) -> None:
    assert site_at(url).netloc in url


@pytest.mark.parametrize(
    "url",
    [
        "https://coffee.example/chats",
        "https://coffee.example/?next=/",
        "https://coffee.example/#top",
        "https://sam:hunter2@coffee.example",
        "coffee.example",
        "ftp://coffee.example",
        "https://",
        "https://coffee.example:https",
        "https://[coffee.example",
    ],
)
def test_anything_else_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SITE_URL ") as refused:
        site_at(url)
    assert "hunter2" not in str(refused.value)


def test_the_site_does_not_start_below_a_path() -> None:
    env = {**os.environ, "SITE_URL": "https://coffee.example/chats"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, env=env, cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "SITE_URL is a host name alone" in done.stderr.splitlines()[-1]
