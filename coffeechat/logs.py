"""Keep private links out of every log."""

import logging
import re

PRIVATE_LINK = re.compile(
    r"""
    (?P<path> /(?:i|feeds) (?:/|%2f)+ ) (?:[a-z0-9_-]|%[0-9a-f]{2}){8,}
    | \b [0-9a-f]{1,15} - [a-z2-7]{32} (?= @ )  # of an address that answers come back to
    | (?:[a-z0-9_-]|%[0-9a-f]{2}){43,}  # as long as a token, wherever it stands
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class RedactLinks(logging.Filter):
    """Replace the token of a private link wherever it stands: message, arguments or traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def redact(text: str) -> str:
    return PRIVATE_LINK.sub(lambda found: f"{found['path'] or ''}[link]", text)
