"""Places in a letter that wait for the seeker's own words. No draft leaves with one in it."""

import re

SPECIFIC = "[one specific thing they said]"
"""Must be replaced before it is sent: a thank-you that could go to anyone thanks nobody."""
OWN_WORDS = "[in your own words: {}]"
"""Around a note: what one jots down for oneself is not yet said to somebody."""
MAX_JOTTED_LENGTH = 140
"""Characters, so that a draft keeps well below the most words."""


def in_own_words(line: str) -> str:
    """Jotted down, and still to be said: in its bracket, and short."""
    plain = re.sub(r"[\[\]]", "", line)
    is_short = len(plain) <= MAX_JOTTED_LENGTH
    return OWN_WORDS.format(
        plain if is_short else f"{plain[:MAX_JOTTED_LENGTH].rsplit(' ', 1)[0]} …"
    )
