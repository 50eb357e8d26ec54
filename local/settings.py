"""The settings of `bin/up` and of the tests: the site's own, with the mailbox and sample data."""

from coffeechat.settings import *  # noqa: F403 all of them
from coffeechat.settings import BASE_DIR, TEMPLATES, env

ROOT_URLCONF = "local.urls"

MAILBOX_DIR = env.str("MAILBOX_DIR", "")
"""Where the local mail server keeps e-mail; empty when e-mail leaves for real."""

_pages = TEMPLATES[0]
_pages["DIRS"] = [*_pages["DIRS"], BASE_DIR / "local" / "templates"]
_pages["OPTIONS"]["context_processors"].append("local.mailbox.context.local_mailbox")
