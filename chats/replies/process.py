"""The worker's side: give the child an e-mail, and outlive whatever becomes of it."""

import os
import subprocess
import sys

from django.conf import settings

from chats.replies.packing import could_hold_one
from chats.replies.parsing import Reply

MAX_LIFE_SECONDS = 15
"""Seconds of life; the child's own limit on its processor time ends it sooner."""
PASSED_ON = ("PATH", "LANG")
"""Of the environment. Not the database's password, nor that of the inbox."""


def reply_in(raw: bytes) -> Reply | None:
    """What a mail program answers with this e-mail, if it does."""
    if not could_hold_one(raw):
        return None
    try:
        child = subprocess.run(
            [sys.executable, "-m", "chats.replies"],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            start_new_session=True,
            timeout=MAX_LIFE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None
    said = child.stdout.decode().strip() if child.returncode == 0 else ""
    return Reply.from_json(said) if said else None
