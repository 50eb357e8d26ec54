"""A Chromium for the tests: the system's, else one we may install."""

import os
import shutil
import subprocess
import sys

from local.services import debian

HEADLESS_SHELL = "chromium-headless-shell"
"""Chromium without the parts that only a window needs: a third less processor time."""
NAMES = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    return _installed() or _from_debian() or _from_playwright()


def _installed() -> str | None:
    given = os.environ.get("COFFEECHAT_CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_debian() -> str | None:
    debian.install(HEADLESS_SHELL)
    return _installed()


def _from_playwright() -> str | None:
    print("Installing Chromium with Playwright for the browser tests ...", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0:
        command.insert(-1, "--with-deps")
    if subprocess.run(command, capture_output=True).returncode:
        return None
    return _of_playwright()


def _of_playwright() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path
