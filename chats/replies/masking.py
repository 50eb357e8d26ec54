"""What an e-mail quotes of ours opens nothing: a host's link, an address with its token."""

import re

SLASH = r"(?:/|%(?:25)*2f)"
"""Also as programs write it that lead links through a page of theirs."""
SECRET = re.compile(
    rf"(?P<path>{SLASH}i{SLASH})[a-z0-9_-]{{20,}} | \b[0-9a-f]{{1,15}}-[a-z2-7]{{32}}(?=@)",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)


def masked(text: str) -> str:
    return SECRET.sub(lambda found: f"{found['path'] or ''}...", text)
