"""The first lines of every command: a Python, a .venv, the requirements, or one sentence."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.services.state import CHECKOUT

UNREACHABLE = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_CACHE_DIR": "1",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """As a clone begins: no .venv yet."""
    shutil.copytree(CHECKOUT / "bin", tmp_path / "bin")
    for path in CHECKOUT.glob("*.txt"):
        shutil.copy(path, tmp_path)
    return tmp_path


def said_by_up(checkout: Path, **env: str) -> str:
    """What it says last when it will not start."""
    done = subprocess.run(
        [checkout / "bin/up"],
        env={**os.environ, "PYTHON": sys.executable, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done
    return done.stderr


def test_a_python_too_old_is_said(checkout: Path, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "dirname"):
        (programs / name).symlink_to(str(shutil.which(name)))
    old = programs / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    assert said_by_up(checkout, PATH=str(programs), PYTHON="") == (
        "CoffeeChat needs Python 3.11 or newer: install it, "
        "or name one with PYTHON=/path/to/python.\n"
    )
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("module", ["ensurepip", "venv"])
def test_a_python_without_its_installer_is_said(
    checkout: Path, tmp_path: Path, module: str
) -> None:
    hide = tmp_path / "hide"
    hide.mkdir()
    (hide / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n")
    minor = sys.version_info.minor
    assert said_by_up(checkout, PYTHONPATH=str(hide)) == (
        "Python's own installer is missing: install the package python3-venv "
        f"(or python3.{minor}-venv) and try again.\n"
    )
    assert not (checkout / ".venv").exists()


def test_no_network_is_said_and_half_a_venv_is_made_again(checkout: Path) -> None:
    # What an interruption leaves: a Python, but nothing to install with.
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to("/bin/false")
    assert said_by_up(checkout, **UNREACHABLE) == (
        "The requirements could not be fetched: check the network connection and try again.\n"
    )
    venv_python = checkout / ".venv/bin/python"
    assert subprocess.run([venv_python, "-c", "import pip"]).returncode == 0


def test_what_is_installed_is_not_asked_for_again(checkout: Path) -> None:
    """Without a network a second start must not even try."""
    (checkout / ".venv").symlink_to(CHECKOUT / ".venv")
    done = subprocess.run(
        [sys.executable, "bin/_environment.py", "requirements-test.txt"],
        env={**os.environ, **UNREACHABLE},
        cwd=checkout,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
