"""Make .venv and install a requirements file, only when it changed. Uses nothing but Python."""

import fcntl
import hashlib
import importlib.util
import re
import subprocess
import sys
import venv
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin/python"
LOG = VENV / "install.log"


def main(requirements: str) -> None:
    if not PYTHON.exists():
        make_venv()
    with (VENV / ".lock").open("a") as lock:
        # Two commands started together install one after the other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, stamp = fingerprint(requirements), VENV / f".{requirements}.sha256"
        if not stamp.exists() or stamp.read_text() != wanted:
            install(requirements)
            stamp.write_text(wanted)


def make_venv() -> None:
    if not importlib.util.find_spec("ensurepip"):
        sys.exit(
            "Python's own installer is missing: install the package python3-venv "
            f"(or python3.{sys.version_info.minor}-venv) and try again."
        )
    print("Making .venv ...", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The folder .venv could not be made: {error}")


def fingerprint(requirements: str) -> str:
    """Of the file, all it includes, and the interpreter."""
    files, texts = [requirements], [sys.version]
    for name in files:
        texts.append(Path(name).read_text())
        files += re.findall(r"^-[rc] (\S+)", texts[-1], re.MULTILINE)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def install(requirements: str) -> None:
    total = len(re.findall(r"^\w", Path("constraints.txt").read_text(), re.MULTILINE))
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--retries", "1", "-r", requirements]
    with LOG.open("w") as log:
        pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        seen = 0
        for line in pip.stdout or ():
            log.write(line)
            if line.startswith(("Collecting", "Installing")):
                seen += line.startswith("Collecting")
                what = (
                    "installing" if line.startswith("Installing") else f"{seen} of at most {total}"
                )
                print(f"\r  Requirements: {what:<20}", end="", flush=True)
    if pip.wait():
        sys.exit(f"\n{reason(LOG.read_text())}")
    if seen:
        print("\r  Requirements: installed           ", flush=True)


def reason(log: str) -> str:
    if re.search(r"NewConnectionError|NameResolution|ConnectTimeout|ProxyError|timed out", log):
        return "The requirements could not be fetched: check the network connection and try again."
    return f"The requirements could not be installed: the reason stands in {LOG}."


if __name__ == "__main__":
    main(sys.argv[1])
