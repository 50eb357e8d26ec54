"""Programs of other people that the tests ask: what reads calendar entries, and a mail server.

Each is the system's, else one we may install; None where there is none.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from coffeechat.services import debian

ICALJS = "ical.js@2.2.1"


def find_libical() -> str | None:
    """The library behind Evolution, Orage and KOrganizer, by a name the loader knows."""
    return _found_or_installed("COFFEECHAT_LIBICAL", _libical, "libical3")


def _libical() -> str | None:
    names = ("libical.so.3", "libical.3.dylib")
    return next((name for name in names if _loads(name)), None)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def find_dovecot() -> str | None:
    """The IMAP server that most providers run. Only in a container may we install it: a machine
    that runs services would begin to run this one as well."""
    if Path("/run/systemd/system").exists():
        return os.environ.get("COFFEECHAT_DOVECOT") or _dovecot()
    return _found_or_installed("COFFEECHAT_DOVECOT", _dovecot, "dovecot-imapd")


def _dovecot() -> str | None:
    # It lies where only root looks for programs.
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return program if program and Path("/usr/lib/dovecot/imap").exists() else None


def _found_or_installed(name: str, find: Callable[[], str | None], package: str) -> str | None:
    given = os.environ.get(name) or find()
    if not given:
        debian.install(package)
    return given or find()


def find_icaljs(folder: Path) -> str | None:
    """The library of Thunderbird's calendar, into a folder of the test's own."""
    given = os.environ.get("COFFEECHAT_ICALJS")
    if given or not shutil.which("npm") or not shutil.which("node"):
        return given
    command = ["npm", "install", "--prefix", str(folder), "--no-save", "--ignore-scripts"]
    quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"]
    subprocess.run([*command, *quiet, ICALJS], capture_output=True)
    module = folder / "node_modules" / "ical.js" / "dist" / "ical.es5.cjs"
    return str(module) if module.exists() else None
