"""The address that answers come back to, with a place behind its plus for each e-mail."""

import re

from django.core.exceptions import ImproperlyConfigured

LONGEST_TOKEN = 44
LONGEST_LOCAL = 64
"""Before the @ (RFC 5321 section 4.5.3.1.1)."""
PLAIN = re.compile(r"[a-z0-9._-]+[+.=-]\{\}@[a-z0-9.-]+\.?[a-z0-9]+", re.I)


SHORTEST_SECRET = 43
"""As long as a private link's: what is that long is cut out of every log."""


def webhook_secret(text: str) -> str:
    """Part of an address; nothing for an empty one."""
    if text and (len(text) < SHORTEST_SECRET or not re.fullmatch(r"[A-Za-z0-9_-]+", text)):
        raise ImproperlyConfigured("EMAIL_WEBHOOKS has 43 letters and digits at least.")
    return text


def reply_address_at(text: str) -> str:
    """`coffee+{}@coffee.example`; nothing for an empty one."""
    if not text:
        return ""
    if not PLAIN.fullmatch(text):
        raise ImproperlyConfigured("REPLY_ADDRESS is an address such as coffee+{}@coffee.example")
    local = text.partition("@")[0]
    if len(local) - len("{}") + LONGEST_TOKEN > LONGEST_LOCAL:
        raise ImproperlyConfigured("REPLY_ADDRESS has more than 20 letters before its {}.")
    return text
