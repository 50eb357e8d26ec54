"""Make .venv and install a requirements file, only when it changed. Uses nothing but Python.

pip brings uv, which installs the rest in a quarter of the time; where it cannot, pip does.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin/python"
LOG = VENV / "install.log"
UV = "uv==0.13.8"
UV_ENV = {
    "UV_PYTHON_DOWNLOADS": "never",
    "UV_LINK_MODE": "copy",  # its cache may lie on another disk
    "UV_HTTP_RETRIES": "1",
    "UV_COMPILE_BYTECODE": "true",  # as pip does: else the first processes do it, one and all
}
UNREACHABLE = re.compile(
    r"ConnectionError|NameResolution|ConnectTimeout|ProxyError|timed out|Connection refused"
    r"|Network is unreachable|No route to host"
)


def main(requirements: str) -> None:
    # Two commands started together work one after the other.
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, stamp = fingerprint(requirements), VENV / f".{requirements}.sha256"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        if not has_pip():
            print("The first start takes about half a minute, and what there is to download.")
            make_venv()
        install(requirements)
        stamp.write_text(wanted)


def fingerprint(requirements: str) -> str:
    """Of the file, all it includes, and the interpreter."""
    files, texts = [requirements], [sys.version]
    for name in files:
        texts.append(Path(name).read_text())
        files += re.findall(r"^-[rc] (\S+)", texts[-1], re.MULTILINE)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def has_pip() -> bool:
    """False also where making .venv was interrupted, or its Python is gone."""
    if not PYTHON.exists():
        return False
    return not subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode


def make_venv() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            "Python's own installer is missing: install the package python3-venv "
            f"(or python3.{sys.version_info.minor}-venv) and try again."
        )
    import venv

    try:
        with step("Making .venv"):
            venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The folder .venv could not be made: {error}")


def install(requirements: str) -> None:
    with step("Getting the installer"):
        has_uv = not pip(UV)
    if has_uv:
        with step(f"Installing {requirements}"):
            installed = not uv(requirements)
        if installed:
            return
    with step(f"Installing {requirements} with pip"):
        failed = pip("-r", requirements)
    if failed:
        sys.exit(reason(LOG.read_text()))


def uv(requirements: str) -> int:
    """Why it failed is not kept: pip tries next, and says so itself."""
    command = [str(VENV / "bin/uv"), "pip", "install", "--python", str(PYTHON), "-r", requirements]
    environment = {**os.environ, **UV_ENV}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr or ():
            show(f"  Installing {requirements} ... {line.strip()}")
    show(f"  Installing {requirements} ...")
    return process.returncode


def show(line: str) -> None:
    """Where somebody watches: how far it is, on the line of the step."""
    if sys.stdout.isatty():
        print(f"\r\033[K{line}", end="", flush=True)


def pip(*wanted: str) -> int:
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--retries", "1", *wanted]
    with LOG.open("w") as log:
        return subprocess.run(command, stdout=log, stderr=log).returncode


@contextmanager
def step(name: str) -> Iterator[None]:
    begun = time.monotonic()
    print(f"  {name} ...", end="", flush=True)
    try:
        yield
    finally:
        print(f" {time.monotonic() - begun:.1f} s", flush=True)


def reason(log: str) -> str:
    if UNREACHABLE.search(log):
        return "The requirements could not be fetched: check the network connection and try again."
    return f"The requirements could not be installed: the reason stands in {LOG}."


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
