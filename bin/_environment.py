"""Make .venv and install a requirements file, only when it changed. Uses nothing but Python."""

import fcntl
import hashlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin/python"
LOG = VENV / "install.log"
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

    print("Making .venv ...", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The folder .venv could not be made: {error}")


def install(requirements: str) -> None:
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--no-input",
        "--retries",
        "1",
        "-r",
        requirements,
    ]
    print("Installing the requirements ...", flush=True)
    with LOG.open("w") as log:
        pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        for line in pip.stdout or ():
            log.write(line)
            show(line)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if pip.wait():
        sys.exit(reason(LOG.read_text()))


def show(line: str) -> None:
    """What is under way, on one line that the next one replaces."""
    step = re.match(r"(Collecting|Installing) ([\w-]+)", line)
    if step and sys.stdout.isatty():
        print(f"\r\033[K  {step[1]} {step[2]}", end="", flush=True)


def reason(log: str) -> str:
    if UNREACHABLE.search(log):
        return "The requirements could not be fetched: check the network connection and try again."
    return f"The requirements could not be installed: the reason stands in {LOG}."


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
