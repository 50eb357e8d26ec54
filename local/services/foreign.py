"""Programs of other people that the tests need: what reads calendar entries, what keeps e-mail.

Each is the system's, else one we may install; None where there is none.
"""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

from local.services import debian

ICALJS = "ical.js@2.2.1"


def find_libical() -> str | None:
    """The library behind Evolution, Orage and KOrganizer, by a name the loader knows."""
    given = os.environ.get("COFFEECHAT_LIBICAL") or _libical()
    if not given:
        debian.install("libical3")
    return given or _libical()


def _libical() -> str | None:
    names = ("libical.so.3", "libical.3.dylib")
    return next((name for name in names if _loads(name)), None)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def find_caddy() -> str | None:
    """The proxy of docker-compose.yml."""
    given = os.environ.get("COFFEECHAT_CADDY") or shutil.which("caddy")
    if not given:
        _install_service("caddy")
    return given or shutil.which("caddy")


def _install_service(package: str) -> None:
    """In a container alone: a machine that runs services would begin to run this one as well."""
    if not Path("/run/systemd/system").exists():
        debian.install(package)


def find_dovecot() -> str | None:
    """The IMAP server that most providers run."""
    given = os.environ.get("COFFEECHAT_DOVECOT") or _dovecot()
    if not given:
        _install_service("dovecot-imapd")
    return given or _dovecot()


def _dovecot() -> str | None:
    """It lies where only root looks for programs, and its IMAP is a package of its own."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return program if program and Path("/usr/lib/dovecot/imap").exists() else None


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
