"""What the tests may install with apt-get, where they run as root."""

import os
import shutil
import subprocess


def install(package: str) -> None:
    """Try to; whoever asked looks whether it is there now."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {package} with apt-get for the tests ...", flush=True)
    installing = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], installing):
        subprocess.run(command, env=env, capture_output=True)
