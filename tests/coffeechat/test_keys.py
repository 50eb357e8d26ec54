"""The key of hashed addresses stays what it was, whatever becomes of the one that signs."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from coffeechat.keys import address_key

REFUSED = (
    "SECRET_KEY_FALLBACKS needs ADDRESS_KEY beside it: set that to the SECRET_KEY this instance "
    "began with, or nobody's opt-out is recognised any more."
)


@pytest.mark.parametrize(
    ("given", "fallbacks", "used"),
    [
        ("", [], "signs"),
        ("", ["", " "], "signs"),
        ("of its own", [], "of its own"),
        ("of its own", ["before"], "of its own"),
    ],
)
def test_until_the_key_that_signs_changes_it_keys_addresses_too(
    given: str, fallbacks: list[str], used: str
) -> None:
    assert address_key(given, secret_key="signs", fallbacks=fallbacks) == used


def test_a_new_key_that_signs_keys_no_address() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        address_key("", secret_key="signs", fallbacks=["before"])
    assert str(refused.value) == REFUSED


def test_nothing_starts_that_would_forget_every_opt_out() -> None:
    env = {**os.environ, "SECRET_KEY_FALLBACKS": "before", "ADDRESS_KEY": ""}
    command = [sys.executable, "-c", "import coffeechat.settings"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith(REFUSED)
